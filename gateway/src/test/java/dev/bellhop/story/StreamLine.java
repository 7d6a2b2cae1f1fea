package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// An event stream and posts. The first frame opens the stream.
final class StreamLine implements VisitorLine {
    private static final int ABNORMAL = 1006;

    private final Front front;
    private final Consumer<JsonNode> frames;
    private final IntConsumer ended;
    private final CompletableFuture<String> session = new CompletableFuture<>();
    private Optional<InputStream> stream = Optional.empty();

    StreamLine(Front front, Consumer<JsonNode> frames, IntConsumer ended) {
        this.front = front;
        this.frames = frames;
        this.ended = ended;
    }

    @Override
    public void sends(String text) {
        if (stream.isEmpty()) {
            var opened = open(text);
            stream = Optional.of(opened);
            Thread.ofVirtual().start(() -> read(opened));
            return;
        }
        try {
            int status = post(text);
            if (status == 404) {
                ended.accept(ABNORMAL);
            } else if (status != 202) {
                throw new AssertionError("a post is answered " + status);
            }
        } catch (UncheckedIOException gone) {
            ended.accept(ABNORMAL);
        }
    }

    private int post(String text) {
        var request =
                request("/widget/v1/frames", text).header("X-Bellhop-Session", session.join());
        return send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private InputStream open(String hello) {
        var answer =
                send(
                        request("/widget/v1/events?site=juniper", hello),
                        HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError("the stream is answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(front.at(path))
                .header("Origin", front.origin())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return front.client().send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
                    take(event, Json.parse(line.substring("data: ".length())));
                }
            }
        } catch (IOException gone) {
            // As told below.
        }
        session.completeExceptionally(new IllegalStateException("the stream has ended"));
        ended.accept(ABNORMAL);
    }

    private void take(String event, JsonNode data) {
        switch (event) {
            case "session" -> session.complete(data.path("id").asText());
            case "close" -> ended.accept(data.path("code").asInt());
            default -> frames.accept(data);
        }
    }

    @Override
    public void cut() {
        try {
            if (stream.isPresent()) {
                stream.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
