package dev.bellhop.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Writes a text of any length that a gateway gives to standard output or into a new file. Half of
/// one is none: a file has its name when all of it is there. What came until then is kept beside
/// it, for whoever wants to go on from there.
final class Download {
    private static final long TOLD_EVERY = 1 << 20;

    private final Surroundings here;

    Download(Surroundings here) {
        this.here = here;
    }

    /// Asks for it and writes it.
    ///
    /// @param out where to write it; standard output when empty
    void run(Gateway gateway, String path, Optional<Path> out) {
        if (out.isEmpty()) {
            gateway.read(path, this::print);
            return;
        }
        var file = free(out.get());
        var told = new Told();
        try {
            gateway.read(path, text -> write(file, text, told));
        } finally {
            told.end();
        }
        here.err().println("Written to " + file + ".");
    }

    /// The same for a text that is there already.
    void write(String text, Optional<Path> out) {
        if (out.isEmpty()) {
            here.out().print(text);
            here.out().flush();
            return;
        }
        var file = free(out.get());
        write(file, new StringReader(text), new Told());
        here.err().println("Written to " + file + ".");
    }

    private void print(Reader text) throws IOException {
        try {
            copy(text, here.out(), _ -> {});
        } catch (BrokenOff e) {
            throw brokenOff(e, "What came until then was printed");
        }
    }

    private static Failure brokenOff(BrokenOff e, String kept) {
        return new Failure(
                Exit.FAILED,
                "The export was broken off.",
                e.getMessage() + ". " + kept + ".",
                "Try again; if it stays, read the gateway's log.");
    }

    private Path free(Path out) {
        var file = here.folder().resolve(out);
        if (Files.exists(file)) {
            throw new Failure(
                    Exit.FAILED,
                    "The export could not be written to " + file + ".",
                    "There is a file of this name.",
                    "Choose another file with --out.");
        }
        return file;
    }

    private static void write(Path file, Reader text, Told told) {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var to = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                copy(text, to, told);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (BrokenOff e) {
            throw brokenOff(e, kept(part));
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The export could not be written to " + file + ".",
                    e + ". " + kept(part) + ".",
                    "Make room, or choose another file with --out.");
        }
    }

    private static String kept(Path part) {
        return Files.exists(part) ? "What came until then is in " + part : "Nothing was written";
    }

    private static void copy(Reader text, Writer to, LongConsumer reached) throws IOException {
        var part = new char[1 << 13];
        long done = 0;
        for (int read = read(text, part); read >= 0; read = read(text, part)) {
            to.write(part, 0, read);
            done += read;
            reached.accept(done);
        }
        to.flush();
    }

    /// A gateway that stops in the middle breaks the connection, so that what came is not taken for
    /// all of it.
    private static int read(Reader text, char[] part) throws BrokenOff {
        try {
            return text.read(part);
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }

    private static final class BrokenOff extends IOException {
        BrokenOff(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    /// How much is there, for somebody at a terminal: how much there will be, nobody knows before.
    private final class Told implements LongConsumer {
        private long told;

        @Override
        public void accept(long characters) {
            if (here.colours().enabled() && characters - told >= TOLD_EVERY) {
                told = characters;
                here.err().print("\r" + (characters >> 20) + " MB");
                here.err().flush();
            }
        }

        void end() {
            if (told > 0) {
                here.err().print("\r\u001b[K");
                here.err().flush();
            }
        }
    }
}
