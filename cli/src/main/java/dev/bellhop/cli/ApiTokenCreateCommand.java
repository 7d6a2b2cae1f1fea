package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop api-token create`: a token for a program. It is printed alone on standard output, and
/// what there is to say about it on standard error.
@Command(
        name = "create",
        description = "Make a token; it is shown this once.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "A token may do no more than the one that makes it.",
            "",
            "Examples:",
            "  bellhop api-token create Nightly --may reports.read --days 90",
            "  (umask 077; bellhop api-token create Shop --may reports.read > shop.token)"
        })
final class ApiTokenCreateCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final DryRun dryRun = new DryRun();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "NAME", description = "What it is for, to tell it from others.")
    private String name = "";

    @Option(
            names = "--may",
            required = true,
            split = ",",
            paramLabel = "PERMISSION",
            description = "What it may do, such as reports.read; several with commas between.")
    private List<String> may = List.of();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "How long it is good; without, until it is revoked.")
    private Optional<Integer> days = Optional.empty();

    ApiTokenCreateCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = dryRun.of(login.gateway(here), here);
        var wanted = new LinkedHashMap<String, @Nullable Object>();
        wanted.put("name", name);
        wanted.put("permissions", may);
        days.ifPresent(count -> wanted.put("days", count));
        var made = gateway.post("/api/v1/api-tokens", new Document(wanted));
        output.print(here, made, () -> ApiTokenTable.made(made));
        output.say(
                here,
                "Token "
                        + made.number("id").orElse(0)
                        + " is good until "
                        + made.text("expires_at").orElse("it is revoked")
                        + ". It is shown this once.");
        return Exit.DONE.code();
    }
}
