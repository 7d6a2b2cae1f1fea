package dev.bellhop.audit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/// The last checkpoint in a file outside the database: who can change the database alone cannot set
/// the log back to an earlier checkpoint without being noticed.
final class Anchor {
    private static final Pattern LINE =
            Pattern.compile("checkpoint=(\\d{1,18}) entry=(\\d{1,18}) hash=([0-9a-f]{64}) .*\\s*");

    /// What was signed last.
    record Mark(long number, long entryId, String seal) {}

    private final Path file;

    Anchor(Path file) {
        this.file = file;
    }

    /// Writes beside and moves, so that the file is never half of one.
    void keep(Checkpoint checkpoint) {
        try {
            var beside = file.resolveSibling(file.getFileName() + ".new");
            var line = (checkpoint.line() + "\n").getBytes(StandardCharsets.US_ASCII);
            Files.write(beside, line, CREATE, TRUNCATE_EXISTING, WRITE, DSYNC);
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// What the file says; empty when there is none yet.
    ///
    /// @throws UncheckedIOException when it is there and cannot be understood
    Optional<Mark> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var line = LINE.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!line.matches()) {
                throw new IOException("it holds no checkpoint");
            }
            return Optional.of(
                    new Mark(
                            Long.parseLong(line.group(1)),
                            Long.parseLong(line.group(2)),
                            line.group(3)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
