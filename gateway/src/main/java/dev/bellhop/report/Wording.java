package dev.bellhop.report;

import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;

/// Figures as people read them.
final class Wording {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.UK);
    private static final DateTimeFormatter LONG_DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.UK);

    private Wording() {}

    static String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.UK).format(number);
    }

    /// "48s", "1m 48s", "2h 05m", "3d 4h"; a dash where there is none.
    static String time(OptionalDouble seconds) {
        if (seconds.isEmpty()) {
            return "–";
        }
        long all = Math.round(seconds.getAsDouble());
        if (all < 60) {
            return all + "s";
        }
        if (all < 3_600) {
            return "%dm %02ds".formatted(all / 60, all % 60);
        }
        if (all < 86_400) {
            return "%dh %02dm".formatted(all / 3_600, all % 3_600 / 60);
        }
        return "%dd %dh".formatted(all / 86_400, all % 86_400 / 3_600);
    }

    /// The same beside a line of a chart, where every one is whole.
    static String span(double seconds) {
        if (seconds < 120) {
            return Math.round(seconds) + "s";
        }
        if (seconds < 7_200) {
            return Math.round(seconds / 60) + "m";
        }
        return seconds < 172_800
                ? Math.round(seconds / 3_600) + "h"
                : Math.round(seconds / 86_400) + "d";
    }

    /// A count beside a line of a chart, where there is no room for more: "2,500", "40k", "1.5m".
    static String scale(double count) {
        if (count < 10_000) {
            return number(Math.round(count));
        }
        return count < 1_000_000 ? shortly(count / 1_000) + "k" : shortly(count / 1_000_000) + "m";
    }

    private static String shortly(double count) {
        return count == Math.rint(count)
                ? number(Math.round(count))
                : String.format(Locale.UK, "%.1f", count);
    }

    /// "1 label", "2 labels".
    static String count(long count, String one, String many) {
        return number(count) + " " + (count == 1 ? one : many);
    }

    static String rating(OptionalDouble rating) {
        return rating.isPresent() ? String.format(Locale.UK, "%.1f", rating.getAsDouble()) : "–";
    }

    /// "41%"; nothing where there is no whole.
    static String part(long part, long whole) {
        return whole == 0 ? "" : Math.round(100.0 * part / whole) + "%";
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String days(Period period) {
        if (period.days() == 1) {
            return LONG_DAY.format(period.from());
        }
        boolean oneYear = period.from().getYear() == period.to().getYear();
        return (oneYear ? DAY : LONG_DAY).format(period.from())
                + " – "
                + LONG_DAY.format(period.to());
    }

    /// "in 30 days", "on that day".
    static String length(Period period) {
        return period.days() == 1 ? "on one day" : "in " + number(period.days()) + " days";
    }

    /// "11% more than the 30 before", or nothing where there is nothing to compare with.
    static String compared(long now, long before, Period period) {
        if (before == 0) {
            return "";
        }
        long change = Math.round(100.0 * (now - before) / before);
        if (change > 1_000) {
            return ""; // there was next to nothing
        }
        var than = period.days() == 1 ? "the day before" : "the " + period.days() + " before";
        if (change == 0) {
            return "as many as " + than;
        }
        return Math.abs(change) + "% " + (change > 0 ? "more" : "fewer") + " than " + than;
    }
}
