package dev.bellhop.torture;

import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A WebSocket.
final class SocketWire implements Wire {
    private static final int MAX_SECONDS = 8;

    private final Ear ear;
    private final Optional<WebSocket> socket;

    SocketWire(int port, World.Site site, Ear ear) {
        this.ear = ear;
        this.socket =
                settled(
                        Rest.CLIENT
                                .newWebSocketBuilder()
                                .connectTimeout(Duration.ofSeconds(MAX_SECONDS))
                                .subprotocols("bellhop.v1")
                                .header("Origin", site.origin())
                                .buildAsync(
                                        URI.create(
                                                "ws://127.0.0.1:"
                                                        + port
                                                        + "/widget/v1/socket?site="
                                                        + site.key()),
                                        new Listener()));
    }

    private <T> Optional<T> settled(CompletableFuture<T> future) {
        try {
            return Optional.of(future.get(MAX_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException gone) {
            boolean _ = future.cancel(true);
            ear.ended();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void send(String frame) {
        socket.ifPresent(it -> {
            var _ = settled(it.sendText(frame, true));
        });
    }

    @Override
    public void cut() {
        socket.ifPresent(WebSocket::abort);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                ear.hears(partial.toString());
                partial.setLength(0);
            }
            ws.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
            ear.ended();
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket ws, Throwable failure) {
            ear.ended();
        }
    }
}
