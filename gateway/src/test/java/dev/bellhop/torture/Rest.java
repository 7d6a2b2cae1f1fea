package dev.bellhop.torture;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/// HTTP over a line that may break at any moment: whoever gets no answer knows nothing.
final class Rest {
    static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private static final Duration ANSWER_MAX = Duration.ofSeconds(12);

    /// An answer.
    record Answer(int status, byte[] body) {
        JsonNode json() {
            return Json.tryRead(body).orElseGet(Json::object);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean isDone() {
            return status / 100 == 2;
        }

        /// Whether the same request may fare better later.
        boolean isForNow() {
            return status >= 500 || status == 429 || status == 408;
        }
    }

    private final int port;
    private final String[] headers;

    private Rest(int port, String... headers) {
        this.port = port;
        this.headers = headers;
    }

    static Rest of(int port) {
        return new Rest(port, "Accept", "application/json");
    }

    /// A program that calls the API.
    static Rest of(int port, String token) {
        return new Rest(port, "Accept", "application/json", "Authorization", "Bearer " + token);
    }

    Optional<Answer> get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    Optional<Answer> send(String method, String path, JsonNode body, String... more) {
        return send(method, path, Json.bytes(body), more);
    }

    Optional<Answer> send(String method, String path, byte[] body, String... more) {
        return send(method, path, HttpRequest.BodyPublishers.ofByteArray(body), more);
    }

    Optional<Answer> sendFile(String path, byte[] body) {
        return send(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofByteArray(body),
                "Content-Type",
                "text/plain");
    }

    private Optional<Answer> send(
            String method, String path, HttpRequest.BodyPublisher body, String... more) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(ANSWER_MAX)
                        .headers(headers)
                        .method(method, body);
        if (more.length > 0) {
            request.headers(more);
        }
        if (!method.equals("GET") && !java.util.List.of(more).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        try {
            var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return Optional.of(new Answer(answer.statusCode(), answer.body()));
        } catch (IOException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
