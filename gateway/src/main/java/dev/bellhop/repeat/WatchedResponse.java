package dev.bellhop.repeat;

import io.helidon.common.GenericType;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;

import java.io.OutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Takes an answer and holds it until it is kept. What is streamed goes out as it comes and is not
/// held.
final class WatchedResponse implements ServerResponse {
    private static final byte[] NOTHING = new byte[0];

    private final ServerResponse response;
    private Optional<byte[]> held = Optional.empty();

    WatchedResponse(ServerResponse response) {
        this.response = response;
    }

    /// The answer that is held; empty when it was streamed.
    Optional<KeptAnswer> answer() {
        return held.map(body ->
                new KeptAnswer(
                        response.status().code(),
                        response.headers().first(HeaderNames.CONTENT_TYPE).orElse(""),
                        body));
    }

    /// Lets go what was held.
    void release() {
        held.ifPresent(body -> {
            if (body.length == 0) {
                response.send();
            } else {
                response.send(body);
            }
        });
    }

    @Override
    public void send(byte[] bytes) {
        held = Optional.of(bytes);
    }

    @Override
    public void send() {
        held = Optional.of(NOTHING);
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
        return response.outputStream();
    }

    @Override
    public <T extends Sink<?>> T sink(GenericType<T> sinkType) {
        return response.sink(sinkType);
    }

    @Override
    public void streamFilter(UnaryOperator<OutputStream> filter) {
        response.streamFilter(filter);
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
        return held.isPresent() || response.isSent();
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
