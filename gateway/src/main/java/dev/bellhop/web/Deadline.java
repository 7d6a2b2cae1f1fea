package dev.bellhop.web;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A time within which the calling thread must be done with something. When it is over the thread
/// is interrupted, which closes the socket that it reads or writes, if it is a virtual one.
/// Time-outs of sockets are for one read each, and who sends a byte now and then never meets one;
/// Helidon's for idle connections looks between requests only.
///
/// It is for threads that nobody else interrupts, and not for use within another: the end of one
/// ends whatever interruption there is.
public final class Deadline implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Thread hurried = Thread.currentThread();
    private final Future<?> alarm;
    private boolean over;
    private boolean passed;

    private Deadline(Duration most) {
        this.alarm = TIMER.schedule(this::pass, most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Begins to watch the thread that calls, until it closes the watch.
    public static Deadline in(Duration most) {
        return new Deadline(most);
    }

    private synchronized void pass() {
        if (!over) {
            over = true;
            passed = true;
            hurried.interrupt();
        }
    }

    /// Whether the time was over before the watch was closed.
    public synchronized boolean passed() {
        return passed;
    }

    /// Ends the watch, and the interruption if there was one.
    @Override
    public synchronized void close() {
        over = true;
        alarm.cancel(false);
        if (passed) {
            boolean _ = Thread.interrupted();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
