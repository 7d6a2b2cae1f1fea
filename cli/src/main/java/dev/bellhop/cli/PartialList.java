package dev.bellhop.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/// What came of a list before it was broken off. Its rows are in the order of `conversation_id`,
/// which stands first in each; those of the last one may not all be there, and count for nothing.
///
/// @param after the last conversation of which everything is there; empty where there is none
/// @param length in bytes, of what is there of it and of those before
record PartialList(OptionalLong after, long length) {
    static final PartialList NONE = new PartialList(OptionalLong.empty(), 0);

    /// How rows are told apart.
    enum Rows {
        /// RFC 4180 with a first line of names: a line end in quotes is none.
        CSV,
        /// A JSON object on each line.
        JSONL
    }

    private static final String CSV_BEGIN = "conversation_id,";
    private static final String JSON_BEGIN = "{\"conversation_id\":";
    private static final int ROW_START_MAX = 64;

    /// Reads a file to its end.
    ///
    /// @throws IOException when it cannot be read, or is no such list
    static PartialList read(Path file, Rows rows) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, rows, file);
        }
    }

    private static PartialList read(InputStream in, Rows rows, Path file) throws IOException {
        var before = NONE;
        long conversation = -1;
        long at = 0;
        long rowAt = 0;
        boolean named = rows == Rows.JSONL;
        boolean quoted = false;
        var row = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            at++;
            quoted ^= read == '"' && rows == Rows.CSV;
            if (read != '\n' || quoted) {
                if (row.length() < ROW_START_MAX) {
                    row.append((char) read);
                }
                continue;
            }
            if (named) {
                long its = id(row, rows, file);
                if (its != conversation) {
                    before =
                            conversation < 0
                                    ? NONE
                                    : new PartialList(OptionalLong.of(conversation), rowAt);
                    conversation = its;
                }
            } else if (!row.toString().startsWith(CSV_BEGIN)) {
                throw notSuch(file);
            }
            named = true;
            rowAt = at;
            row.setLength(0);
        }
        return before;
    }

    private static long id(StringBuilder row, Rows rows, Path file) throws IOException {
        int from = rows == Rows.CSV ? 0 : JSON_BEGIN.length();
        if (rows == Rows.JSONL && !row.toString().startsWith(JSON_BEGIN)) {
            throw notSuch(file);
        }
        int to = row.indexOf(",", from);
        try {
            return Long.parseLong(row, from, Math.max(from, to), 10);
        } catch (NumberFormatException e) {
            throw notSuch(file);
        }
    }

    private static IOException notSuch(Path file) {
        return new IOException(file + " is no list of conversations or messages");
    }

    /// Takes away what counts for nothing.
    void cut(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
