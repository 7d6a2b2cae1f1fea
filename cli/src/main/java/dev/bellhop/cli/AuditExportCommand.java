package dev.bellhop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `bellhop audit export`: the log, or some of it, to keep elsewhere.
@Command(
        name = "export",
        description = "Export the audit log, oldest first.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        footer = {
            "",
            "Examples:",
            "  bellhop audit export --out audit.jsonl && bellhop audit verify --file audit.jsonl",
            "  bellhop audit export -o csv --since 30d --out november.csv"
        })
final class AuditExportCommand implements Callable<Integer> {
    enum Format {
        JSONL,
        CSV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings here;

    @Mixin private final Login login = new Login();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "jsonl",
            description = "jsonl, which can be checked, or csv (default: ${DEFAULT-VALUE}).")
    private Format format = Format.JSONL;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; a file that is there stays. Else standard output.")
    private Optional<Path> out = Optional.empty();

    AuditExportCommand(Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() {
        var gateway = login.gateway(here);
        var path = "/api/v1/audit/export?format=" + format + filter.query(here.clock());
        new Download(here).run(gateway, path, out);
        return Exit.DONE.code();
    }
}
