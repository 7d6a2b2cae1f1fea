package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.Optional;
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
            "  bellhop audit list --action site --actor \"Maya Okafor\" -o csv"
        })
final class AuditListCommand implements Callable<Integer> {
    private static final int PAGE = 200;

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final Output output = new Output();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    AuditListCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var found = new ArrayList<Document>();
        var cursor = Optional.of("");
        while (cursor.isPresent() && found.size() < limit) {
            int count = Math.min(PAGE, limit - found.size());
            var page =
                    gateway.get(
                            "/api/v1/audit?limit="
                                    + count
                                    + filter.query(here.clock())
                                    + cursor.filter(it -> !it.isEmpty())
                                            .map(it -> "&cursor=" + it)
                                            .orElse(""));
            found.addAll(page.items("items"));
            cursor = page.text("next");
        }
        output.print(here, found, () -> AuditTable.entries(found));
        return Exit.DONE.code();
    }
}
