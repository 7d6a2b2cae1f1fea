package dev.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

final class ScheduleTest {
    private static final Random RANDOM = new Random(7);

    private static Duration after(int tries, Duration asked) {
        return Schedule.after(tries, Optional.of(asked), RANDOM);
    }

    @Test
    void aboutTwentyTriesFitIntoThreeDays() {
        var queued = Instant.parse("2026-11-22T12:00:00Z");
        var at = queued;
        int tries = 1;
        while (!Schedule.isOver(queued, at)) {
            at = at.plus(Schedule.after(tries, Optional.empty(), RANDOM));
            tries++;
        }
        assertThat(tries).isBetween(18, 28);
    }

    @Test
    void theFirstWaitIsShortAndHasAFifthOfChance() {
        for (int i = 0; i < 100; i++) {
            assertThat(after(1, Duration.ZERO))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        }
    }

    @Test
    void whatTheOtherSideAsksForIsKeptUpToADay() {
        assertThat(after(1, Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(3));
        assertThat(after(9, Duration.ofMinutes(3))).isGreaterThan(Duration.ofHours(3));
        assertThat(after(1, Duration.ofDays(30))).isEqualTo(Duration.ofDays(1));
    }
}
