package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.site.Hours;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be expected of an answer, by the clock and by who is there.
final class PresencesTest {
    private static final Hours MONDAYS =
            new Hours(
                    ZoneOffset.UTC,
                    List.of(new Hours.Span(DayOfWeek.MONDAY, 9 * 60, 17 * 60)),
                    Set.of());

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:00:00Z, 1, ONLINE",
        "2026-03-02T09:00:00Z, 0, AWAY",
        "2026-03-02T17:00:00Z, 3, CLOSED",
        "2026-03-02T17:00:00Z, 0, CLOSED"
    })
    void hoursComeFirst(Instant now, int agents, Presence presence) {
        assertThat(Presence.of(Optional.of(MONDAYS), agents, now)).isEqualTo(presence);
    }

    @ParameterizedTest
    @CsvSource({"1, ONLINE", "0, AWAY"})
    void withoutHoursItIsNeverClosed(int agents, Presence presence) {
        assertThat(Presence.of(Optional.empty(), agents, Instant.EPOCH)).isEqualTo(presence);
    }
}
