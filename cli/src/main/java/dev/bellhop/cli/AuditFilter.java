package dev.bellhop.cli;

import picocli.CommandLine.Option;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which entries of the audit log a command is about.
final class AuditFilter {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhdw])");

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            description = "A name, or `agent 3`, `token 2`, `system`.")
    private Optional<String> actor = Optional.empty();

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Such as site.changed, or site for all of it.")
    private Optional<String> action = Optional.empty();

    @Option(
            names = "--object",
            paramLabel = "OBJECT",
            description = "What it was done to: `site 4`, or site for all of them.")
    private Optional<String> object = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "24h or 7d ago, a day like 2026-11-20, or a time with its zone.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "The same, and before then.")
    private Optional<String> until = Optional.empty();

    /// What is asked for, as it stands in an address; begins with `&` unless it is empty.
    String query(Clock clock) {
        return part("actor", actor)
                + part("action", action)
                + part("object", object)
                + part("since", since.map(text -> time(text, clock)))
                + part("until", until.map(text -> time(text, clock)));
    }

    private static String part(String name, Optional<String> value) {
        return value.map(text -> "&" + name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
    }

    /// A span is as long ago; everything else is for the gateway to understand.
    private static String time(String text, Clock clock) {
        var span = SPAN.matcher(text);
        if (!span.matches()) {
            return text;
        }
        long count = Long.parseLong(span.group(1));
        var ago =
                switch (span.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                };
        return clock.instant().minus(ago).toString();
    }
}
