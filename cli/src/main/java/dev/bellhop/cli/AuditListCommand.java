package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `bellhop audit list`: entries, newest first.
@Command(
        name = "list",
        description = "List entries of the audit log, newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop audit list --since 24h",
            "  bellhop audit list --action site --actor \"Maya Okafor\" -n 0 -o csv"
        })
final class AuditListCommand implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();
    @Mixin private final Limit limit = new Limit();
    @Mixin private final AuditFilter filter = new AuditFilter();

    AuditListCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var query = filter.query(new Query("/api/v1/audit"), here.clock());
        output.list(here, limit.read(login.gateway(here), query), AuditTable.ENTRIES);
        return Exit.DONE.code();
    }
}
