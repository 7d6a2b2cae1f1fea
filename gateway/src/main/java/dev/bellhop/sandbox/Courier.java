package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Carries notifications to the gateway, signed. What is not answered with 200 is carried again at
/// growing distances; a repeat does not hold up what comes behind it.
final class Courier implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Courier.class.getName());
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);

    private record Letter(byte[] body, Runnable taken) {}

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_WAIT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final AtomicReference<URI> address = new AtomicReference<>(URI.create("about:blank"));
    private final Credentials credentials;
    private final List<Duration> repeatAfter;
    private final Faults faults;
    private final Events events;
    private final UnaryOperator<JsonNode> made;

    /// @param made makes of a notification what goes on the wire
    Courier(
            Credentials credentials,
            List<Duration> repeatAfter,
            Faults faults,
            Events events,
            UnaryOperator<JsonNode> made) {
        this.credentials = credentials;
        this.repeatAfter = repeatAfter;
        this.faults = faults;
        this.events = events;
        this.made = made;
    }

    /// Where notifications go; known once the gateway listens.
    void address(URI webhookUrl) {
        address.set(webhookUrl);
    }

    /// Carries a notification, in the lane's order; called by a step of that lane.
    ///
    /// @param taken runs once the gateway has answered 200
    void carry(Lane lane, JsonNode notification, Runnable taken) {
        var letter = new Letter(WireForm.bytes(made.apply(notification)), taken);
        var fault = faults.onNotification();
        if (fault.isEmpty()) {
            post(lane, letter, 1, true);
            return;
        }
        var delay = fault.get().delay();
        switch (fault.get().kind()) {
            case DROP -> tell("dropped", 0, 1);
            case DUPLICATE -> {
                post(lane, letter, 1, true);
                lane.after(delay, () -> post(lane, letter, 2, true));
            }
            case REORDER -> lane.after(delay, () -> post(lane, letter, 1, true));
            case SLOW -> {
                pause(delay);
                post(lane, letter, 1, true);
            }
            case RESET -> {
                cutOff(letter);
                repeat(lane, letter, 1);
            }
            case TIMEOUT, ACCEPT_THEN_TIMEOUT -> post(lane, letter, 1, false);
            case ERROR, ANSWER_LATE ->
                    throw new IllegalStateException("this strikes messages, not notifications");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private void post(Lane lane, Letter letter, int attempt, boolean heard) {
        var request =
                HttpRequest.newBuilder(address.get())
                        .timeout(ANSWER_WAIT)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "facebookexternalua")
                        .header(
                                "X-Hub-Signature-256",
                                WireForm.signature(credentials.appSecret(), letter.body()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(letter.body()))
                        .build();
        int status = 0;
        long begun = System.nanoTime();
        try {
            status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            LOG.log(Level.FINE, unreachable, () -> "a notification was not taken");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return;
        }
        tell("posted", heard ? status : 0, attempt, Duration.ofNanos(System.nanoTime() - begun));
        if (heard && status == 200) {
            letter.taken().run();
        } else {
            repeat(lane, letter, attempt);
        }
    }

    private void repeat(Lane lane, Letter letter, int attempt) {
        if (attempt > repeatAfter.size()) {
            tell("given_up", 0, attempt);
            return;
        }
        lane.after(repeatAfter.get(attempt - 1), () -> post(lane, letter, attempt + 1, true));
    }

    /// Half of the body, and then a broken connection.
    private void cutOff(Letter letter) {
        var url = address.get();
        int port = url.getPort() > 0 ? url.getPort() : 80;
        try (var socket = new Socket(url.getHost(), port)) {
            socket.setSoLinger(true, 0);
            var head =
                    "POST "
                            + url.getRawPath()
                            + " HTTP/1.1\r\nHost: "
                            + url.getRawAuthority()
                            + "\r\nContent-Type: application/json\r\nContent-Length: "
                            + letter.body().length
                            + "\r\nX-Hub-Signature-256: "
                            + WireForm.signature(credentials.appSecret(), letter.body())
                            + "\r\n\r\n";
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(letter.body(), 0, letter.body().length / 2);
            out.flush();
        } catch (IOException broken) {
            LOG.log(Level.FINE, broken, () -> "a notification was cut off early");
        }
        tell("cut_off", 0, 1);
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String what, int status, int attempt) {
        tell(what, status, attempt, Duration.ZERO);
    }

    private void tell(String what, int status, int attempt, Duration took) {
        events.tell(
                "webhook",
                Json.object()
                        .put("what", what)
                        .put("status", status)
                        .put("attempt", attempt)
                        .put("ms", took.toMillis()));
    }
}
