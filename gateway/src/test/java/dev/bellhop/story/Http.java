package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/// Plain HTTP, as anybody speaks it.
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// An answer.
    public record Answer(int status, java.net.http.HttpHeaders headers, byte[] body) {
        public JsonNode json() {
            return Json.tryRead(body).orElseThrow(() -> new AssertionError("not JSON: " + text()));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private final Function<String, URI> address;

    private final HttpClient client;

    Http(Function<String, URI> address) {
        this(address, CLIENT);
    }

    Http(Function<String, URI> address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    public Answer post(String path, JsonNode body, String... headers) {
        return post(path, Json.bytes(body), with(headers, "Content-Type", "application/json"));
    }

    public Answer post(String path, byte[] body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer patch(String path, JsonNode body, String... headers) {
        return send(
                request(path, with(headers, "Content-Type", "application/json"))
                        .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    public Answer put(String path, JsonNode body, String... headers) {
        return send(
                request(path, with(headers, "Content-Type", "application/json"))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /// Sends bytes with any method.
    public Answer send(String method, String path, String type, byte[] body, String... headers) {
        return send(
                request(path, with(headers, "Content-Type", type))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer options(String path, String... headers) {
        return send(request(path, headers).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    /// Posts, but asks first, as `curl` does: who is refused has sent nothing that a closed
    /// connection could take the answer with.
    public Answer asksToPost(String path, byte[] body, String... headers) {
        return send(
                request(path, headers)
                        .expectContinue(true)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /// Posts without saying how long the body is.
    public Answer postChunked(String path, byte[] body, String... headers) {
        return send(
                request(path, headers)
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(body))));
    }

    /// The same, but asks first.
    public Answer asksToPostChunked(String path, byte[] body, String... headers) {
        return send(
                request(path, headers)
                        .expectContinue(true)
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(body))));
    }

    private static String[] with(String[] headers, String name, String value) {
        var all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var builder = HttpRequest.newBuilder(address.apply(path)).timeout(Duration.ofMinutes(2));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
