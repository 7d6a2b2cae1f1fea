package dev.bellhop.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

final class TallyTest {
    private static Tally of(Map<Integer, Long> counts) {
        var tally = new Tally();
        counts.forEach(tally::add);
        return tally;
    }

    @Property(tries = 300, seed = "42")
    void whatIsWrittenIsRead(
            @ForAll @Size(max = 30) Map<@IntRange(min = 0, max = 1 << 26) Integer, Long> counts) {
        assertThat(Tally.read(of(counts).bytes())).isEqualTo(of(counts));
    }

    @Property(tries = 300, seed = "42")
    void whatIsTakenOutAgainWasNeverThere(
            @ForAll
                    Map<@IntRange(min = 0, max = 5_000) Integer, @LongRange(min = 0, max = 9) Long>
                            there,
            @ForAll
                    Map<@IntRange(min = 0, max = 5_000) Integer, @LongRange(min = 0, max = 9) Long>
                            other) {
        var tally = of(there);
        tally.add(of(other), 1);
        tally.add(of(other).bytes(), -1);
        assertThat(tally).isEqualTo(of(there));
    }

    @Property(tries = 300, seed = "42")
    void sharesAreReadAsTheyWereWritten(
            @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 4_000_000_000L) Long> seconds,
            @ForAll @LongRange(min = 0, max = 1L << 40) long agentId) {
        var shares = Shares.none();
        for (long at : seconds) {
            shares.at(Instant.ofEpochSecond(at), agentId).add(Measure.TEAM_MESSAGES, 1);
            shares.at(Instant.ofEpochSecond(at), 0).add(Measure.VISITOR_MESSAGES, 2);
        }
        assertThat(Shares.read(shares.bytes())).isEqualTo(shares);
    }

    /// The bucket of the middle one stands for it within 2 %, whichever times there are.
    @Property(tries = 300, seed = "42")
    void theMedianIsRightWithinTwoPercent(
            @ForAll @Size(min = 1, max = 60)
                    List<@LongRange(min = 1_000, max = 90_000_000_000L) Long> millis) {
        var tally = new Tally();
        millis.forEach(it -> tally.add(Measure.Span.RESOLUTION, it));
        var totals = new Totals();
        totals.add(tally.bytes());
        var sorted = millis.stream().mapToLong(it -> it).sorted().toArray();
        double median = sorted[(sorted.length + 1) / 2 - 1] / 1_000.0;
        double p90 = sorted[(int) Math.ceil(0.9 * sorted.length) - 1] / 1_000.0;
        var times = totals.resolution();
        assertThat(times.median().orElseThrow()).isCloseTo(median, within(median * 0.0201));
        assertThat(times.p90().orElseThrow()).isCloseTo(p90, within(p90 * 0.0201));
        assertThat(times.average().orElseThrow())
                .isEqualTo(Arrays.stream(sorted).sum() / 1_000.0 / sorted.length);
    }

    @Test
    void whatTakesLongerThanThereAreBucketsIsInTheLast() {
        assertThat(Scale.bucket(Long.MAX_VALUE / 2)).isEqualTo(Scale.BUCKETS - 1);
        assertThat(Scale.bucket(0)).isZero();
        assertThat(Scale.bucket(999)).isZero();
        assertThat(Scale.bucket(1_000)).isEqualTo(1);
    }
}
