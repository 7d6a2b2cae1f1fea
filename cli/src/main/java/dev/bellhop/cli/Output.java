package dev.bellhop.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Supplier;

/// How a command shows what it found: a table for people, the gateway's own members for programs.
final class Output {
    enum Format {
        TABLE,
        JSON,
        YAML,
        CSV;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, yaml or csv (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    void print(Surroundings here, Document found, Supplier<Table> table) {
        var text =
                switch (format) {
                    case TABLE -> table.get().render(here.colours());
                    case JSON -> found.json() + "\n";
                    case YAML -> yaml(found);
                    case CSV -> csv(found);
                };
        here.out().print(text);
        here.out().flush();
    }

    private static String yaml(Document found) {
        var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(found.members());
    }

    private static String csv(Document found) {
        var flat = found.flat();
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(flat.keySet());
            csv.writeRecord(flat.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
