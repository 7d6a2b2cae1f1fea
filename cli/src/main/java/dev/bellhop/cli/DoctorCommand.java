package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `bellhop doctor`: whether everything that has to be so is so, and what to do where it is not.
@Command(
        name = "doctor",
        description =
                "Look at everything that has to be right, and say what to do where it is not.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Each business number is tried at Meta, with a notification to our own address.",
            "What can only be seen on the gateway's own machine is looked at there alone.",
            "",
            "Ends with 7 when a check fails; a warning is none.",
            "",
            "Examples:",
            "  bellhop doctor",
            "  bellhop doctor -o jsonl | grep -v '\"ok\"'"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    DoctorCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var checks = new ArrayList<Check>();
        // Before the numbers are tried: each trial has a notification refused.
        var status = gateway.get("/api/v1/status");
        checks.addAll(GatewayChecks.of(status, gateway.address(), here.clock()));
        checks.addAll(AddressChecks.of(status.text("public_url").orElse(""), here.clock()));
        checks.addAll(MachineChecks.of(here, gateway.address()));
        checks.addAll(NumberChecks.of(gateway.patient(), here.clock()));
        var found = checks.stream().map(Check::document).toList();
        output.print(here, found, () -> table(checks));
        long failed = count(checks, Check.State.FAILED);
        output.say(
                here,
                "%d checks: %d well, %d warnings, %d failed, %d skipped."
                        .formatted(
                                checks.size(),
                                count(checks, Check.State.OK),
                                count(checks, Check.State.WARNING),
                                failed,
                                count(checks, Check.State.SKIPPED)));
        return (failed == 0 ? Exit.DONE : Exit.CHECK_FAILED).code();
    }

    private static long count(List<Check> checks, Check.State state) {
        return checks.stream().filter(it -> it.state() == state).count();
    }

    /// What is looked at for a number stands below its name.
    private static Table table(List<Check> checks) {
        var table = new Table().wrapping();
        var subject = "";
        for (var check : checks) {
            int end = check.name().lastIndexOf(": ");
            var of = end < 0 ? "" : check.name().substring(0, end);
            if (!of.equals(subject) && !of.isEmpty()) {
                table.row(new Cell("", Mood.PLAIN), new Cell(of + ":", Mood.LABEL));
            }
            subject = of;
            var mood =
                    switch (check.state()) {
                        case OK -> Mood.GOOD;
                        case FAILED -> Mood.BAD;
                        case WARNING -> Mood.LABEL;
                        case SKIPPED -> Mood.PLAIN;
                    };
            table.row(
                    new Cell(check.state().name().toLowerCase(java.util.Locale.ROOT), mood),
                    new Cell(end < 0 ? check.name() : check.name().substring(end + 2), Mood.LABEL),
                    new Cell(check.found(), Mood.PLAIN));
            if (!check.remedy().isEmpty()) {
                table.row(
                        new Cell("", Mood.PLAIN),
                        new Cell("", Mood.PLAIN),
                        new Cell("-> " + check.remedy(), Mood.PLAIN));
            }
        }
        return table;
    }
}
