package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Collectors;

final class SnoozeTimesTest {
    private static final SnoozeTimes TIMES = new SnoozeTimes(ZoneId.of("Europe/Lisbon"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a Friday in winter, when Lisbon is on UTC
                "2026-11-27T10:07:30Z | Later today 2026-11-27T13:30:00Z; Tomorrow morning"
                        + " 2026-11-28T09:00:00Z; Next week 2026-11-30T09:00:00Z",
                "2026-11-27T10:00:00Z | Later today 2026-11-27T13:00:00Z; Tomorrow morning"
                        + " 2026-11-28T09:00:00Z; Next week 2026-11-30T09:00:00Z",
                "2026-11-27T22:00:00Z | Tomorrow morning 2026-11-28T09:00:00Z; Next week"
                        + " 2026-11-30T09:00:00Z",
                // on a Sunday tomorrow is next week
                "2026-11-29T22:00:00Z | Tomorrow morning 2026-11-30T09:00:00Z",
                // the night in which summer begins
                "2026-03-28T12:00:00Z | Later today 2026-03-28T15:00:00Z; Tomorrow morning"
                        + " 2026-03-29T08:00:00Z; Next week 2026-03-30T08:00:00Z"
            })
    void offersWhatIsOftenWanted(String now, String offers) {
        assertThat(
                        TIMES.offers(Instant.parse(now)).stream()
                                .map(it -> it.name() + " " + it.at())
                                .collect(Collectors.joining("; ")))
                .isEqualTo(offers);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "2026-11-27T16:30, 2026-11-27T16:30:00Z",
                "2026-07-01T16:30, none",
                "2026-06-30T16:30:15, none",
                // an hour that there is not: the clock goes from 1:00 to 2:00
                "2027-03-28T01:30, 2027-03-28T01:30:00Z",
                "2028-01-01T00:00, none",
                "tomorrow, none",
                "'', none"
            })
    void readsATimeOfTheTeamsOwnClock(String entered, String instant) {
        var now = Instant.parse("2026-11-27T10:00:00Z");
        assertThat(
                        TIMES.entered(entered, now)
                                .filter(at -> at.isAfter(now))
                                .map(Instant::toString)
                                .orElse(null))
                .isEqualTo(instant);
    }
}
