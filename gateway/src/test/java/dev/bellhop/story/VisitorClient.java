package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// A visitor's browser, as far as the gateway can tell: a WebSocket that speaks `bellhop.v1`.
public final class VisitorClient implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final List<String> pongs = new CopyOnWriteArrayList<>();
    private volatile Optional<Integer> closeCode = Optional.empty();
    private final WebSocket socket;
    private final int port;

    private VisitorClient(int port) {
        this.port = port;
        this.socket =
                CLIENT.newWebSocketBuilder()
                        .subprotocols("bellhop.v1")
                        .header("Origin", "http://localhost:" + port)
                        .buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + port
                                                + "/widget/v1/socket?site=juniper"),
                                new Listener())
                        .join();
    }

    /// Connects without a word.
    public static VisitorClient connects(House house) {
        return new VisitorClient(house.gateway().port());
    }

    /// Connects and says hello.
    public static VisitorClient arrives(int port, Optional<String> token, int after) {
        var visitor = new VisitorClient(port);
        visitor.sendsFrame(hello(token, after));
        visitor.hears("welcome");
        return visitor;
    }

    /// The first frame of a widget.
    public static ObjectNode hello(Optional<String> token, int after) {
        var hello =
                Json.object()
                        .put("t", "hello")
                        .put("token", token.orElse(null))
                        .put("after", after);
        hello.putObject("page")
                .put("url", "https://juniper.example/lamps/fjord-pendant")
                .put("title", "Fjord pendant");
        return hello.put("locale", "en");
    }

    /// Another connection of the same visitor, who holds messages up to a number.
    public VisitorClient returns(int after) {
        return arrives(port, Optional.of(token()), after);
    }

    public String token() {
        return frame("welcome").path("token").asText();
    }

    public String code() {
        return Await.value(
                "a conversation with a code",
                () ->
                        frames.stream()
                                .map(f ->
                                        f.path("t").asText().equals("welcome")
                                                ? f.path("conversation").path("code").asText("")
                                                : f.path("code").asText(""))
                                .filter(code -> code.matches("[A-Z0-9]{4,8}"))
                                .findFirst());
    }

    /// Says something and waits until it is accepted.
    ///
    /// @return its seq
    public int says(String text) {
        var cid = sends(text);
        return accepted(cid);
    }

    /// Says something without waiting.
    ///
    /// @return its cid
    public String sends(String text) {
        var cid = UUID.randomUUID().toString();
        sends(cid, text);
        return cid;
    }

    public void sends(String cid, String text) {
        sendsFrame(Json.object().put("t", "send").put("cid", cid).put("text", text));
    }

    public int accepted(String cid) {
        return hears("accepted", f -> f.path("cid").asText().equals(cid)).path("seq").asInt();
    }

    public void sendsFrame(JsonNode frame) {
        sendsText(Json.text(frame));
    }

    public void sendsText(String text) {
        socket.sendText(text, true).join();
    }

    /// Sends one frame in several parts.
    public void sendsParts(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket.sendText(parts[i], i == parts.length - 1).join();
        }
    }

    public void sendsBytes(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /// Sends a WebSocket ping and waits for its pong.
    public void pings(String payload) {
        socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
        Await.until("the ping is answered", () -> pongs.contains(payload));
    }

    /// The subprotocol that the gateway chose.
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /// Waits for a refusal.
    public JsonNode refused(String code) {
        return hears("error", f -> f.path("code").asText().equals(code));
    }

    /// Waits for a message with these words from the business.
    public JsonNode sees(String text) {
        return hears(
                "message",
                f ->
                        f.path("text").asText().equals(text)
                                && !f.path("from").asText().equals("visitor"));
    }

    /// Waits until a message of the visitor's has a tick.
    public void seesTick(int seq, String status) {
        hears(
                "status",
                f -> f.path("seq").asInt() == seq && f.path("status").asText().equals(status));
    }

    /// What it was told of how far a message got, in the order in which it was.
    public List<String> ticks(int seq) {
        return frames().stream()
                .filter(f -> f.path("t").asText().equals("status"))
                .filter(f -> f.path("seq").asInt() == seq)
                .map(f -> f.path("status").asText())
                .toList();
    }

    public JsonNode hears(String type) {
        return hears(type, _ -> true);
    }

    public JsonNode hears(String type, Predicate<JsonNode> which) {
        return Await.value(
                "the visitor hears " + type + ", having heard " + frames,
                () ->
                        frames.stream()
                                .filter(f -> f.path("t").asText().equals(type))
                                .filter(which)
                                .findFirst());
    }

    private JsonNode frame(String type) {
        return hears(type);
    }

    /// Everything heard so far.
    public List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    public int closedWith() {
        return Await.value("the socket is closed", () -> closeCode);
    }

    /// The network is cut: no good-bye.
    public void vanishes() {
        socket.abort();
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
                frames.add(Json.read(partial.toString().getBytes(StandardCharsets.UTF_8)));
                partial.setLength(0);
            }
            ws.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket ws, ByteBuffer payload) {
            pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
            ws.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
            closeCode = Optional.of(code);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket ws, Throwable failure) {
            closeCode = closeCode.or(() -> Optional.of(1006));
        }
    }
}
