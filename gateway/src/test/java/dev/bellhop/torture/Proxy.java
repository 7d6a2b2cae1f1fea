package dev.bellhop.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A line between two processes that can be reset, slowed, cut, and made to lose answers.
final class Proxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final String name;
    private final Journal journal;
    private final int target;
    private final ServerSocket listener;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicLong resets = new AtomicLong();
    private volatile long delayMillis;
    private volatile boolean cut;

    Proxy(String name, int target, Journal journal) throws IOException {
        this.name = name;
        this.target = target;
        this.journal = journal;
        this.listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("proxy-" + name).start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// How many connections were reset on purpose.
    long resets() {
        return resets.get();
    }

    /// Resets each open connection with this probability.
    void reset(double share, Dice dice) {
        for (var connection : List.copyOf(open)) {
            if (dice.chance(share)) {
                connection.reset("reset");
            }
        }
    }

    /// So many of the next answers are not let through: their connections are reset instead.
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /// What goes through takes so much longer, in each direction.
    void delay(long millis) {
        delayMillis = millis;
    }

    /// Nothing goes through, and who comes is turned away.
    void cut() {
        cut = true;
        List.copyOf(open).forEach(connection -> connection.reset("cut"));
    }

    /// Everything goes through as it comes.
    void mend() {
        cut = false;
        delayMillis = 0;
        answersToLose.set(0);
    }

    private void accept() {
        while (true) {
            try {
                var near = listener.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        if (cut) {
            end(near, true);
            return;
        }
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            var connection = new Connection(near, far);
            journal.note("proxy.open", "line", name, "port", far.getLocalPort());
            open.add(connection);
            Thread.ofVirtual().start(() -> connection.carry(near, far, false));
            Thread.ofVirtual().start(() -> connection.carry(far, near, true));
        } catch (IOException nobodyThere) {
            end(near, true);
        }
    }

    private static void end(Socket socket, boolean abruptly) {
        try {
            if (abruptly) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // It is closed, which is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List.copyOf(open).forEach(connection -> connection.end(true));
    }

    private final class Connection {
        private final Socket near;
        private final Socket far;

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        /// Ends it in both directions. It is written down with this end's port towards the target,
        /// by which the target knows it.
        void reset(String why) {
            if (open.contains(this)) {
                resets.incrementAndGet();
                journal.note("proxy.reset", "line", name, "port", far.getLocalPort(), "why", why);
                end(true);
            }
        }

        void carry(Socket from, Socket to, boolean answers) {
            boolean abruptly = false;
            try {
                carry(from.getInputStream(), to.getOutputStream(), answers);
            } catch (IOException broken) {
                abruptly = true;
            }
            end(abruptly);
        }

        private void carry(InputStream in, OutputStream out, boolean answers) throws IOException {
            var buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (answers && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    reset("answer lost");
                    return;
                }
                long delay = delayMillis;
                if (delay > 0) {
                    LockSupport.parkNanos(delay * 1_000_000);
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        }

        private void end(boolean abruptly) {
            open.remove(this);
            Proxy.end(near, abruptly);
            Proxy.end(far, abruptly);
        }
    }
}
