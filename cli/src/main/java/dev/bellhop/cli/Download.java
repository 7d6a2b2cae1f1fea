package dev.bellhop.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Writes a text of any length that a gateway gives to standard output or into a new file. Half of
/// one is none: a file of which not all came is taken away again.
final class Download {
    private final Surroundings here;

    Download(Surroundings here) {
        this.here = here;
    }

    /// @param out where to write it; standard output when empty
    void run(Gateway gateway, String path, Optional<Path> out) {
        if (out.isEmpty()) {
            gateway.read(path, text -> copy(text, here.out()));
            here.out().flush();
            return;
        }
        var file = here.folder().resolve(out.get());
        if (Files.exists(file)) {
            throw unwritable(file, "There is a file of this name.");
        }
        gateway.read(path, text -> write(file, text));
        here.err().println("Written to " + file + ".");
    }

    /// The same for a text that is there already.
    void write(String text, Optional<Path> out) {
        if (out.isEmpty()) {
            here.out().print(text);
            here.out().flush();
            return;
        }
        var file = here.folder().resolve(out.get());
        try {
            write(file, new StringReader(text));
        } catch (IOException e) {
            throw unwritable(file, e.toString());
        }
        here.err().println("Written to " + file + ".");
    }

    private static void write(Path file, Reader text) throws IOException {
        try (var to =
                Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            copy(text, to);
        } catch (FileAlreadyExistsException e) {
            throw unwritable(file, "There is a file of this name.");
        } catch (IOException | UncheckedIOException e) {
            Files.deleteIfExists(file);
            throw unwritable(file, e.toString());
        } catch (Failure e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void copy(Reader text, Writer to) throws IOException {
        var part = new char[1 << 13];
        for (int read = read(text, part); read >= 0; read = read(text, part)) {
            to.write(part, 0, read);
        }
        to.flush();
    }

    /// A gateway that stops in the middle breaks the connection, so that what came is not taken for
    /// all of it.
    private static int read(Reader text, char[] part) {
        try {
            return text.read(part);
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The export was broken off.",
                    String.valueOf(e.getMessage()),
                    "Try again; if it stays, read the gateway's log.");
        }
    }

    private static Failure unwritable(Path file, String why) {
        return new Failure(
                Exit.FAILED,
                "The export could not be written to " + file + ".",
                why,
                "Choose another file with --out.");
    }
}
