package dev.bellhop.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When a business is open, through summer and winter.
final class HoursTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

    /// Weekdays with a break, Saturday through midnight; closed at Christmas, which is a Friday.
    private static final Hours SHOP =
            new Hours(
                    MADRID,
                    List.of(
                            span(1, "09:00", "14:00"),
                            span(1, "16:00", "20:00"),
                            span(5, "09:00", "14:00"),
                            span(6, "22:00", "24:00"),
                            span(7, "00:00", "02:30")),
                    Set.of(LocalDate.of(2026, 12, 25)));

    private static Hours.Span span(int day, String from, String to) {
        return new Hours.Span(DayOfWeek.of(day), minute(from), minute(to));
    }

    private static int minute(String time) {
        return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
    }

    @ParameterizedTest
    @CsvSource({
        // Mondays in summer, two hours before Greenwich, and in winter, one hour.
        "2026-07-06T06:59:59Z, false",
        "2026-07-06T07:00:00Z, true",
        "2026-07-06T11:59:59Z, true",
        "2026-07-06T12:00:00Z, false",
        "2026-07-06T14:00:00Z, true",
        "2026-01-05T07:00:00Z, false",
        "2026-01-05T08:00:00Z, true",
        "2026-01-05T18:59:59Z, true",
        "2026-01-05T19:00:00Z, false",
        // A Friday like others, and Christmas.
        "2026-12-18T09:00:00Z, true",
        "2026-12-25T09:00:00Z, false",
        // Through midnight.
        "2026-01-10T22:59:59Z, true",
        "2026-01-10T23:00:00Z, true",
        "2026-01-11T01:29:59Z, true",
        "2026-01-11T01:30:00Z, false",
        // In the night of 29 March the clock goes from 02:00 to 03:00: the last half hour is none.
        "2026-03-29T00:59:59Z, true",
        "2026-03-29T01:00:00Z, false",
        // In the night of 25 October 02:00 to 03:00 comes twice, and counts twice.
        "2026-10-25T00:29:59Z, true",
        "2026-10-25T00:30:00Z, false",
        "2026-10-25T00:59:59Z, false",
        "2026-10-25T01:00:00Z, true",
        "2026-10-25T01:30:00Z, false"
    })
    void theWallClockDecides(Instant moment, boolean open) {
        assertThat(SHOP.isOpenAt(moment)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-06T07:00:00Z, 2026-07-06T07:00:00Z",
        "2026-07-06T06:00:00Z, 2026-07-06T07:00:00Z",
        "2026-07-06T12:00:00Z, 2026-07-06T14:00:00Z",
        "2026-07-06T18:00:00Z, 2026-07-10T07:00:00Z",
        "2026-12-21T19:00:00Z, 2026-12-26T21:00:00Z",
        "2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z",
        "2026-10-25T01:30:00Z, 2026-10-26T08:00:00Z"
    })
    void theNextOpeningIsTold(Instant moment, Instant opening) {
        assertThat(SHOP.nextOpening(moment)).hasValue(opening);
    }

    @Test
    void aSpanWhoseBeginningIsSkippedBeginsWithTheJump() {
        var hours = new Hours(MADRID, List.of(span(7, "02:30", "05:00")), Set.of());
        assertThat(hours.nextOpening(Instant.parse("2026-03-28T12:00:00Z")))
                .hasValue(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void aSpanThatIsSkippedIsNotOpenThatDay() {
        var hours = new Hours(MADRID, List.of(span(7, "02:00", "03:00")), Set.of());
        assertThat(hours.nextOpening(Instant.parse("2026-03-28T12:00:00Z")))
                .hasValue(Instant.parse("2026-04-05T00:00:00Z"));
    }

    @Test
    void whoNeverOpensHasNoNextOpening() {
        var never = new Hours(MADRID, List.of(), Set.of());
        assertThat(never.nextOpening(Instant.EPOCH)).isEqualTo(Optional.empty());
    }
}
