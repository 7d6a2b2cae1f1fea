package dev.bellhop.torture;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;

/// What happened, a line of JSON each, in the order in which it was seen: what was asked for is
/// written before it is sent, what was acknowledged after it was heard. So of two lines the first
/// is what happened before, wherever that matters.
final class Journal implements AutoCloseable {
    private final Path file;
    private final Writer out;
    private long lines;
    private boolean closed;

    Journal(Path file) throws IOException {
        this.file = file;
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    Path file() {
        return file;
    }

    /// Writes a line.
    ///
    /// @param what such as `visitor.accepted`
    /// @param pairs names and values
    void note(String what, Object... pairs) {
        var line = Json.object();
        for (int i = 0; i < pairs.length; i += 2) {
            put(line, (String) pairs[i], pairs[i + 1]);
        }
        write(what, line);
    }

    private static void put(ObjectNode line, String name, Object value) {
        switch (value) {
            case String text -> line.put(name, text);
            case Integer number -> line.put(name, number);
            case Long number -> line.put(name, number);
            case Boolean yes -> line.put(name, yes);
            case Collection<?> all -> {
                var list = line.putArray(name);
                all.forEach(one -> list.add(one.toString()));
            }
            default -> line.put(name, value.toString());
        }
    }

    private synchronized void write(String what, ObjectNode rest) {
        if (closed) {
            return; // whoever is on their way home does not count any more
        }
        var line = Json.object().put("n", ++lines).put("at", Instant.now().toString());
        line.put("what", what).setAll(rest);
        try {
            out.write(Json.text(line));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
