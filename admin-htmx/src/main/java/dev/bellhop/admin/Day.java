package dev.bellhop.admin;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The chip that opens a day in a thread.
public record Day(LocalDate date, String words) {
    private static final DateTimeFormatter WEEKDAY = formatter("EEEE");
    private static final DateTimeFormatter DATE = formatter("EEEE, d MMMM");
    private static final DateTimeFormatter DATE_AND_YEAR = formatter("d MMMM uuuu");

    /// Today, Yesterday, Tuesday, Friday, 12 September, 12 September 2025.
    public static Day of(LocalDate date, LocalDate today) {
        if (date.equals(today)) {
            return new Day(date, "Today");
        }
        if (date.equals(today.minusDays(1))) {
            return new Day(date, "Yesterday");
        }
        if (date.isBefore(today) && date.isAfter(today.minusDays(7))) {
            return new Day(date, WEEKDAY.format(date));
        }
        var format = date.getYear() == today.getYear() ? DATE : DATE_AND_YEAR;
        return new Day(date, format.format(date));
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
