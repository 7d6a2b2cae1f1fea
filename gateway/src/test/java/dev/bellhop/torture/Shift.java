package dev.bellhop.torture;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How long everybody works: first there is load, then what was begun is brought to its end, then
/// all go home.
final class Shift {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final CountDownLatch load = new CountDownLatch(1);
    private final CountDownLatch all = new CountDownLatch(1);

    /// Whether new things are begun.
    boolean isBusy() {
        return load.getCount() > 0;
    }

    /// Whether anything is done at all.
    boolean isOn() {
        return all.getCount() > 0;
    }

    void endLoad() {
        load.countDown();
    }

    void end() {
        load.countDown();
        all.countDown();
    }

    /// A pause between two deeds.
    ///
    /// @return whether there is still load after it
    boolean rests(long millis) {
        return !over(load, millis);
    }

    /// A pause before something is tried again.
    ///
    /// @return whether it is still to be tried
    boolean waits(long millis) {
        return !over(all, millis);
    }

    private static boolean over(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Waits for something that others bring about.
    ///
    /// @return whether it came about in time
    static boolean await(Duration max, BooleanSupplier condition) {
        long deadline = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }
}
