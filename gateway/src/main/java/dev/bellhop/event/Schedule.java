package dev.bellhop.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When an event is posted again that did not get there, and when it is given up.
final class Schedule {
    /// After an event was put in line it is tried for so long.
    static final Duration LIFE = Duration.ofDays(3);

    /// An endpoint that takes nothing for so long is switched off.
    static final Duration PATIENCE = Duration.ofDays(5);

    /// And only once one event was tried so often: where little happens, the last word of it may be
    /// days old.
    static final int TRIES_BEFORE_OFF = 5;

    /// After so many tries an event that is refused by an endpoint that takes others is put aside.
    static final int TRIES_IN_LINE = 3;

    /// Nobody may ask for more than that.
    private static final Duration ASKED_MAX = Duration.ofDays(1);

    private static final List<Duration> WAITS =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4));

    private Schedule() {}

    /// The wait after a number of tries, of which the last is the longest from then on: up to a
    /// fifth more, so that what failed together does not come together again.
    static Duration after(int tries, Optional<Duration> asked, RandomGenerator random) {
        var wait = WAITS.get(Math.min(Math.max(tries, 1), WAITS.size()) - 1);
        var jittered = wait.plusMillis(random.nextLong(wait.toMillis() / 5 + 1));
        return asked.map(it -> it.compareTo(ASKED_MAX) > 0 ? ASKED_MAX : it)
                .filter(it -> it.compareTo(jittered) > 0)
                .orElse(jittered);
    }

    /// Whether an event that was put in line then is given up rather than tried at a time.
    static boolean isOver(Instant queuedAt, Instant at) {
        return at.isAfter(queuedAt.plus(LIFE));
    }
}
