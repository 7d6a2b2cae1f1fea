package dev.bellhop.web;

import io.helidon.common.GenericType;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/// The answer to HEAD, as a route for GET writes it: the same status and headers, the length that
/// the body would have, and no body. Helidon would send it, and the client would take it for the
/// next answer. What has no length, an event stream, has no HEAD.
final class HeadResponse implements ServerResponse {
    private final ServerRequest request;
    private final ServerResponse response;

    private HeadResponse(ServerRequest request, ServerResponse response) {
        this.request = request;
        this.response = response;
    }

    /// The response to write to: this one if the request is a HEAD, or else the given one.
    static ServerResponse of(ServerRequest request, ServerResponse response) {
        boolean wrap =
                request.prologue().method().equals(Method.HEAD)
                        && !(response instanceof HeadResponse);
        return wrap ? new HeadResponse(request, response) : response;
    }

    @Override
    public void send(byte[] bytes) {
        if (bytes.length > 0) {
            response.contentLength(length(bytes));
        }
        response.send();
    }

    /// Compressed, a body is shorter; the header must say how short it would have been.
    private long length(byte[] bytes) {
        var encodings = request.listenerContext().contentEncodingContext();
        if (!encodings.contentEncodingEnabled()
                || response.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return bytes.length;
        }
        var encoder = encodings.encoder(request.headers());
        var encoded = new ByteArrayOutputStream(bytes.length);
        try (var out = encoder.apply(encoded)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        encoder.headers(response.headers());
        return encoded.size();
    }

    @Override
    public void send() {
        response.send();
    }

    @Override
    public void send(Object entity) {
        if (entity instanceof byte[] bytes) {
            send(bytes);
        } else {
            throw new IllegalArgumentException("only bytes are sent here");
        }
    }

    @Override
    public OutputStream outputStream() {
        throw noLength();
    }

    @Override
    public <T extends Sink<?>> T sink(GenericType<T> sinkType) {
        throw noLength();
    }

    private Refusal noLength() {
        response.headers().remove(HeaderNames.CONTENT_ENCODING);
        response.header(HeaderNames.ALLOW, Method.GET.text());
        return Refusal.of(Code.METHOD_NOT_ALLOWED);
    }

    @Override
    public void streamFilter(UnaryOperator<OutputStream> filter) {
        // There is no stream to filter.
    }

    @Override
    public ServerResponse status(Status status) {
        response.status(status);
        return this;
    }

    @Override
    public Status status() {
        return response.status();
    }

    @Override
    public ServerResponse header(Header header) {
        response.header(header);
        return this;
    }

    @Override
    public ServerResponseHeaders headers() {
        return response.headers();
    }

    @Override
    public ServerResponseTrailers trailers() {
        return response.trailers();
    }

    @Override
    public void streamResult(String result) {
        response.streamResult(result);
    }

    @Override
    public boolean isSent() {
        return response.isSent();
    }

    @Override
    public long bytesWritten() {
        return response.bytesWritten();
    }

    @Override
    public ServerResponse beforeSend(Runnable listener) {
        response.beforeSend(listener);
        return this;
    }

    @Override
    public ServerResponse whenSent(Runnable listener) {
        response.whenSent(listener);
        return this;
    }

    @Override
    public ServerResponse reroute(String path) {
        response.reroute(path);
        return this;
    }

    @Override
    public ServerResponse reroute(String path, UriQuery query) {
        response.reroute(path, query);
        return this;
    }

    @Override
    public ServerResponse next() {
        response.next();
        return this;
    }
}
