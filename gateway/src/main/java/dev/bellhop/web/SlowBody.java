package dev.bellhop.web;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A time within which a request's body must have come. When it is over the reading thread is
/// interrupted, which closes the connection: Helidon has no deadline of its own for a body.
public final class SlowBody implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Thread reader = Thread.currentThread();
    private boolean over;
    private boolean rang;

    private SlowBody() {}

    /// Begins to watch the thread that calls, until it closes the watch.
    public static SlowBody watch(Duration most) {
        var watch = new SlowBody();
        var _ = TIMER.schedule(watch::ring, most.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private synchronized void ring() {
        if (!over) {
            over = true;
            rang = true;
            reader.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        if (rang) {
            boolean _ = Thread.interrupted();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        return new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("slow-uploads").factory());
    }
}
