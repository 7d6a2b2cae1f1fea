package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `bellhop api-token revoke`: ends a token at once.
@Command(
        name = "revoke",
        description = "End a token at once. Whatever uses it is refused from then on.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class ApiTokenRevokeCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final DryRun dryRun = new DryRun();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "ID", description = "Of the token, as the list shows it.")
    private long id;

    ApiTokenRevokeCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = dryRun.of(login.gateway(here), here);
        gateway.delete("/api/v1/api-tokens/" + id);
        output.done(
                here,
                Document.EMPTY.with("id", id).with("revoked", true),
                "Token " + id + " is good no more.");
        return Exit.DONE.code();
    }
}
