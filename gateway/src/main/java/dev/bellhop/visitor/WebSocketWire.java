package dev.bellhop.visitor;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.websocket.WsSession;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// A WebSocket of Helidon's, made by the thread that reads it.
///
/// Helidon has no way to end a connection while a send is blocked: its own close waits for the
/// send. Interrupting a thread that reads or writes a socket closes the socket, so that is how a
/// wire is cut. The connection's thread ends with the connection, whatever the reason; Helidon
/// tells listeners of some reasons only.
final class WebSocketWire implements Wire {
    private static final Executor STEPS =
            step -> Thread.ofVirtual().name("visitor-frame").start(step);

    private final WsSession ws;
    private final Thread reader = Thread.currentThread();

    /// Guards what follows, so that nothing but the socket's own work is interrupted: a call to the
    /// database that is interrupted costs its connection.
    private final Object guard = new Object();

    private @Nullable Thread sending;
    private boolean working;
    private boolean cut;

    WebSocketWire(WsSession ws) {
        this.ws = ws;
    }

    @Override
    public void send(String frame) {
        cuttable(() -> ws.send(frame, true));
    }

    /// Answers a ping of WebSocket's own; blocks and fails like a send.
    void pong(byte[] payload) {
        cuttable(() -> ws.pong(BufferData.create(payload)));
    }

    /// None: widgets ping, and Helidon ends a connection on which nothing came for a while.
    @Override
    public Optional<Runnable> beat() {
        return Optional.empty();
    }

    @Override
    public void close(int code, String reason) {
        try {
            cuttable(() -> ws.close(code, reason));
        } catch (RuntimeException gone) {
            // Closing what is closed: there is nobody left to tell.
            return;
        }
    }

    private void cuttable(Runnable step) {
        synchronized (guard) {
            if (cut) {
                throw new IllegalStateException("the wire is cut");
            }
            sending = Thread.currentThread();
        }
        try {
            step.run();
        } finally {
            synchronized (guard) {
                sending = null;
                if (cut) {
                    boolean _ = Thread.interrupted(); // it was for the socket
                }
            }
        }
    }

    /// Does what is to be done with something that the reading thread has read, and returns when it
    /// is done; a cut waits for its end.
    ///
    /// It is done by a thread of its own: of a virtual thread as much stack is kept as it had in
    /// use the deepest time that it waited, and the reading one is there for as long as the socket.
    void work(Runnable step) {
        synchronized (guard) {
            working = true;
        }
        try {
            done(CompletableFuture.runAsync(step, STEPS));
        } finally {
            synchronized (guard) {
                working = false;
            }
        }
        synchronized (guard) {
            if (cut) {
                throw new CloseConnectionException("the wire is cut");
            }
        }
    }

    private static void done(CompletableFuture<Void> step) {
        try {
            step.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    @Override
    public void cut() {
        synchronized (guard) {
            cut = true;
            if (sending != null) {
                sending.interrupt();
            } else if (!working) {
                reader.interrupt();
            }
        }
    }

    @Override
    public boolean isOver() {
        return !reader.isAlive();
    }
}
