package dev.bellhop.torture;

import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An event stream and posts; the first frame opens the stream.
final class StreamWire implements Wire {
    private static final int MAX_SECONDS = 8;
    private static final int OVER = 404;

    private final int port;
    private final World.Site site;
    private final Ear ear;
    private final CompletableFuture<String> session = new CompletableFuture<>();
    private Optional<InputStream> stream = Optional.empty();

    StreamWire(int port, World.Site site, Ear ear) {
        this.port = port;
        this.site = site;
        this.ear = ear;
    }

    @Override
    public void send(String frame) {
        try {
            if (stream.isEmpty()) {
                open(frame);
                return;
            }
            var request =
                    request("/widget/v1/frames", frame)
                            .header("X-Bellhop-Session", session.get(MAX_SECONDS, TimeUnit.SECONDS))
                            .build();
            int status =
                    Rest.CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == OVER) {
                ear.ended();
            }
        } catch (IOException | ExecutionException | TimeoutException gone) {
            ear.ended();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(String hello) throws IOException, InterruptedException {
        var answer =
                Rest.CLIENT.send(
                        request("/widget/v1/events?site=" + site.key(), hello).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            ear.ended();
            return;
        }
        stream = Optional.of(answer.body());
        Thread.ofVirtual().start(() -> read(answer.body()));
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(MAX_SECONDS))
                .header("Origin", site.origin())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private void read(InputStream body) {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            var event = "message";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    event = "message";
                } else if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    take(event, line.substring("data: ".length()));
                }
            }
        } catch (IOException gone) {
            // As told below.
        }
        session.completeExceptionally(new IOException("the stream has ended"));
        ear.ended();
    }

    private void take(String event, String data) {
        switch (event) {
            case "session" -> session.complete(Json.parse(data).path("id").asText());
            case "close" -> ear.ended();
            default -> ear.hears(data);
        }
    }

    @Override
    public void cut() {
        stream.ifPresent(it -> {
            try {
                it.close();
            } catch (IOException gone) {
                // It is closed.
            }
        });
    }
}
