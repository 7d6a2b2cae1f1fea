package dev.bellhop.sandbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What happens to one phone, in the order of the times it is due, on a virtual thread of its own.
/// When the rules do not ask for order, steps run beside each other, at most [#BESIDE_MAX] at once.
final class Lane implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Lane.class.getName());
    private static final int STEPS_MAX = 20_000;
    private static final int BESIDE_MAX = 32;

    private record Step(long dueNanos, long sequence, Runnable work) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            if (!(other instanceof Step step)) {
                throw new IllegalArgumentException("a lane holds steps only");
            }
            int byDue = Long.signum(dueNanos - step.dueNanos);
            return byDue != 0 ? byDue : Long.compare(sequence, step.sequence);
        }
    }

    private final DelayQueue<Step> steps = new DelayQueue<>();
    private final AtomicLong sequence = new AtomicLong();
    private final Semaphore beside = new Semaphore(BESIDE_MAX);
    private final BooleanSupplier ordered;
    private final Thread thread;

    /// @param opened nothing runs before this is open
    /// @param ordered asked before each step
    Lane(String name, CountDownLatch opened, BooleanSupplier ordered) {
        this.ordered = ordered;
        this.thread = Thread.ofVirtual().name("sandbox-" + name).unstarted(() -> run(opened));
        thread.start();
    }

    /// Does the work after the delay, behind everything that is due before. Work beyond the limit
    /// is lost, with a word in the log: ask [#isFull] first.
    void after(Duration delay, Runnable work) {
        if (steps.size() >= 2 * STEPS_MAX) {
            LOG.warning("sandbox lane " + thread.getName() + " is full; a notification is lost");
            return;
        }
        steps.add(new Step(System.nanoTime() + delay.toNanos(), sequence.incrementAndGet(), work));
    }

    /// Whether no new message should be taken.
    boolean isFull() {
        return steps.size() >= STEPS_MAX;
    }

    void clear() {
        steps.clear();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run(CountDownLatch opened) {
        try {
            opened.await();
            while (true) {
                var work = steps.take().work();
                if (ordered.getAsBoolean()) {
                    attempt(work);
                } else {
                    beside.acquire();
                    Thread.startVirtualThread(() -> {
                        attempt(work);
                        beside.release();
                    });
                }
            }
        } catch (InterruptedException closed) {
            steps.clear();
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, failure, () -> "a sandbox step failed");
        }
    }
}
