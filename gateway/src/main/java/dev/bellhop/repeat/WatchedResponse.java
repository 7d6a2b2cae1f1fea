package dev.bellhop.repeat;

import dev.bellhop.web.ForwardingResponse;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/// Takes an answer and holds it until it is kept. What is streamed goes out as it comes and is not
/// held.
final class WatchedResponse extends ForwardingResponse {
    private static final byte[] NOTHING = new byte[0];

    private Optional<byte[]> held = Optional.empty();

    WatchedResponse(ServerResponse response) {
        super(response);
    }

    /// The answer that is held; empty when it was streamed.
    Optional<KeptAnswer> answer() {
        return held.map(body ->
                new KeptAnswer(
                        status().code(),
                        headers().first(HeaderNames.CONTENT_TYPE).orElse(""),
                        body));
    }

    /// Lets go what was held.
    void release() {
        held.ifPresent(body -> {
            if (body.length == 0) {
                behind().send();
            } else {
                behind().send(body);
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
    public boolean isSent() {
        return held.isPresent() || super.isSent();
    }
}
