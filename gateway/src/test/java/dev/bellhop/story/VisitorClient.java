package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// A visitor's browser, as far as the gateway can tell: frames of `bellhop.v1`, by whichever
/// transport.
public final class VisitorClient implements AutoCloseable {
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Integer>> closeCode =
            new AtomicReference<>(Optional.empty());
    private final Transport transport;
    private final VisitorLine line;
    private final Front front;

    private VisitorClient(Transport transport, Front front) {
        this.transport = transport;
        this.front = front;
        this.line = transport.to(front, frames::add, this::ended);
    }

    private void ended(int code) {
        closeCode.compareAndSet(Optional.empty(), Optional.of(code));
    }

    /// Connects without a word.
    public static VisitorClient connects(House house) {
        return connects(house, Transport.SOCKET);
    }

    public static VisitorClient connects(House house, Transport transport) {
        return new VisitorClient(transport, Front.at(house.gateway().port()));
    }

    /// Connects and says hello.
    public static VisitorClient arrives(int port, Optional<String> token, int after) {
        return arrives(Transport.SOCKET, port, token, after);
    }

    public static VisitorClient arrives(
            Transport transport, int port, Optional<String> token, int after) {
        return arrives(transport, Front.at(port), token, after);
    }

    /// The same by way of somebody in front of the gateway.
    static VisitorClient arrives(
            Transport transport, Front front, Optional<String> token, int after) {
        var visitor = new VisitorClient(transport, front);
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
        return arrives(transport, front, Optional.of(token()), after);
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
        line.sends(text);
    }

    /// Sends one frame in several parts.
    public void sendsParts(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket().sendsPart(parts[i], i == parts.length - 1);
        }
    }

    public void sendsBytes(byte[] bytes) {
        socket().sendsBytes(bytes);
    }

    /// Sends a WebSocket ping and waits for its pong.
    public void pings(String payload) {
        socket().pings(payload);
    }

    /// The subprotocol that the gateway chose.
    public String subprotocol() {
        return socket().subprotocol();
    }

    private SocketLine socket() {
        return (SocketLine) line;
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
        return Await.value("the connection is closed", closeCode::get);
    }

    /// The network is cut: no good-bye.
    public void vanishes() {
        line.cut();
    }

    @Override
    public void close() {
        line.cut();
    }
}
