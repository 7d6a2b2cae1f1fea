package dev.bellhop.admin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A moment as a machine reads it and as the page says it.
public record Stamp(Instant at, String words) {
    private static final DateTimeFormatter CLOCK = formatter("HH:mm");
    private static final DateTimeFormatter WEEKDAY = formatter("EEE");
    private static final DateTimeFormatter DATE = formatter("d MMM");
    private static final DateTimeFormatter DATE_AND_YEAR = formatter("d MMM uuuu");

    /// The time of day: 10:46.
    public static Stamp clock(Instant at, ZoneId zone) {
        return new Stamp(at, CLOCK.format(at.atZone(zone)));
    }

    /// As short as it stays clear, seen from now: 10:46, Tue, 12 Sep, 12 Sep 2025.
    public static Stamp recent(Instant at, Instant now, ZoneId zone) {
        var moment = at.atZone(zone);
        var today = now.atZone(zone).toLocalDate();
        var day = moment.toLocalDate();
        if (day.equals(today)) {
            return clock(at, zone);
        }
        if (day.isBefore(today) && day.isAfter(today.minusDays(7))) {
            return new Stamp(at, WEEKDAY.format(moment));
        }
        var format = day.getYear() == today.getYear() ? DATE : DATE_AND_YEAR;
        return new Stamp(at, format.format(moment));
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
