package dev.bellhop.visitor;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets so many in at the same time, in the order in which they came. When all visitors come back
/// at once, as after a restart, they wait here and not for a connection to the database, which
/// those need, too, who talk already.
final class Admission {
    /// Fewer than the database has connections, and enough to keep it busy.
    private static final int AT_ONCE = 8;

    /// A widget that has heard nothing for ten seconds gives up and comes again, for which all that
    /// was done for it is done once more.
    private static final Duration SIGN_EVERY = Duration.ofSeconds(4);

    private static final int SIGNS_MAX = 15;

    private final Semaphore places;
    private final Duration signEvery;
    private final int signsMax;

    /// It was nobody's turn in time: they are to come again a little later.
    static final class Crowded extends RuntimeException {
        Crowded() {
            super("too many say hello at once", null, false, false);
        }
    }

    Admission() {
        this(AT_ONCE, SIGN_EVERY, SIGNS_MAX);
    }

    Admission(int atOnce, Duration signEvery, int signsMax) {
        this.places = new Semaphore(atOnce, true);
        this.signEvery = signEvery;
        this.signsMax = signsMax;
    }

    /// Does the work when it is its turn.
    ///
    /// @param wait runs from time to time while it is not: says that they are not forgotten
    /// @throws Crowded when it was not its turn within a minute; then nothing is done
    <T> T admit(Runnable wait, Supplier<T> work) {
        for (int signs = 0; !hasPlace(); signs++) {
            if (signs == signsMax) {
                throw new Crowded();
            }
            wait.run();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private boolean hasPlace() {
        try {
            return places.tryAcquire(signEvery.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            throw new Crowded();
        }
    }
}
