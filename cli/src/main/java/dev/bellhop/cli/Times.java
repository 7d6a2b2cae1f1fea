package dev.bellhop.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Moments as they are written on a command line.
final class Times {
    /// What a command says of an option that takes one.
    static final String WORDS = "24h or 7d ago, a day like 2026-11-20, or a time with its zone.";

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhdw])");

    private Times() {}

    /// How long something is that is written like `24h`; empty for what is none.
    static Optional<Duration> span(String text) {
        var span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                });
    }

    /// A span is as long ago, a day begins in UTC.
    ///
    /// @throws Failure `USAGE` for what is no time
    static Instant instant(String option, String text, Clock clock) {
        var span = span(text);
        if (span.isPresent()) {
            return clock.instant().minus(span.get());
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Failure(
                    Exit.USAGE,
                    option + " is no time: " + text + ".",
                    "A time is " + WORDS,
                    "Write it like one of these.");
        }
    }
}
