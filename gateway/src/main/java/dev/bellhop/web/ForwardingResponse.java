package dev.bellhop.web;

import io.helidon.common.GenericType;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;

import java.io.OutputStream;
import java.util.function.UnaryOperator;

/// A response that stands in front of another: everything is passed on, until whoever extends it
/// does something else with it. Bodies are bytes; other entities are refused, because nothing here
/// sends any.
public abstract class ForwardingResponse implements ServerResponse {
    private final ServerResponse response;

    /// In front of that one.
    protected ForwardingResponse(ServerResponse response) {
        this.response = response;
    }

    /// The one behind.
    protected final ServerResponse behind() {
        return response;
    }

    @Override
    public void send() {
        response.send();
    }

    @Override
    public final void send(Object entity) {
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
