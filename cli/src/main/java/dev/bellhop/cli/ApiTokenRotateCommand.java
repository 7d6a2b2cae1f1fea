package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.concurrent.Callable;

/// `bellhop api-token rotate`: another token in the place of one.
@Command(
        name = "rotate",
        description = "Make a token that may do the same; the old one ends after a while.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  (umask 077; bellhop api-token rotate 7 > shop.token)",
            "  bellhop api-token rotate 7 --grace 0"
        })
final class ApiTokenRotateCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final DryRun dryRun = new DryRun();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "ID", description = "Of the token, as the list shows it.")
    private long id;

    @Option(
            names = "--grace",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description =
                    "How long the old one is good beside the new one (default: ${DEFAULT-VALUE}).")
    private int grace;

    ApiTokenRotateCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = dryRun.of(login.gateway(here), here);
        var made =
                gateway.post(
                        "/api/v1/api-tokens/" + id + "/rotate",
                        new Document(Map.of("grace_minutes", grace)));
        output.print(here, made, () -> ApiTokenTable.made(made));
        output.say(
                here,
                "Token "
                        + made.number("id").orElse(0)
                        + " takes the place of "
                        + id
                        + (grace == 0
                                ? ", which is good no more."
                                : ", which is good for %d more minutes at most.".formatted(grace)));
        return Exit.DONE.code();
    }
}
