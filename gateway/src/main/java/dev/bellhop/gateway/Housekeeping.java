package dev.bellhop.gateway;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What is done from time to time, one thing after the other on one thread. A task that fails is
/// logged and has its next turn like any other.
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("housekeeping").factory());

    /// Runs the task with this pause before each turn.
    Housekeeping every(Duration pause, Runnable task) {
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> attempt(task),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
        return this;
    }

    /// Runs the task soon, once.
    Housekeeping once(Runnable task) {
        timer.execute(() -> attempt(task));
        return this;
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "housekeeping is tried again later", e);
        }
    }

    /// Lets what is under way come to its end for a moment: whoever is interrupted while they ask
    /// the database break a connection.
    @Override
    public void close() {
        timer.shutdown();
        try {
            if (!timer.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                timer.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            timer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
