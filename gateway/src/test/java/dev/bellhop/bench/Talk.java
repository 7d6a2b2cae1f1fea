package dev.bellhop.bench;

import dev.bellhop.web.Json;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// One visitor's conversation: what is written gets its times of being accepted and ticked.
final class Talk implements AutoCloseable {
    private static final Pattern MARK = Pattern.compile("bench-([0-9a-f-]{36})");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Map<String, Relaying.Sent> sent;
    private final Map<Integer, Relaying.Sent> bySeq = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> welcomed = new CompletableFuture<>();
    private final WebSocket socket;

    private Talk(int port, String site, Map<String, Relaying.Sent> sent) {
        this.sent = sent;
        this.socket =
                CLIENT.newWebSocketBuilder()
                        .subprotocols("bellhop.v1")
                        .header("Origin", "http://localhost:" + port)
                        .buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + port
                                                + "/widget/v1/socket?site="
                                                + site),
                                new Listener())
                        .join();
    }

    /// Opens the chat on a site.
    ///
    /// @param sent where what is written is kept, by its id
    static Talk open(int port, String site, Map<String, Relaying.Sent> sent) {
        var talk = new Talk(port, site, sent);
        talk.socket.sendText("{\"t\":\"hello\",\"token\":null,\"after\":0}", true).join();
        talk.welcomed.join();
        return talk;
    }

    void says(Relaying.Sent message) {
        var cid = UUID.randomUUID().toString();
        sent.put(cid, message);
        var frame =
                Json.object().put("t", "send").put("cid", cid).put("text", "Hello, bench-" + cid);
        socket.sendText(Json.text(frame), true).join();
    }

    /// The ids of the messages that a text carries.
    static List<String> marks(String text) {
        return MARK.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                take(partial.toString(), System.nanoTime());
                partial.setLength(0);
            }
            ws.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void take(String text, long now) {
        var frame = Json.read(text.getBytes(StandardCharsets.UTF_8));
        switch (frame.path("t").asText()) {
            case "welcome" -> welcomed.complete(null);
            case "accepted" -> {
                var message = sent.get(frame.path("cid").asText());
                if (message != null) {
                    message.accepted = now;
                    bySeq.put(frame.path("seq").asInt(), message);
                }
            }
            case "status" -> {
                var message = bySeq.remove(frame.path("seq").asInt());
                if (message != null) {
                    message.ticked = now;
                }
            }
            case "error" -> {
                var message = sent.get(frame.path("cid").asText());
                if (message == null) {
                    System.err.println("refused: " + text);
                } else {
                    message.refused = true;
                }
            }
            default -> {}
        }
    }
}
