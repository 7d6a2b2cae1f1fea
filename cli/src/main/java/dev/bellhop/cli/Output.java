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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// How a command shows what it found: a table for people, the gateway's own members for programs.
final class Output {
    enum Format {
        TABLE,
        JSON,
        JSONL,
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
            description = "table, json, jsonl, yaml or csv (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    void print(Surroundings here, Document found, Supplier<Table> table) {
        var text =
                switch (format) {
                    case TABLE -> table.get().render(here.colours());
                    case JSON -> found.json() + "\n";
                    case JSONL -> found.line() + "\n";
                    case YAML -> yaml(found);
                    case CSV -> csv(found);
                };
        here.out().print(text);
        here.out().flush();
    }

    /// Shows a list: as one document to programs that read documents, else a line each.
    void print(Surroundings here, List<Document> found, Supplier<Table> table) {
        var items = found.stream().map(Document::members).toList();
        var text =
                switch (format) {
                    case TABLE -> table.get().render(here.colours());
                    case JSON -> new Document(Map.of("items", items)).json() + "\n";
                    case JSONL ->
                            found.stream()
                                    .map(one -> one.line() + "\n")
                                    .collect(Collectors.joining());
                    case YAML -> yaml(items);
                    case CSV -> csv(found);
                };
        here.out().print(text);
        here.out().flush();
    }

    Format format() {
        return format;
    }

    private static String yaml(Document found) {
        return yaml(found.members());
    }

    private static String yaml(Object found) {
        var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(found);
    }

    private static String csv(Document found) {
        return csv(List.of(found));
    }

    /// A column for each member that any of them has.
    private static String csv(List<Document> found) {
        var rows = found.stream().map(Document::flat).toList();
        var columns = new LinkedHashSet<String>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(columns);
            for (var row : rows) {
                csv.writeRecord(columns.stream().map(name -> row.getOrDefault(name, "")).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
