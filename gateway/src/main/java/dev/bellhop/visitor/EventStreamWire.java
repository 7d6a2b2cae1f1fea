package dev.bellhop.visitor;

import dev.bellhop.web.Json;

import io.helidon.webserver.CloseConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The body of an answer that does not end: each frame is one event. What the widget says comes by
/// requests of their own, so nobody reads here, and only a send shows that the other side has gone.
///
/// It is cut by interrupting the thread that sends, which closes the socket. The thread of the
/// request waits until that has happened, or the last word was said.
final class EventStreamWire implements Wire {
    private static final byte[] BEGIN = bytes(": bellhop.v1\n\n");
    private static final byte[] BEAT = bytes(": beat\n\n");

    private final OutputStream out;
    private final CountDownLatch over = new CountDownLatch(1);

    /// Guards what follows, so that nothing but a send is interrupted.
    private final Object guard = new Object();

    private @Nullable Thread sending;
    private boolean cut;
    private boolean broken;
    private volatile boolean left;

    EventStreamWire(OutputStream out) {
        this.out = out;
    }

    /// Begins, before everything else, so that the other side sees at once that it is heard.
    ///
    /// @param name under which posts are taken, where the stream is to say it
    /// @throws CloseConnectionException when nobody is there to hear it
    void begin(Optional<String> name) {
        try {
            write(
                    name.map(it -> bytes("event: session\ndata: {\"id\":\"" + it + "\"}\n\n"))
                            .orElse(BEGIN));
        } catch (RuntimeException gone) {
            throw new CloseConnectionException("the stream broke", gone);
        }
    }

    @Override
    public void send(String frame) {
        write(bytes("data: " + frame + "\n\n")); // JSON on one line: our writer breaks none
    }

    @Override
    public Optional<Runnable> beat() {
        return Optional.of(() -> write(BEAT));
    }

    @Override
    public void close(int code, String reason) {
        try {
            var words = Json.text(Json.object().put("code", code).put("reason", reason));
            write(bytes("event: close\ndata: " + words + "\n\n"));
            cuttable(out::close);
        } catch (RuntimeException gone) {
            synchronized (guard) {
                broken = true;
            }
        } finally {
            over.countDown();
        }
    }

    private void write(byte[] event) {
        cuttable(() -> {
            out.write(event);
            out.flush();
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private void cuttable(Step step) {
        synchronized (guard) {
            if (cut) {
                throw new IllegalStateException("the wire is cut");
            }
            sending = Thread.currentThread();
        }
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (guard) {
                sending = null;
                if (cut) {
                    boolean _ = Thread.interrupted(); // it was for the socket
                }
            }
        }
    }

    @Override
    public void cut() {
        synchronized (guard) {
            cut = true;
            broken = true;
            if (sending != null) {
                sending.interrupt();
            }
        }
        over.countDown();
    }

    @Override
    public boolean isOver() {
        return left;
    }

    /// Waits on the request's thread until the stream has ended.
    ///
    /// @throws CloseConnectionException when it did not end in order, so that its connection must
    ///   not be used again
    void awaitOver() {
        try {
            over.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the server stops", stopping);
        }
        synchronized (guard) {
            if (broken) {
                throw new CloseConnectionException("the stream broke");
            }
        }
    }

    /// The request's thread goes.
    void leave() {
        left = true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
