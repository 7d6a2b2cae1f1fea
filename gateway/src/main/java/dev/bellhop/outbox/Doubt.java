package dev.bellhop.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How often a try is repeated that had no answer. It may have worked each time, so that the same
/// person may have the same message each time: every look waits twice as long as the one before,
/// and after the last a person decides.
public final class Doubt {
    private static final int TRIES_MAX = 8;
    private static final Duration WAIT_MAX = Duration.ofHours(1);

    private Doubt() {}

    /// What follows a try without an answer.
    ///
    /// @param wait how long news may take about a first try
    /// @return empty when there were enough of them
    public static Optional<Settlement.End> after(Job job, Instant now, Duration wait, String why) {
        int before = job.attempts();
        if (before + 1 >= TRIES_MAX) {
            return Optional.empty();
        }
        var longer = wait.multipliedBy(1L << before);
        var limit = wait.compareTo(WAIT_MAX) > 0 ? wait : WAIT_MAX;
        return Optional.of(
                new Settlement.End.Unsure(
                        now.plus(longer.compareTo(limit) < 0 ? longer : limit), why));
    }
}
