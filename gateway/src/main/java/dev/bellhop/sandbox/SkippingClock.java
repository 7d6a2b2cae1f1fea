package dev.bellhop.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Meta's own reckoning of windows and budgets, which can be moved ahead. Times on the wire stay
/// true: a notification from tomorrow would be a fault of the sandbox.
final class SkippingClock {
    private final Clock clock;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    SkippingClock(Clock clock) {
        this.clock = clock;
    }

    /// The true time.
    Instant wire() {
        return clock.instant();
    }

    /// The time by which windows and budgets are reckoned.
    Instant reckoned() {
        return clock.instant().plus(ahead.get());
    }

    void skip(Duration by) {
        ahead.updateAndGet(now -> now.plus(by));
    }

    Duration ahead() {
        return ahead.get();
    }

    void reset() {
        ahead.set(Duration.ZERO);
    }
}
