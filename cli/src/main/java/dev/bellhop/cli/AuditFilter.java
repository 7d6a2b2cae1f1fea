package dev.bellhop.cli;

import picocli.CommandLine.Option;

import java.time.Clock;
import java.util.Optional;

/// Which entries of the audit log a command is about.
final class AuditFilter {
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

    @Option(names = "--since", paramLabel = "TIME", description = Times.WORDS)
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "The same, and before then.")
    private Optional<String> until = Optional.empty();

    Query query(Query query, Clock clock) {
        return query.with("actor", actor)
                .with("action", action)
                .with("object", object)
                .with("since", since.map(text -> time(text, clock)))
                .with("until", until.map(text -> time(text, clock)));
    }

    /// A span is as long ago; everything else is for the gateway to understand.
    private static String time(String text, Clock clock) {
        return Times.span(text).map(ago -> clock.instant().minus(ago).toString()).orElse(text);
    }
}
