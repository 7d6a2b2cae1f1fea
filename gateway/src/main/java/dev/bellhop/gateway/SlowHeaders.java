package dev.bellhop.gateway;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A time within which a request's headers must have come, once its first line has. Helidon has
/// none: its idle time-out looks at connections that wait for a request, and this one has begun.
///
/// Interrupting the thread that reads closes the connection. One thread looks at all of them about
/// once a second, so that a request costs an entry in a map and no timer.
final class SlowHeaders implements Http1ConnectionListener, AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /// Who reads headers, and since when. Whoever takes an entry out may say how it ends.
    private final Map<Thread, Long> reading = new ConcurrentHashMap<>();

    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("slow-headers").factory());

    SlowHeaders() {
        var _ =
                looks.scheduleWithFixedDelay(
                        this::look,
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        reading.put(Thread.currentThread(), System.nanoTime());
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        if (reading.remove(Thread.currentThread()) == null) {
            // They came in the last moment, and the interruption is on its way.
            throw new CloseConnectionException("the headers were too slow");
        }
    }

    /// Of those whose request was refused before its end the thread has ended.
    private void look() {
        long now = System.nanoTime();
        reading.forEach((thread, since) -> {
            if (now - since >= MOST.toNanos() && reading.remove(thread, since)) {
                thread.interrupt();
            }
        });
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
