package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// How fast a number may send.
final class PaceTest {
    private long now;

    private final TimeMeter time =
            new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return now;
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            };

    private void pass(Duration duration) {
        now += duration.toNanos();
    }

    @Test
    void turnsAreAsFarApartAsTheRateAsks() {
        var pace = new Pace(80, time);
        int atOnce = 0;
        while (pace.turn().orElseThrow().isZero()) {
            atOnce++;
        }
        assertThat(atOnce).isEqualTo(10);
        var next = pace.turn().orElseThrow();
        assertThat(next).isEqualTo(Duration.ofSeconds(2).dividedBy(80));
    }

    @Test
    void whoWouldWaitLongTakesNoTurn() {
        var pace = new Pace(10, time);
        int turns = 0;
        while (pace.turn().isPresent()) {
            turns++;
        }
        assertThat(turns).as("two seconds' worth, and the first").isBetween(20, 22);
        pass(Duration.ofSeconds(1));
        assertThat(pace.turn()).isPresent();
    }

    @Test
    void tooFastHalvesTheRateAndQuietBringsItBack() {
        var pace = new Pace(80, time);
        pace.tooFast();
        pace.tooFast();
        assertThat(pace.perSecond()).as("calls under way together are one sign").isEqualTo(40);
        pass(Duration.ofSeconds(3));
        pace.tooFast();
        assertThat(pace.perSecond()).isEqualTo(20);
        pass(Duration.ofSeconds(29));
        assertThat(pace.perSecond()).isEqualTo(20);
        pass(Duration.ofSeconds(1));
        assertThat(pace.perSecond()).isEqualTo(40);
        pass(Duration.ofSeconds(30));
        assertThat(pace.perSecond()).isEqualTo(80);
        pass(Duration.ofHours(1));
        assertThat(pace.perSecond()).isEqualTo(80);
    }

    @Test
    void whatMetaAllowsFromNowOnCountsAtOnceAndASlowedNumberComesBackToIt() {
        var pace = new Pace(80, time);
        pace.normal(1_000);
        assertThat(pace.perSecond()).isEqualTo(1_000);
        pace.tooFast();
        pace.normal(20);
        assertThat(pace.perSecond()).as("never above what is allowed").isEqualTo(20);
        pass(Duration.ofSeconds(3));
        pace.tooFast();
        assertThat(pace.perSecond()).isEqualTo(10);
        pace.normal(80);
        assertThat(pace.perSecond()).as("too fast stays too fast").isEqualTo(10);
        assertThat(pace.normal()).isEqualTo(80);
        pass(Duration.ofSeconds(30));
        assertThat(pace.perSecond()).isEqualTo(20);
    }

    @Test
    void itNeverComesToAStandstill() {
        var pace = new Pace(3, time);
        for (int i = 0; i < 10; i++) {
            pace.tooFast();
            pass(Duration.ofSeconds(3));
        }
        pace.tooFast();
        assertThat(pace.perSecond()).isEqualTo(1);
        pass(Duration.ofSeconds(5));
        assertThat(pace.turn()).hasValue(Duration.ZERO);
    }
}
