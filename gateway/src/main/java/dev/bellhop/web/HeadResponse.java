package dev.bellhop.web;

import io.helidon.common.GenericType;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
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
final class HeadResponse extends ForwardingResponse {
    private final ServerRequest request;

    private HeadResponse(ServerRequest request, ServerResponse response) {
        super(response);
        this.request = request;
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
            behind().contentLength(length(bytes));
        }
        behind().send();
    }

    /// Compressed, a body is shorter; the header must say how short it would have been.
    private long length(byte[] bytes) {
        var encodings = request.listenerContext().contentEncodingContext();
        if (!encodings.contentEncodingEnabled()
                || headers().contains(HeaderNames.CONTENT_ENCODING)) {
            return bytes.length;
        }
        var encoder = encodings.encoder(request.headers());
        var encoded = new ByteArrayOutputStream(bytes.length);
        try (var out = encoder.apply(encoded)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        encoder.headers(headers());
        return encoded.size();
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
        headers().remove(HeaderNames.CONTENT_ENCODING);
        header(HeaderNames.ALLOW, Method.GET.text());
        return Refusal.of(Code.METHOD_NOT_ALLOWED);
    }

    @Override
    public void streamFilter(UnaryOperator<OutputStream> filter) {
        // There is no stream to filter.
    }
}
