package dev.bellhop.web;

import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Memory for bodies that must be read before anybody vouches for them, over all connections
/// together: what is being read, and what was read and is not done with.
///
/// Bodies that are said to be small have a share of their own, so that large ones cannot keep them
/// out. A body is counted as its bytes arrive, so that promising many and sending none costs nobody
/// else anything, and it must be complete within a time.
public final class BodyBudget implements AutoCloseable {
    /// Up to here a body is small.
    static final int SMALL_MAX = 64 * 1024;

    /// Of a body in chunks Helidon holds a whole chunk before we see it, as large as the listener
    /// takes.
    private static final int CHUNK_MAX = 17 * 1024 * 1024;

    private static final int FIRST_PIECE = 8 * 1024;
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(10);

    /// How much, and for how long.
    ///
    /// @param small bytes for all small bodies together
    /// @param large bytes for all others
    /// @param deadline within which a body must be complete
    record Size(int small, int large, Duration deadline) {}

    /// A body, and its share of the budget until it is closed.
    public static final class Body implements AutoCloseable {
        private final Semaphore pool;
        private byte[] bytes = {};
        private int held;

        private Body(Semaphore pool) {
            this.pool = pool;
        }

        public byte[] bytes() {
            return bytes;
        }

        /// Takes from the budget, or gives back, until this much is held.
        private boolean hold(int wanted) {
            if (wanted > held && !pool.tryAcquire(wanted - held)) {
                return false;
            }
            if (wanted < held) {
                pool.release(held - wanted);
            }
            held = wanted;
            return true;
        }

        @Override
        public void close() {
            bytes = new byte[0];
            boolean _ = hold(0);
        }
    }

    private final Size size;
    private final Semaphore small;
    private final Semaphore large;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("slow-bodies").factory());

    BodyBudget(Size size) {
        this.size = size;
        this.small = new Semaphore(size.small());
        this.large = new Semaphore(size.large());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// A sixteenth of the heap for small bodies, an eighth for large ones.
    public static BodyBudget ofHeap() {
        long heap = Math.min(Runtime.getRuntime().maxMemory(), 8L * Integer.MAX_VALUE);
        return new BodyBudget(new Size((int) (heap / 16), (int) (heap / 8), USUAL_DEADLINE));
    }

    /// Reads a body as [Bodies#bytes] does, if there is room for it.
    ///
    /// @throws Refusal `unavailable` when there is not; the connection ends then, because Helidon
    ///   would read the rest
    /// @throws CloseConnectionException when the body is too slow; there is no answer then
    public Body read(ServerRequest request, ServerResponse response, int bytesMax) {
        var length = Bodies.length(request, bytesMax);
        var body = new Body(length.orElse(Long.MAX_VALUE) <= SMALL_MAX ? small : large);
        boolean complete = false;
        try {
            if (request.content().hasEntity()) {
                fill(body, request, length, bytesMax);
            }
            complete = true;
            return body;
        } catch (NoRoom e) {
            response.header(HeaderValues.CONNECTION_CLOSE);
            throw Refusal.until(Code.UNAVAILABLE, Code.UNAVAILABLE.sentence(), COME_AGAIN);
        } finally {
            if (!complete) {
                body.close();
            }
        }
    }

    private void fill(Body body, ServerRequest request, OptionalLong length, int bytesMax) {
        if (length.isEmpty()) {
            hold(body, Math.min(CHUNK_MAX, size.large()));
        }
        var watch = new Watch();
        var alarm = timer.schedule(watch, size.deadline().toMillis(), TimeUnit.MILLISECONDS);
        try (InputStream in = request.content().inputStream()) {
            fill(body, in, length, bytesMax);
        } catch (NoRoom | Refusal | RequestException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The connection failed, or its other end left: there is nobody to answer.
            throw new CloseConnectionException(
                    watch.end() ? "the body was too slow" : "the body ended early", e);
        } finally {
            alarm.cancel(false);
            boolean _ = watch.end();
        }
    }

    private static void fill(Body body, InputStream in, OptionalLong length, int bytesMax)
            throws IOException {
        int most = (int) length.orElse(bytesMax + 1L);
        byte[] bytes = new byte[0];
        int count = 0;
        for (int n = 0; n >= 0; n = in.read(bytes, count, bytes.length - count)) {
            count += n;
            if (count > bytesMax) {
                throw Bodies.tooLarge(bytesMax);
            }
            if (count == most) {
                break;
            }
            if (count == bytes.length) {
                int capacity = Math.min(most, Math.max(FIRST_PIECE, 2 * count));
                hold(body, length.isEmpty() ? Math.max(body.held, capacity) : capacity);
                bytes = Arrays.copyOf(bytes, capacity);
            }
        }
        in.transferTo(java.io.OutputStream.nullOutputStream());
        body.bytes = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        hold(body, count);
    }

    private static void hold(Body body, int bytes) {
        if (!body.hold(bytes)) {
            throw new NoRoom();
        }
    }

    /// How many bytes are held.
    int held() {
        return size.small() + size.large() - small.availablePermits() - large.availablePermits();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// Interrupts whoever is still reading when the time is up. That closes the connection: Helidon
    /// has no deadline of its own for a body, its idle time-out looks between requests only.
    private static final class Watch implements Runnable {
        private final Thread reader = Thread.currentThread();
        private boolean over;
        private boolean rang;

        @Override
        public synchronized void run() {
            if (!over) {
                over = true;
                rang = true;
                reader.interrupt();
            }
        }

        /// Ends the watch, and the interruption if there was one.
        ///
        /// @return whether it had rung
        synchronized boolean end() {
            over = true;
            if (rang) {
                boolean _ = Thread.interrupted();
            }
            return rang;
        }
    }

    private static final class NoRoom extends RuntimeException {
        NoRoom() {
            super("no room for the body", null, false, false);
        }
    }
}
