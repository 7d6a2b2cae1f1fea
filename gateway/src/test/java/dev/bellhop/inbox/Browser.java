package dev.bellhop.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A browser as far as the panel can tell: it keeps cookies, follows no redirect by itself, and
/// says where a form comes from.
public final class Browser {

    /// An answer.
    public record Answer(int status, java.net.http.HttpHeaders headers, String text) {
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private final URI house;
    private final long agentId;
    private final HttpClient client;
    // Java's own cookie keeper writes quotes and a version that no browser has written since RFC
    // 6265.
    private final Map<String, String> cookies = new LinkedHashMap<>();

    public Browser(URI house, long agentId) {
        this(house, agentId, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /// One that takes the certificate of whoever it asks.
    public Browser(URI house, long agentId, HttpClient client) {
        this.house = house;
        this.agentId = agentId;
        this.client = client;
    }

    /// Who has signed in with it.
    public long agentId() {
        return agentId;
    }

    /// What it sends along with each request.
    public String cookies() {
        return cookies.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining("; "));
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /// Asks as htmx does.
    public Answer part(String path) {
        return get(path, "HX-Request", "true");
    }

    /// Sends a form of one of the panel's own pages.
    public Answer post(String path, Map<String, String> fields, String... headers) {
        return send(form(path, fields, headers).header("Sec-Fetch-Site", "same-origin"));
    }

    /// Sends a form as htmx does.
    public Answer postPart(String path, Map<String, String> fields) {
        return post(path, fields, "HX-Request", "true");
    }

    /// Sends a form that stands on another site, with what the browser says of that.
    public Answer postFromElsewhere(String path, String header, String value) {
        return send(form(path, Map.of()).header(header, value));
    }

    public Answer postJson(String path, String json, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /// Sends JSON with any method.
    public Answer sendJson(String method, String path, String json, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .header("Sec-Fetch-Site", "same-origin")
                        .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    /// Sends a request with any method and no body.
    public Answer send(String method, String path, String... headers) {
        return send(
                request(path, headers)
                        .header("Sec-Fetch-Site", "same-origin")
                        .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /// Opens the panel's event stream. Browsers offer to take it compressed, which would hold
    /// events back.
    public Listening listen() {
        return Listening.to(
                client,
                request("/admin/live", "Accept", "text/event-stream", "Accept-Encoding", "gzip")
                        .build());
    }

    private HttpRequest.Builder form(String path, Map<String, String> fields, String... headers) {
        var body =
                fields.entrySet().stream()
                        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        return request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(house.resolve(path)).timeout(Duration.ofSeconds(20));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies());
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private void keep(String set) {
        var pair = set.substring(0, set.indexOf(';')).split("=", 2);
        cookies.put(pair[0], pair[1]);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
