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
    private static final String ALL = "/api/v1/audit";
    private static final int MOST = 200;

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "So many at first, at most 200; 0 for those alone that come (default:"
                            + " ${DEFAULT-VALUE}).")
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
        if (follow) {
            output.needsLines();
        }
        if (lines < 0 || lines > MOST || (lines == 0 && !follow)) {
            throw new Failure(
                    Exit.USAGE,
                    "The tail has from 1 to " + MOST + " entries.",
                    "--lines is " + lines + "; 0 is for --follow alone.",
                    "Give another number, or ask bellhop audit list for more.");
        }
        var gateway = login.gateway(here);
        var query = filter.query(new Query(ALL), here.clock());
        // At least one: what comes is told by what was there last.
        var count = Integer.toString(Math.max(1, lines));
        var newest = gateway.get(query.with("limit", count).path()).items("items");
        if (!follow) {
            output.list(here, newest.reversed(), AuditTable.ENTRIES);
            return Exit.DONE.code();
        }
        long last = newest.stream().mapToLong(it -> it.number("id").orElse(0)).max().orElse(0);
        print(newest.subList(0, Math.min(lines, newest.size())).reversed());
        // Ends by a signal, or when nobody reads any more.
        while (!here.out().checkError()) {
            Thread.sleep(PAUSE);
            var page =
                    gateway.get(
                            query.with("limit", Integer.toString(MOST))
                                    .with("after", Long.toString(last))
                                    .path());
            last = Math.max(last, print(page.items("items")));
        }
        return Exit.DONE.code();
    }

    /// @return the number of the last one
    private long print(List<Document> entries) {
        long last = 0;
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
