package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.concurrent.Callable;

/// `bellhop report exports`: the reports that the gateway writes to a folder by itself.
@Command(
        name = "exports",
        description = "List the reports that the gateway wrote to its folder, newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "The settings reports.exports.… say which, how often and where to. --run writes what"
                    + " is",
            "due or failed, and the last day, week or month that is over."
        })
final class ReportExportsCommand implements Callable<Integer> {
    private static final String ALL = "/api/v1/reports/exports";

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final DryRun dryRun = new DryRun();
    @Mixin private final Output output = new Output();

    @Option(names = "--run", description = "Have them written now.")
    private boolean run;

    ReportExportsCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = dryRun.of(login.gateway(here), here);
        var answer = run ? gateway.post(ALL + "/run", Document.EMPTY) : gateway.get(ALL);
        var items = answer.items("items");
        output.print(here, items, () -> table(items));
        if (!answer.flag("scheduled").orElse(true)) {
            here.err().println("None are set: reports.exports.folder in the configuration.");
        }
        return Exit.DONE.code();
    }

    private static Table table(List<Document> items) {
        var table = new Table();
        table.row(label("File"), label("State"), label("Started"), label("Bytes"), label("Error"));
        for (var item : items) {
            var bytes = item.number("bytes");
            table.row(
                    plain(item.text("file").orElse("")),
                    plain(item.text("state").orElse("")),
                    plain(item.text("started_at").orElse("")),
                    plain(bytes.isPresent() ? Long.toString(bytes.getAsLong()) : ""),
                    plain(item.text("error").orElse("")));
        }
        return table;
    }

    private static Cell label(String text) {
        return new Cell(text, Mood.LABEL);
    }

    private static Cell plain(String text) {
        return new Cell(text, Mood.PLAIN);
    }
}
