package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// A WebSocket.
final class SocketLine implements VisitorLine {
    private static final int ABNORMAL = 1006;

    private final List<String> pongs = new CopyOnWriteArrayList<>();
    private final Consumer<JsonNode> frames;
    private final IntConsumer ended;
    private final WebSocket socket;

    SocketLine(Front front, Consumer<JsonNode> frames, IntConsumer ended) {
        this.frames = frames;
        this.ended = ended;
        this.socket =
                front.client()
                        .newWebSocketBuilder()
                        .subprotocols("bellhop.v1")
                        .header("Origin", front.origin())
                        .buildAsync(
                                front.socketAt("/widget/v1/socket?site=juniper"), new Listener())
                        .join();
    }

    @Override
    public void sends(String text) {
        sendsPart(text, true);
    }

    void sendsPart(String text, boolean last) {
        socket.sendText(text, last).join();
    }

    void sendsBytes(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    void pings(String payload) {
        socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
        Await.until("the ping is answered", () -> pongs.contains(payload));
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public void cut() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.accept(Json.read(partial.toString().getBytes(StandardCharsets.UTF_8)));
                partial.setLength(0);
            }
            ws.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket ws, ByteBuffer payload) {
            pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
            ws.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
            ended.accept(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket ws, Throwable failure) {
            ended.accept(ABNORMAL);
        }
    }
}
