package dev.bellhop.story;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// On which phones "typing…" was shown, as the simulated Meta tells it.
final class Typing implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<String> shownTo = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Thread listener;

    Typing(House house) {
        var request = HttpRequest.newBuilder(house.url("/sandbox/control/events")).build();
        this.listener = Thread.ofVirtual().start(() -> listen(request));
        Await.until("the sandbox's events are heard", () -> !heard.isEmpty());
    }

    private void listen(HttpRequest request) {
        try {
            var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            boolean typing = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(line);
                typing = line.isBlank() ? false : typing || line.equals("event:typing");
                if (typing && line.startsWith("data:")) {
                    shownTo.add(Json.parse(line.substring(5)).path("wa_id").asText());
                }
            }
        } catch (IOException ended) {
            // That is how the stream ends.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until it was shown on a phone.
    void sees(String waId) {
        Await.until("typing on " + waId, () -> shownTo.contains(waId));
    }

    List<String> shownTo() {
        return List.copyOf(shownTo);
    }

    @Override
    public void close() {
        listener.interrupt();
    }
}
