package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `bellhop report rebuild`: everything that reports are made of, counted anew.
@Command(
        name = "rebuild",
        description = "Count everything anew that reports are made of, while everything runs.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Reports are kept counted by themselves. This is for times when business hours",
            "were changed and are to hold for what was before, or when rows were changed by",
            "hand.",
            "Until it is done, reports show what is counted so far."
        })
final class ReportRebuildCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final DryRun dryRun = new DryRun();
    @Mixin private final Output output = new Output();

    ReportRebuildCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = dryRun.of(login.gateway(here), here);
        var bar = new ProgressBar(here);
        var last =
                gateway.post(
                        "/api/v1/reports/rebuild",
                        line -> {
                            if (line.number("of").isPresent()) {
                                bar.reached(
                                        line.number("counted").orElse(0),
                                        line.number("of").orElse(0));
                            }
                        });
        bar.end();
        if (last.flag("done").isEmpty()) {
            throw new Failure(
                    Exit.FAILED,
                    "The counting ended early.",
                    "The gateway did not say that it is done.",
                    "It goes on within the hour; read the gateway's log if it does not.");
        }
        output.print(here, last, () -> new Table().row(new Cell("Counted anew.", Mood.PLAIN)));
        return Exit.DONE.code();
    }
}
