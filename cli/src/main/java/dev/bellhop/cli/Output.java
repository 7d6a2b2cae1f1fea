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

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAMES",
            description = "Which columns a table or CSV has, with commas between.")
    private List<String> columns = List.of();

    @Option(names = "--no-headers", description = "A table or CSV without its first line.")
    private boolean headless;

    @Option(
            names = {"-q", "--quiet"},
            description = "No words beside what was asked for; of a list the first column alone.")
    private boolean quiet;

    /// Shows a list.
    ///
    /// @param usual its columns, unless others were chosen
    void list(Surroundings here, List<Document> found, Columns usual) {
        var shown =
                columns.isEmpty()
                        ? quiet ? new Columns(usual.all().subList(0, 1)) : usual
                        : usual.choose(columns, found);
        if (format == Format.CSV && !columns.isEmpty()) {
            write(here, csv(found, shown.all().stream().map(Columns.Column::name).toList()));
            return;
        }
        if (found.isEmpty() && format == Format.TABLE) {
            say(here, ("There is nothing. " + usual.whenNone()).strip());
            return;
        }
        if (format == Format.TABLE) {
            var table = shown.table(found, !headless && !quiet);
            write(here, table.render(here.colours(), here.width()));
            return;
        }
        print(here, found, Table::new);
    }

    /// Shows a list of which every word is needed, however wide the terminal is.
    void whole(Surroundings here, List<Document> found, Columns usual) {
        if (format == Format.TABLE) {
            var shown = columns.isEmpty() ? usual : usual.choose(columns, found);
            write(here, render(here, shown.table(found, !headless)));
        } else {
            list(here, found, usual);
        }
    }

    /// One of a list that has no end.
    void line(Surroundings here, Document one, Columns usual) {
        if (format == Format.JSONL) {
            here.out().println(one.line());
            return;
        }
        var shown = columns.isEmpty() ? usual : usual.choose(columns, List.of(one));
        here.out()
                .println(
                        shown.all().stream()
                                .map(column -> column.cell(one).text())
                                .collect(Collectors.joining("  ")));
    }

    /// For what has no end.
    ///
    /// @throws Failure `USAGE` when what has no end cannot be shown in the format
    void needsLines() {
        if (format != Format.TABLE && format != Format.JSONL) {
            throw new Failure(
                    Exit.USAGE,
                    "What has no end is no " + format + " document.",
                    "It is written line after line.",
                    "Use -o table or -o jsonl.");
        }
    }

    /// Shows one thing, each of its members on a line.
    void one(Surroundings here, Document found) {
        print(
                here,
                found,
                () -> {
                    var table = new Table();
                    found.flat()
                            .forEach((name, value) ->
                                    table.row(
                                            new Table.Cell(name, Table.Mood.LABEL),
                                            new Table.Cell(value, Table.Mood.PLAIN)));
                    return table;
                });
    }

    /// Shows what is shown once, alone, so that a script can take it as it stands.
    void once(Surroundings here, Document made, String member) {
        print(
                here,
                made,
                () ->
                        new Table()
                                .row(
                                        new Table.Cell(
                                                made.text(member).orElse(""), Table.Mood.PLAIN)));
    }

    /// Tells what was done: in words to people, as the gateway's answer to programs.
    void done(Surroundings here, Document answer, String words) {
        if (format == Format.TABLE) {
            say(here, words);
        } else {
            print(here, answer, Table::new);
        }
    }

    /// Says on standard error what people want to know besides.
    void say(Surroundings here, String words) {
        if (!quiet) {
            words.lines().forEach(line -> here.err().println(Text.oneLine(line)));
        }
    }

    private static void write(Surroundings here, String text) {
        Pager.show(here, text);
    }

    void print(Surroundings here, Document found, Supplier<Table> table) {
        if (format == Format.TABLE && !columns.isEmpty()) {
            list(here, List.of(found), Columns.ofAll(List.of(found)));
            return;
        }
        var text =
                switch (format) {
                    case TABLE -> render(here, table.get());
                    case JSON -> found.json() + "\n";
                    case JSONL -> found.line() + "\n";
                    case YAML -> yaml(found);
                    case CSV -> csv(found);
                };
        write(here, text);
    }

    /// Only lists are cut: the end of what there is one of is as good as its beginning.
    private static String render(Surroundings here, Table table) {
        return table.render(here.colours(), 0);
    }

    /// Shows a list: as one document to programs that read documents, else a line each.
    void print(Surroundings here, List<Document> found, Supplier<Table> table) {
        boolean asUsual = columns.isEmpty() && !quiet;
        if (format == Format.TABLE && !asUsual) {
            list(here, found, Columns.ofAll(found));
            return;
        }
        var items = found.stream().map(Document::members).toList();
        var text =
                switch (format) {
                    case TABLE ->
                            (headless ? table.get().headless() : table.get())
                                    .render(here.colours(), here.width());
                    case JSON -> new Document(Map.of("items", items)).json() + "\n";
                    case JSONL ->
                            found.stream()
                                    .map(one -> one.line() + "\n")
                                    .collect(Collectors.joining());
                    case YAML -> yaml(items);
                    case CSV -> csv(found);
                };
        write(here, text);
    }

    Format format() {
        return format;
    }

    private static String yaml(Document found) {
        return yaml(found.members());
    }

    static String yaml(Object found) {
        var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(found);
    }

    private String csv(Document found) {
        return csv(List.of(found));
    }

    /// A column for each member that any of them has.
    private String csv(List<Document> found) {
        var names = new LinkedHashSet<String>();
        found.forEach(one -> names.addAll(one.flat().keySet()));
        return csv(found, columns.isEmpty() ? List.copyOf(names) : columns);
    }

    private String csv(List<Document> found, List<String> names) {
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            if (!headless) {
                csv.writeRecord(names);
            }
            for (var one : found) {
                var row = one.flat();
                csv.writeRecord(names.stream().map(name -> row.getOrDefault(name, "")).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
