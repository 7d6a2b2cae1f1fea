package dev.bellhop.cli;

import picocli.CommandLine.Option;

import java.time.Clock;
import java.util.Optional;

/// Which deliveries a command is about.
final class DeliveryFilter {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "What became of it, such as done, failed or rejected.")
    private Optional<String> state = Optional.empty();

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "Whether it was let in: accepted, unknown, bad_signature, not_json.")
    private Optional<String> verdict = Optional.empty();

    @Option(names = "--number", paramLabel = "ID", description = "Of a business number.")
    private Optional<String> channel = Optional.empty();

    @Option(names = "--since", paramLabel = "TIME", description = Times.WORDS)
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "The same, and before then.")
    private Optional<String> until = Optional.empty();

    Query query(Query query, Clock clock) {
        return query.with("state", state)
                .with("verdict", verdict)
                .with("channel", channel)
                .with("since", since.map(it -> Times.instant("--since", it, clock).toString()))
                .with("until", until.map(it -> Times.instant("--until", it, clock).toString()));
    }
}
