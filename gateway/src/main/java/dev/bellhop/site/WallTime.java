package dev.bellhop.site;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A time of the day as people write it, and as minutes.
final class WallTime {
    /// `9`, `9:00`, `09.30`, `9h30`, `9 am`, `5:30pm`.
    private static final Pattern TIME =
            Pattern.compile("([0-9]{1,2})(?:[:.h]([0-9]{2}))?\\s*(?:([ap])\\.?m\\.?)?");

    private WallTime() {}

    /// The minutes since midnight, up to 24:00; empty when it is no time.
    static OptionalInt read(String text) {
        var found = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return OptionalInt.empty();
        }
        int hour = Integer.parseInt(found.group(1));
        int minute = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        if (found.group(3) != null) {
            if (hour < 1 || hour > 12) {
                return OptionalInt.empty();
            }
            hour = hour % 12 + (found.group(3).equals("p") ? 12 : 0);
        }
        int minutes = hour * 60 + minute;
        return minute > 59 || minutes > Hours.Span.MIDNIGHT
                ? OptionalInt.empty()
                : OptionalInt.of(minutes);
    }

    /// Such as `9:00`.
    static String words(int minutes) {
        return String.format(Locale.ROOT, "%d:%02d", minutes / 60, minutes % 60);
    }
}
