package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// `bellhop report exports`: the reports that the gateway writes to a folder by itself.
@Command(
        name = "exports",
        description = "List the reports that the gateway wrote to its folder, newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "The settings reports.exports.… say which, how often and where to. --run writes",
            "what is due or failed, and the last day, week or month that is over."
        })
final class ReportExportsCommand implements Callable<Integer> {
    private static final String ALL = "/api/v1/reports/exports";
    private static final Columns COLUMNS =
            Columns.of(
                            "File", "file",
                            "State", "state",
                            "Started", "started_at",
                            "Bytes", "bytes",
                            "Error", "error")
                    .badly("state", "failed");

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
        output.list(here, items, COLUMNS);
        if (!answer.flag("scheduled").orElse(true)) {
            output.say(here, "None are set: reports.exports.folder in the configuration.");
        }
        return Exit.DONE.code();
    }
}
