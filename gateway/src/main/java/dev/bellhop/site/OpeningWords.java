package dev.bellhop.site;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// When somebody is there again, in the words of any language that Java knows: a time for today, a
/// weekday and a time for the week that comes, else the date. English says "tomorrow at" as well,
/// for which other languages have no pattern in the JDK.
public final class OpeningWords {
    private static final int DAYS_OF_A_WEEK = 7;

    private OpeningWords() {}

    /// Such as `tomorrow at 9:00 AM`, to be read on the clock of `zone`.
    ///
    /// @param opening not before `now`
    public static String of(Instant opening, Instant now, ZoneId zone, Locale language) {
        boolean english = language.getLanguage().equals("en");
        var wall = opening.atZone(zone);
        var time =
                DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                        .withLocale(language)
                        .format(wall);
        var today = now.atZone(zone).toLocalDate();
        var day = wall.toLocalDate();
        if (day.equals(today)) {
            return english ? "at " + time : time;
        }
        if (english && day.equals(today.plusDays(1))) {
            return "tomorrow at " + time;
        }
        var date =
                day.isBefore(today.plusDays(DAYS_OF_A_WEEK))
                        ? DateTimeFormatter.ofPattern("EEEE", language)
                        : DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(language);
        return english
                ? "on " + date.format(wall) + " at " + time
                : date.format(wall) + ", " + time;
    }
}
