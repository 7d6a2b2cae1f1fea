package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

final class BackoffTest {
    private static final Backoff USUAL = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Property(seed = "42")
    void aWaitIsAboveNothingAndNeverAboveTheCeiling(
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 1_000_000) long firstMillis,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 1_000_000) long ceilingMillis,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int attempts,
            @ForAll long seed) {
        var backoff = new Backoff(Duration.ofMillis(firstMillis), Duration.ofMillis(ceilingMillis));
        assertThat(backoff.after(attempts, Optional.empty(), new Random(seed)))
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMillis(ceilingMillis));
    }

    @Property(seed = "42")
    void theLongestWaitDoublesWithEachTry(
            @ForAll @IntRange(max = 8) int attempts, @ForAll long seed) {
        assertThat(USUAL.after(attempts, Optional.empty(), new Random(seed)))
                .isBetween(Duration.ofMillis(100L << attempts), Duration.ofSeconds(1L << attempts));
    }

    @Property(seed = "42")
    void itIsNeverLessThanMetaAskedFor(
            @ForAll @IntRange(max = 30) int attempts,
            @ForAll @LongRange(min = 1, max = 10_000_000) long hintMillis,
            @ForAll long seed) {
        var hint = Duration.ofMillis(hintMillis);
        assertThat(USUAL.after(attempts, Optional.of(hint), new Random(seed)))
                .isGreaterThanOrEqualTo(hint);
    }

    @Example
    void twoThatFailTogetherDoNotComeBackTogether() {
        var random = new Random(1);
        var one = USUAL.after(6, Optional.empty(), random);
        var other = USUAL.after(6, Optional.empty(), random);
        assertThat(one).isNotEqualTo(other);
    }
}
