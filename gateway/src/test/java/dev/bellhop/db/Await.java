package dev.bellhop.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that other threads bring about, and fails when it takes too long.
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private Await() {}

    /// Waits until there is a value.
    public static <T> T value(String what, Supplier<Optional<T>> source) {
        var found = new ArrayList<T>(1);
        until(what, () -> source.get().map(found::add).orElse(false));
        return found.getFirst();
    }

    /// Waits until the condition holds.
    ///
    /// @param condition asked again and again; while the database is away it does not hold
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /// The same for what takes its time.
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Waits until the database answers again: connections that broke unnoticed are found out one
    /// by one.
    public static void untilBack(Database database) {
        until("the database is back", () -> !database.version().isEmpty());
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (DatabaseAway notYet) {
            return false;
        }
    }
}
