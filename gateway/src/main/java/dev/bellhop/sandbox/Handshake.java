package dev.bellhop.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks a webhook address to prove that it knows the verify token.
final class Handshake implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int CHALLENGE_BYTES = 5;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(WAIT)
                    .build();
    private final Dice dice;

    Handshake(Dice dice) {
        this.dice = dice;
    }

    /// Whether the address answers with the bare challenge.
    boolean succeeds(URI door, String verifyToken) {
        var challenge = Long.toString(Long.parseLong(dice.hex(CHALLENGE_BYTES), 16));
        var query =
                "?hub.mode=subscribe&hub.challenge="
                        + challenge
                        + "&hub.verify_token="
                        + URLEncoder.encode(verifyToken, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create(door + query)).timeout(WAIT).GET().build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().equals(challenge);
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
