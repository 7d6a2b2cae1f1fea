package dev.bellhop.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The network between a browser and a gateway, as far as a cable can be cut: while it is, what was
/// connected is gone and nobody gets through.
final class Cable implements AutoCloseable {
    private static final int HEAD_BYTES = 16 * 1024;

    private final ServerSocket end;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean cut;
    private volatile boolean blocksUpgrades;
    private int ended;

    Cable() {
        try {
            end = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Where a browser plugs in.
    URI url() {
        return URI.create("http://127.0.0.1:" + end.getLocalPort());
    }

    void leadsTo(int port) {
        this.port = port;
    }

    void cut() {
        cut = true;
        ended += sockets.size() / 2;
        sockets.forEach(Cable::end);
    }

    /// How many connections were there when it was cut.
    int ended() {
        return ended;
    }

    void mend() {
        cut = false;
    }

    /// Whether it is one of those networks that let no WebSocket through.
    void blocksUpgrades(boolean blocks) {
        blocksUpgrades = blocks;
    }

    private void accept() {
        while (!end.isClosed()) {
            try {
                var near = end.accept();
                sockets.add(near);
                if (cut) {
                    end(near);
                } else {
                    connect(near);
                }
            } catch (IOException e) {
                // The cable is put away; whoever called sees it.
                sockets.removeIf(Socket::isClosed);
            }
        }
    }

    /// Whom nobody answers there is not left waiting.
    private void connect(Socket near) {
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(far);
            Thread.ofVirtual().start(() -> carryRequests(near, far));
            Thread.ofVirtual().start(() -> carry(far, near));
        } catch (IOException refused) {
            sockets.remove(near);
            end(near);
        }
    }

    /// A browser asks for a WebSocket on a connection of its own, so its first bytes tell.
    private void carryRequests(Socket near, Socket far) {
        try {
            byte[] first = new byte[HEAD_BYTES];
            int length = near.getInputStream().read(first);
            var head = new String(first, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
            if (length > 0 && !(blocksUpgrades && head.contains("Upgrade: websocket"))) {
                far.getOutputStream().write(first, 0, length);
                carry(near, far);
                return;
            }
        } catch (IOException e) {
            // Cut in the middle: both ends are closed below.
        }
        sockets.remove(near);
        sockets.remove(far);
        end(near);
        end(far);
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut in the middle: both ends are closed with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
