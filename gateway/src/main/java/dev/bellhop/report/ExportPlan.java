package dev.bellhop.report;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/// Which reports are written to a folder by themselves, and when.
///
/// @param folder must be on a disk of this machine
/// @param reports by their names
/// @param format `csv`, `json` or `jsonl`
/// @param every what one file covers; it is written when that is over
/// @param hour of the day after it, 0 to 23, on the clock of `zone`
public record ExportPlan(
        Path folder, List<String> reports, String format, Every every, int hour, ZoneId zone) {
    /// What one file covers: a day, a week from Monday, or a month.
    public enum Every {
        DAY,
        WEEK,
        MONTH
    }

    /// @throws IllegalArgumentException when there is no such report or format
    public ExportPlan {
        reports = List.copyOf(reports);
        if (reports.isEmpty() || !reports.stream().allMatch(it -> Report.named(it).isPresent())) {
            throw new IllegalArgumentException("there is no such report: " + reports);
        }
        if (Format.named(format).isEmpty()) {
            throw new IllegalArgumentException("there is no such format: " + format);
        }
    }

    /// The last one that is over, whether its hour has come or not.
    Period over(Instant now) {
        return before(now.atZone(zone).toLocalDate());
    }

    /// The last one whose hour has come.
    Period due(Instant now) {
        var over = over(now);
        var since = over.to().plusDays(1).atTime(hour, 0).atZone(zone).toInstant();
        return now.isBefore(since) ? before(over.from()) : over;
    }

    /// The one that comes after another.
    Period after(Period period) {
        var first = period.to().plusDays(1);
        return new Period(first, next(first).minusDays(1), zone);
    }

    /// The last one that is over when a day begins.
    private Period before(LocalDate day) {
        var end = first(day);
        return new Period(first(end.minusDays(1)), end.minusDays(1), zone);
    }

    private LocalDate first(LocalDate day) {
        return switch (every) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private LocalDate next(LocalDate first) {
        return switch (every) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
        };
    }
}
