package dev.bellhop.story;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a condition, with a limit: the only way in which these tests wait.
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Await() {}

    /// Waits until there is a value.
    public static <T> T value(String what, Supplier<Optional<T>> source) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            var value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "did not happen within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// Waits until it is so.
    public static void until(String what, BooleanSupplier condition) {
        var _ = value(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
