package dev.bellhop.web;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A time within which a request's body must have come. When it is over the reading thread is
/// interrupted, which closes the connection: Helidon has no deadline of its own for a body, its
/// idle time-out looks between requests only.
public final class SlowBody implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Thread reader = Thread.currentThread();
    private final Future<?> alarm;
    private boolean over;
    private boolean rang;

    private SlowBody(Duration most) {
        this.alarm = TIMER.schedule(this::ring, most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Begins to watch the thread that calls, until it closes the watch.
    public static SlowBody watch(Duration most) {
        return new SlowBody(most);
    }

    private synchronized void ring() {
        if (!over) {
            over = true;
            rang = true;
            reader.interrupt();
        }
    }

    /// Whether the time was over before the watch was closed.
    synchronized boolean rang() {
        return rang;
    }

    /// Ends the watch, and the interruption if there was one.
    @Override
    public synchronized void close() {
        over = true;
        alarm.cancel(false);
        if (rang) {
            boolean _ = Thread.interrupted();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("slow-bodies").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
