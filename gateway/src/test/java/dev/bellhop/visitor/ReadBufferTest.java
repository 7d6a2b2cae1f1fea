package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.socket.PlainSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A real server of Helidon's and a real WebSocket: when Helidon is another one some day, this is
/// where it shows that connections cost more than they did.
final class ReadBufferTest {
    private static final String LONG =
            IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));

    /// Says again what it heard.
    private static final class Echo implements WsListener {
        final CompletableFuture<Integer> bytes = new CompletableFuture<>();
        private final StringBuilder heard = new StringBuilder();

        @Override
        public void onOpen(WsSession ws) {
            ReadBuffer.shrink(ws);
            bytes.complete(size(ws));
        }

        @Override
        public void onMessage(WsSession ws, String text, boolean last) {
            heard.append(text);
            if (last) {
                ws.send(heard.toString(), true);
                heard.setLength(0);
            }
        }

        private static int size(WsSession ws) {
            try {
                var field = PlainSocket.class.getDeclaredField("readBuffer");
                field.setAccessible(true);
                var socket = ((ConnectionContext) ws.socketContext()).serverSocket();
                return ((byte[]) field.get(socket)).length;
            } catch (ReflectiveOperationException other) {
                throw new IllegalStateException("Helidon reads in another way", other);
            }
        }
    }

    @Test
    void anOpenSocketHasASmallBufferAndReadsFramesOfAnyLength() throws Exception {
        var echo = new Echo();
        var server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .useNio(false)
                        .addRouting(WsRouting.builder().endpoint("/", echo))
                        .build()
                        .start();
        try (var client = HttpClient.newHttpClient()) {
            var answers = new LinkedBlockingQueue<String>();
            var socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + server.port() + "/"),
                                    new Answers(answers))
                            .get(20, TimeUnit.SECONDS);
            assertThat(echo.bytes.get(20, TimeUnit.SECONDS)).isEqualTo(ReadBuffer.BYTES);
            for (var text : List.of("short", LONG, "x".repeat(ReadBuffer.BYTES), "")) {
                socket.sendText(text, true).get(20, TimeUnit.SECONDS);
                assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(text);
            }
            socket.abort();
        } finally {
            server.stop();
        }
    }

    private static final class Answers implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> whole;
        private final StringBuilder parts = new StringBuilder();

        Answers(LinkedBlockingQueue<String> whole) {
            this.whole = whole;
        }

        @Override
        public CompletableFuture<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                whole.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
