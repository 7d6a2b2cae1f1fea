package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.meter.Meters;
import dev.bellhop.outbox.MovedClock;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/// What is told of each hour.
final class HourlyFiguresTest {
    private final Database database = Database.open(TestDatabase.fresh());
    private final MovedClock clock = new MovedClock();
    private final HourlyFigures figures =
            new HourlyFigures(database, new DoorMeter(new Meters()), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDayHas24HoursAndThoseWithoutAnythingAreEmpty() {
        var day = figures.day(OptionalLong.empty());
        assertThat(day).hasSize(24);
        assertThat(day.getLast().hour()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.HOURS));
        assertThat(day).allMatch(hour -> hour.accepted() == 0 && hour.p50Millis().isEmpty());
    }

    @Test
    void whatWasWrittenBeforeAndWhatIsNewAreAddedUpByHourAndChannel() {
        figures.came(1, Verdict.ACCEPTED);
        figures.came(1, Verdict.NOT_JSON);
        clock.move(Duration.ofHours(2));
        figures.came(1, Verdict.ACCEPTED);
        figures.write();
        figures.came(1, Verdict.ACCEPTED);
        figures.came(2, Verdict.UNKNOWN);
        figures.came(2, Verdict.BAD_SIGNATURE);
        figures.ended(2, false, Duration.ofMillis(3));
        var all = figures.day(OptionalLong.empty());
        assertThat(all.get(21).accepted()).isEqualTo(1);
        assertThat(all.get(21).rejected()).isEqualTo(1);
        assertThat(all.getLast().accepted()).isEqualTo(2);
        assertThat(all.getLast().unknown()).isEqualTo(1);
        assertThat(all.getLast().rejected()).isEqualTo(1);
        assertThat(all.getLast().failed()).isEqualTo(1);
        var first = figures.day(OptionalLong.of(1)).getLast();
        assertThat(first.accepted()).isEqualTo(2);
        assertThat(first.unknown() + first.rejected() + first.failed()).isZero();
    }

    @Test
    void timesAreToldWithinAFewPerCent() {
        for (int millis = 1; millis <= 1_000; millis++) {
            figures.ended(1, true, Duration.ofMillis(millis));
        }
        figures.ended(1, true, Duration.ofDays(30));
        var hour = figures.day(OptionalLong.empty()).getLast();
        assertThat(hour.p50Millis().orElseThrow()).isCloseTo(500L, Percentage.withPercentage(10));
        assertThat(hour.p99Millis().orElseThrow()).isCloseTo(990L, Percentage.withPercentage(10));
    }

    @Test
    void oldHoursAreForgotten() {
        figures.came(1, Verdict.ACCEPTED);
        figures.write();
        clock.move(Duration.ofHours(3));
        figures.came(1, Verdict.ACCEPTED);
        figures.write();
        figures.remove(clock.instant().minus(Duration.ofHours(1)));
        assertThat(figures.day(OptionalLong.empty()))
                .filteredOn(hour -> hour.accepted() > 0)
                .singleElement()
                .isEqualTo(figures.day(OptionalLong.empty()).getLast());
    }
}
