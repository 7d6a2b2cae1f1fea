package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// `bellhop audit tail`: the last entries, and those that come.
@Command(
        name = "tail",
        description = "Show the last entries of the audit log, oldest first.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop audit tail -f",
            "  bellhop audit tail -f -o jsonl --action agent >> sign-ins.jsonl"
        })
final class AuditTailCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "10",
            description = "So many, at most 200 (default: ${DEFAULT-VALUE}).")
    private int lines = 10;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until it is interrupted.")
    private boolean follow;

    AuditTailCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (follow
                && output.format() != Output.Format.TABLE
                && output.format() != Output.Format.JSONL) {
            throw new Failure(
                    Exit.USAGE,
                    "What has no end is no " + output.format() + " document.",
                    "--follow writes entry after entry.",
                    "Use -o table or -o jsonl with it.");
        }
        var gateway = login.gateway(here);
        var query = filter.query(here.clock());
        var found = gateway.get("/api/v1/audit?limit=" + lines + query).items("items").reversed();
        if (!follow) {
            output.print(here, found, () -> AuditTable.entries(found));
            return Exit.DONE.code();
        }
        long last = print(found, 0);
        // Ends by a signal, or when nobody reads any more.
        while (!here.out().checkError()) {
            Thread.sleep(PAUSE);
            var page = gateway.get("/api/v1/audit?limit=200&after=" + last + query);
            last = print(page.items("items"), last);
        }
        return Exit.DONE.code();
    }

    private long print(List<Document> entries, long before) {
        long last = before;
        for (var entry : entries) {
            here.out()
                    .println(
                            output.format() == Output.Format.JSONL
                                    ? entry.line()
                                    : AuditTable.line(entry));
            last = entry.number("id").orElse(last);
        }
        return last;
    }
}
