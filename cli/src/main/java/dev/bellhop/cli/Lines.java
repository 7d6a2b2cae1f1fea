package dev.bellhop.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A list that comes as JSON lines, of any length.
final class Lines {
    private Lines() {}

    /// The first of them.
    static List<Document> first(InputStream in, int most) throws IOException {
        var found = new ArrayList<Document>();
        var lines = reader(in);
        while (found.size() < most) {
            var line = lines.readLine();
            if (line == null) {
                break;
            }
            found.add(document(line));
        }
        return found;
    }

    /// The same as one JSON document, written as it comes.
    static InputStream asJson(InputStream in) {
        return new Rewritten(
                in, "{\"items\":[\n", Document::line, ",\n", "\n]}\n", "{\"items\":[]}\n");
    }

    /// The same as YAML.
    static InputStream asYaml(InputStream in) {
        return new Rewritten(in, "", one -> Output.yaml(List.of(one.members())), "", "", "[]\n");
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static Document document(String line) throws IOException {
        return Document.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    /// One line after the other in another form.
    private static final class Rewritten extends Pieces {
        private final BufferedReader lines;
        private final Function<Document, String> form;
        private final String between;
        private final String end;
        private final String none;
        private String before;
        private boolean isEmpty = true;
        private boolean ended;

        /// @param none all of it where there is no line
        Rewritten(
                InputStream in,
                String begin,
                Function<Document, String> form,
                String between,
                String end,
                String none) {
            this.lines = reader(in);
            this.before = begin;
            this.form = form;
            this.between = between;
            this.end = end;
            this.none = none;
        }

        @Override
        byte @Nullable [] next() throws IOException {
            if (ended) {
                return null;
            }
            return text().getBytes(StandardCharsets.UTF_8);
        }

        private String text() throws IOException {
            var line = lines.readLine();
            if (line == null) {
                ended = true;
                return isEmpty ? none : end;
            }
            var text = before + form.apply(document(line));
            before = between;
            isEmpty = false;
            return text;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
