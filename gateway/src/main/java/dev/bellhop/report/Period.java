package dev.bellhop.report;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Whole days on somebody's clock, of 23, 24 or 25 hours as the clock has them.
///
/// @param from the first day
/// @param to the last day, which is in it
public record Period(LocalDate from, LocalDate to, ZoneId zone) {
    /// Three years; what is longer is asked for in parts.
    private static final long DAYS_MAX = 3 * 366;

    private static final int USUAL_DAYS = 30;

    /// @throws Refusal `invalid` when it ends before it begins, or is too long
    public Period {
        if (to.isBefore(from)) {
            throw Refusal.of(Code.INVALID, "The last day comes before the first.");
        }
        if (ChronoUnit.DAYS.between(from, to) >= DAYS_MAX) {
            throw Refusal.of(Code.INVALID, "A report covers three years at most.");
        }
    }

    /// Reads what is asked for: two days, of which either may be missing, and a zone.
    ///
    /// @param otherwise the zone when none is named
    /// @throws Refusal `invalid` in words
    static Period read(
            Optional<String> from,
            Optional<String> to,
            Optional<String> zone,
            ZoneId otherwise,
            Instant now) {
        var place = zone.map(Period::zone).orElse(otherwise);
        var today = now.atZone(place).toLocalDate();
        var last = to.map(Period::day).orElse(today);
        var first = from.map(Period::day).orElseGet(() -> last.minusDays(USUAL_DAYS - 1L));
        return new Period(first, last, place);
    }

    private static LocalDate day(String text) {
        try {
            var day = LocalDate.parse(text.strip());
            if (day.getYear() < 1970 || day.getYear() > 9_000) {
                throw Refusal.of(Code.INVALID, text.strip() + " is not a day of ours.");
            }
            return day;
        } catch (DateTimeParseException e) {
            throw Refusal.of(Code.INVALID, "A day is written as 2026-03-31.");
        }
    }

    private static ZoneId zone(String name) {
        try {
            var zone = ZoneId.of(name.strip());
            if (ZoneId.getAvailableZoneIds().contains(zone.getId())) {
                return zone;
            }
        } catch (DateTimeException unknown) {
            // Told below.
        }
        throw Refusal.of(Code.INVALID, "A zone is named as in Europe/Lisbon or Etc/UTC.");
    }

    /// How many days.
    public int days() {
        return (int) ChronoUnit.DAYS.between(from, to) + 1;
    }

    /// As many days just before.
    public Period before() {
        return new Period(from.minusDays(days()), from.minusDays(1), zone);
    }

    Instant begins() {
        return from.atStartOfDay(zone).toInstant();
    }

    /// The first moment after it.
    Instant ends() {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
