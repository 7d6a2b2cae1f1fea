package dev.bellhop.cli;

import dev.bellhop.cli.PartialList.Rows;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// Writes what a gateway gives, of any length, to standard output or into a new file. Half of one
/// is none: a file has its name when all of it is there. What came until then is kept beside it,
/// for whoever wants to go on from there.
final class Download {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long TOLD_EVERY = 1 << 20;

    private final Surroundings here;

    Download(Surroundings here) {
        this.here = here;
    }

    /// What is made of it while it comes.
    interface Form {
        Form AS_IT_COMES = in -> in;

        InputStream of(InputStream in) throws IOException;
    }

    /// Asks for it and writes it.
    ///
    /// @param out where to write it; standard output when empty
    void run(Gateway gateway, String path, Optional<Path> out) {
        run(gateway, path, out, Form.AS_IT_COMES);
    }

    /// The same in another form than it comes in.
    void run(Gateway gateway, String path, Optional<Path> out, Form form) {
        if (out.isEmpty()) {
            var _ = gateway.read(path, in -> print(form.of(in)));
            return;
        }
        write(gateway, path, free(out.get()), StandardOpenOption.TRUNCATE_EXISTING, form);
    }

    /// The first of a list that comes as JSON lines.
    static List<Document> first(Gateway gateway, String path, int most) {
        return gateway.read(
                path,
                in -> {
                    try {
                        return Lines.first(in, most);
                    } catch (IOException e) {
                        throw brokenOff(new BrokenOff(e), "Nothing of it is shown");
                    }
                });
    }

    /// Goes on where a list was broken off, in the same file.
    ///
    /// @param path of the list behind a conversation, or of all of it
    void resume(Gateway gateway, Function<OptionalLong, String> path, Path out, Rows rows) {
        var file = free(out);
        var part = part(file);
        var known = PartialList.NONE;
        try {
            if (Files.exists(part)) {
                known = PartialList.read(part, rows);
                known.cut(part);
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The export cannot go on.",
                    e.getMessage() + ".",
                    "Take that file away, or choose another one with --out.");
        }
        var behind = known.after();
        if (behind.isPresent()) {
            here.err().println("Going on behind conversation " + behind.getAsLong() + ".");
        }
        // The names of the columns are there already.
        boolean isNamed = rows == Rows.CSV && behind.isPresent();
        write(
                gateway,
                path.apply(behind),
                file,
                StandardOpenOption.APPEND,
                isNamed ? Download::withoutFirstLine : Form.AS_IT_COMES);
    }

    private void write(Gateway gateway, String path, Path file, OpenOption how, Form form) {
        var told = new Told();
        try {
            var _ =
                    gateway.read(
                            path,
                            in -> {
                                write(file, form.of(in), told, how);
                                return true;
                            });
        } finally {
            told.end();
        }
        here.err().println("Written to " + file + ".");
    }

    private static InputStream withoutFirstLine(InputStream in) throws IOException {
        var text = new BufferedInputStream(in, BUFFER_BYTES);
        for (int read = text.read(); read >= 0 && read != '\n'; ) {
            read = text.read();
        }
        return text;
    }

    /// The same for a text that is there already.
    void write(String text, Optional<Path> out) {
        if (out.isEmpty()) {
            here.out().print(text);
            here.out().flush();
            return;
        }
        var file = free(out.get());
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        write(file, bytes, new Told(), StandardOpenOption.TRUNCATE_EXISTING);
        here.err().println("Written to " + file + ".");
    }

    private boolean print(InputStream text) {
        here.out().flush(); // what was said before comes before
        try {
            copy(text, here.data(), _ -> {});
        } catch (BrokenOff e) {
            throw brokenOff(e, "What came until then was printed");
        } catch (IOException e) {
            if (StandardOutput.isReaderGone(e)) {
                return false; // as with every tool in a pipe
            }
            throw new Failure(
                    Exit.FAILED,
                    "The export could not be written to standard output.",
                    String.valueOf(e.getMessage()) + ".",
                    "Make room where it leads to, or choose a file with --out.");
        }
        return true;
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

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static void write(Path file, InputStream text, Told told, OpenOption how) {
        var part = part(file);
        try {
            try (var to =
                    Files.newOutputStream(
                            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
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

    private static void copy(InputStream text, OutputStream to, LongConsumer reached)
            throws IOException {
        var part = new byte[BUFFER_BYTES];
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
    private static int read(InputStream text, byte[] part) throws BrokenOff {
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
        private final ProgressBar bar = new ProgressBar(here);
        private long told;

        @Override
        public void accept(long bytes) {
            if (bytes - told >= TOLD_EVERY) {
                told = bytes;
                bar.reached((bytes >> 20) + " MB");
            }
        }

        void end() {
            bar.end();
        }
    }
}
