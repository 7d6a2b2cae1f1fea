package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `bellhop audit show`: one entry with all that is known of it.
@Command(
        name = "show",
        description = "Show one entry of the audit log.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class)
final class AuditShowCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "ENTRY", description = "Its number.")
    private long entry;

    AuditShowCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var found = gateway.get("/api/v1/audit/" + entry);
        output.print(here, found, () -> AuditTable.members(found));
        return Exit.DONE.code();
    }
}
