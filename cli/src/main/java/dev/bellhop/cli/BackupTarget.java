package dev.bellhop.cli;

import dev.bellhop.cli.AgeKeys.Recipient;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// Where a backup is written. It is checked while it comes, and has its name only when it is whole
/// and on the disk: what was broken off is no backup and is taken away.
final class BackupTarget {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern OURS = Pattern.compile("bellhop-\\d{8}T\\d{6}Z\\.zip(\\.age)?");
    private static final int BUFFER_BYTES = 1 << 16;

    private final Surroundings here;
    private final Optional<Path> file;
    private final Optional<Path> folder;

    BackupTarget(
            Surroundings here, Optional<String> out, Optional<Path> folder, boolean encrypted) {
        this.here = here;
        this.folder = folder.map(here.folder()::resolve);
        this.file =
                out.filter("-"::equals).isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                out.map(here.folder()::resolve).orElseGet(() -> named(encrypted)));
    }

    private Path named(boolean encrypted) {
        var name = "bellhop-" + MOMENT.format(here.clock().instant()) + ".zip";
        return folder.orElse(here.folder()).resolve(encrypted ? name + ".age" : name);
    }

    String words() {
        return file.map(Path::toString).orElse("standard output");
    }

    /// Has one made, writes it and checks it.
    BackupCheck.Whole take(
            Gateway gateway, String path, List<Recipient> recipients, LongConsumer reached) {
        if (file.isEmpty()) {
            return gateway.take(path, in -> checked(in, here.data(), recipients, reached));
        }
        var part = file.get().resolveSibling(file.get().getFileName() + ".part");
        if (Files.exists(file.get())) {
            throw unwritable("There is a file of this name.");
        }
        try {
            PrivateFile.replace(part);
            part.toFile().deleteOnExit(); // also when somebody interrupts
            var whole =
                    gateway.take(
                            path,
                            in -> checked(in, Files.newOutputStream(part), recipients, reached));
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, file.get(), StandardCopyOption.ATOMIC_MOVE);
            return whole;
        } catch (IOException e) {
            throw unwritable(e.toString());
        } finally {
            remove(part);
        }
    }

    private BackupCheck.Whole checked(
            InputStream in, OutputStream to, List<Recipient> recipients, LongConsumer reached)
            throws IOException {
        var told = new Telling(to);
        try (var out = recipients.isEmpty() ? told : Age.encrypt(told, recipients)) {
            var seen = new Copying(in, out, reached);
            var whole = BackupCheck.read(new BufferedInputStream(seen, BUFFER_BYTES));
            seen.transferTo(OutputStream.nullOutputStream());
            return whole;
        } catch (NotWritten e) {
            throw unwritable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The backup is not whole, and was taken away again.",
                    "What is wrong: " + e.getMessage() + ".",
                    "Try again; if it stays, read the gateway's log.");
        }
    }

    /// Deletes what is older in the folder than the newest so many.
    void deleteOlder(int keep) {
        try (var files = Files.list(folder.orElseThrow())) {
            var older =
                    files.filter(it -> OURS.matcher(it.getFileName().toString()).matches())
                            .sorted(Comparator.comparing(Path::getFileName).reversed())
                            .skip(keep)
                            .toList();
            for (var old : older) {
                Files.delete(old);
                here.err().println("Deleted " + old + ".");
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILED,
                    "The backup is there, but older ones could not be deleted.",
                    e.toString(),
                    "Delete them by hand.");
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    private Failure unwritable(String why) {
        return new Failure(
                Exit.FAILED,
                "The backup could not be written to " + words() + ".",
                why,
                "Choose another file with --out, or another --folder.");
    }

    /// The disk, and not the gateway, is in the way.
    private static final class NotWritten extends IOException {
        NotWritten(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    /// Says of a failure that it is the disk's.
    private static final class Telling extends FilterOutputStream {
        Telling(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new NotWritten(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                throw new NotWritten(e);
            }
        }
    }

    /// Writes down what is read from it.
    private static final class Copying extends FilterInputStream {
        private final OutputStream out;
        private final LongConsumer reached;
        private long done;

        Copying(InputStream in, OutputStream out, LongConsumer reached) {
            super(in);
            this.out = out;
            this.reached = reached;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = in.read(to, offset, length);
            if (read > 0) {
                out.write(to, offset, read);
                done += read;
                reached.accept(done);
            }
            return read;
        }
    }
}
