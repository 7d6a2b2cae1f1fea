package dev.bellhop.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// The wire between a gateway and its database, which a test can cut and mend: while it is cut,
/// connections break and none is made. It can also be cut just after a statement has reached the
/// server, so that its answer is lost.
public final class Wire implements AutoCloseable {
    private final Database.Address behind;
    private final int port;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<String>> cutAfter =
            new AtomicReference<>(Optional.empty());
    private volatile boolean cut;

    private Wire(Database.Address behind) throws IOException {
        this.behind = behind;
        this.port = URI.create(behind.url().substring("jdbc:".length())).getPort();
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    public static Wire to(Database.Address address) {
        try {
            return new Wire(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The database at the other end of the wire.
    public Database.Address address() {
        return new Database.Address(
                behind.url().replace(":" + port + "/", ":" + door.getLocalPort() + "/"),
                behind.user(),
                behind.password(),
                behind.connectionsMax(),
                behind.patience());
    }

    public void cut() {
        cut = true;
        sockets.forEach(Wire::close);
    }

    public void mend() {
        cut = false;
    }

    /// Cuts once a statement with these words has gone through, before its answer comes back.
    public void cutAfter(String words) {
        cutAfter.set(Optional.of(words));
    }

    /// Whether the wire is cut.
    public boolean isCut() {
        return cut;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) throws IOException {
        if (cut) {
            near.close();
            return;
        }
        var far = new Socket(InetAddress.getLoopbackAddress(), port);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        if (cut) { // in between
            close(near);
            close(far);
        }
        Thread.ofVirtual().name("wire-there").start(() -> carry(near, far, true));
        Thread.ofVirtual().name("wire-back").start(() -> carry(far, near, false));
    }

    private void carry(Socket from, Socket to, boolean there) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                boolean last = there && endsTheWire(buffer, n);
                if (last) {
                    cut = true; // first, so that no answer comes back
                    sockets.stream().filter(socket -> !socket.equals(to)).forEach(Wire::close);
                }
                out.write(buffer, 0, n);
                out.flush();
                if (last) {
                    to.shutdownOutput();
                    to.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException gone) {
            // Either end left, or the wire was cut.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private boolean endsTheWire(byte[] buffer, int length) {
        var words = cutAfter.get();
        return words.isPresent()
                && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(words.get())
                && cutAfter.compareAndSet(words, Optional.empty());
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}
