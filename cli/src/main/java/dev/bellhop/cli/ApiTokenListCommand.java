package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.ArrayList;
import java.util.concurrent.Callable;

/// `bellhop api-token list`: which tokens are good. No token is shown.
@Command(
        name = "list",
        description = "List the tokens that are good; none is shown.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class ApiTokenListCommand implements Callable<Integer> {
    private static final String ALL = "/api/v1/api-tokens?limit=200";

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    ApiTokenListCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var page = gateway.get(ALL);
        var tokens = new ArrayList<>(page.items("items"));
        while (page.text("next").isPresent()) {
            page = gateway.get(ALL + "&cursor=" + page.text("next").get());
            tokens.addAll(page.items("items"));
        }
        output.print(here, tokens, () -> ApiTokenTable.of(tokens));
        return Exit.DONE.code();
    }
}
