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
            "  bellhop audit export --out log.jsonl && bellhop audit verify --file log.jsonl",
            "  bellhop audit export -o csv --since 30d --out november.csv"
        })
final class AuditExportCommand implements Callable<Integer> {
    enum Format {
        JSONL,
        CSV,
        JSON,
        YAML;

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
            description =
                    "jsonl, which alone can be checked, csv, json or yaml (default:"
                            + " ${DEFAULT-VALUE}).")
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
        // Of what the gateway does not write itself, it is asked for the lines.
        var asked = format == Format.CSV ? Format.CSV : Format.JSONL;
        var query =
                filter.query(
                        new Query("/api/v1/audit/export").with("format", asked.toString()),
                        here.clock());
        Download.Form form =
                switch (format) {
                    case CSV, JSONL -> Download.Form.AS_IT_COMES;
                    case JSON -> Lines::asJson;
                    case YAML -> Lines::asYaml;
                };
        new Download(here).run(gateway, query.path(), out, form);
        return Exit.DONE.code();
    }
}
