package dev.bellhop.report;

import de.siegmar.fastcsv.writer.CsvWriter;

import dev.bellhop.web.Json;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// How a report is written.
enum Format {
    /// RFC 4180 in UTF-8, the names of the columns in the first line.
    CSV("text/csv") {
        @Override
        <T> void write(OutputStream to, Table<T> table, Consumer<Consumer<T>> rows) {
            var csv = CsvWriter.builder().build(writer(to));
            csv.writeRecord(table.names());
            rows.accept(row -> csv.writeRecord(table.cells(row)));
            flush(csv::flush);
        }
    },
    /// A list like all others of the API, with all rows in `items` and nothing after it.
    JSON("application/json") {
        @Override
        <T> void write(OutputStream to, Table<T> table, Consumer<Consumer<T>> rows) {
            var out = writer(to);
            var separator = new String[] {"{\"items\":[\n"};
            rows.accept(row -> {
                flush(() -> out.append(separator[0]).append(Json.text(table.object(row))));
                separator[0] = ",\n";
            });
            flush(() -> {
                out.append(separator[0].startsWith("{") ? "{\"items\":[" : "\n")
                        .append("],\"next\":null}\n");
                out.flush();
            });
        }
    },
    /// An object on each line.
    JSONL("application/x-ndjson") {
        @Override
        <T> void write(OutputStream to, Table<T> table, Consumer<Consumer<T>> rows) {
            var out = writer(to);
            rows.accept(row -> flush(() -> out.append(Json.text(table.object(row))).append('\n')));
            flush(out::flush);
        }
    };

    private final String type;

    Format(String type) {
        this.type = type;
    }

    /// Writes all rows, one after the other, and leaves the stream open: whoever closes it says
    /// that it is whole.
    ///
    /// @param rows gives each row to whom it is given
    /// @throws UncheckedIOException when nobody takes it any more
    abstract <T> void write(OutputStream to, Table<T> table, Consumer<Consumer<T>> rows);

    String type() {
        return this == JSON ? type : type + "; charset=utf-8";
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> named(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }

    /// What an `Accept` header asks for first; JSON where it names none of them.
    static Format accepted(String accept) {
        return Arrays.stream(accept.split(",", -1))
                .map(part -> part.split(";", -1)[0].strip().toLowerCase(Locale.ROOT))
                .flatMap(wanted -> Arrays.stream(values()).filter(it -> it.type.equals(wanted)))
                .findFirst()
                .orElse(JSON);
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void flush(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedWriter writer(OutputStream to) {
        return new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 16);
    }
}
