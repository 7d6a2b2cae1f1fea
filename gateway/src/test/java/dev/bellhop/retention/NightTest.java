package dev.bellhop.retention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.ZoneId;

/// When it is three in the night, where clocks jump too.
final class NightTest {
    @ParameterizedTest
    @CsvSource({
        "UTC,              2026-11-27T02:59:59Z, 2026-11-26T03:00:00Z, 2026-11-27T03:00:00Z",
        "UTC,              2026-11-27T03:00:00Z, 2026-11-27T03:00:00Z, 2026-11-28T03:00:00Z",
        "UTC,              2026-11-27T12:00:00Z, 2026-11-27T03:00:00Z, 2026-11-28T03:00:00Z",
        "Europe/Madrid,    2026-03-29T00:30:00Z, 2026-03-28T02:00:00Z, 2026-03-29T01:00:00Z",
        "Europe/Madrid,    2026-10-25T01:30:00Z, 2026-10-24T01:00:00Z, 2026-10-25T02:00:00Z",
        "America/New_York, 2026-11-01T12:00:00Z, 2026-11-01T08:00:00Z, 2026-11-02T08:00:00Z",
    })
    void theLastAndTheNext(String zone, Instant now, Instant last, Instant next) {
        assertThat(Cleaning.night(now, ZoneId.of(zone), 0)).isEqualTo(last);
        assertThat(Cleaning.night(now, ZoneId.of(zone), 1)).isEqualTo(next);
    }
}
