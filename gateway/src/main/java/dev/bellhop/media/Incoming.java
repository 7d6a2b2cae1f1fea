package dev.bellhop.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Where files are put together on this machine's disk, for the gateway's account alone: written
/// piece by piece, forced to the disk, and looked at. What comes out is whole.
final class Incoming {
    private static final Logger LOG = Logger.getLogger(Incoming.class.getName());
    static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int PIECE_BYTES = 64 * 1024;

    private final Path folder;

    Incoming(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }

    /// A file that is whole, until it is closed.
    ///
    /// @param thumb its thumbnail, if [Stored] says that it has one
    record Whole(Path file, Path thumb, Stored stored) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
            Files.deleteIfExists(thumb);
        }
    }

    /// Takes a file in, and says what it is.
    ///
    /// @throws Unfit when it is not what was claimed
    Whole take(String handle, Claim claim, InputStream in) throws IOException {
        var file = part(handle);
        var thumb = part(FilePlace.thumbnail(handle));
        try {
            return new Whole(file, thumb, judged(file, thumb, claim, in));
        } catch (IOException | RuntimeException broken) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(thumb);
            throw broken;
        }
    }

    /// Takes in what was judged once.
    Path take(String name, InputStream in) throws IOException {
        var file = part(name);
        try {
            long _ = write(file, sha256(), Long.MAX_VALUE, in);
            return file;
        } catch (IOException | RuntimeException broken) {
            Files.deleteIfExists(file);
            throw broken;
        }
    }

    private Path part(String name) throws IOException {
        return Files.createTempFile(folder, name, ".part", OWNER_ONLY);
    }

    private static Stored judged(Path file, Path thumb, Claim claim, InputStream in)
            throws IOException {
        var digest = sha256();
        long size = write(file, digest, claim.bytesMax(), in);
        byte[] sum = digest.digest();
        if (size == 0) {
            throw new Unfit(Unfit.Reason.EMPTY);
        }
        if (claim.sha256().filter(wanted -> !MessageDigest.isEqual(wanted, sum)).isPresent()) {
            throw new Unfit(Unfit.Reason.CHANGED);
        }
        return look(file, thumb, claim, size, sum);
    }

    private static long write(Path file, MessageDigest digest, long bytesMax, InputStream in)
            throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out =
                        new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            byte[] piece = new byte[PIECE_BYTES];
            long size = 0;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                size += n;
                if (size > bytesMax) {
                    throw new Unfit(Unfit.Reason.TOO_LARGE);
                }
                out.write(piece, 0, n);
            }
            channel.force(true);
            return size;
        }
    }

    private static Stored look(Path file, Path thumb, Claim claim, long size, byte[] sum)
            throws IOException {
        var type = ContentType.of(file, claim.name(), claim.mimeType());
        var kind = Kind.of(type);
        if (kind != Kind.IMAGE) {
            return new Stored(
                    type,
                    kind,
                    size,
                    sum,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty());
        }
        var seen = Picture.look(file, type, thumb);
        // A picture that cannot be shown is passed on as a file, for whoever knows what to do with
        // it.
        return new Stored(
                type,
                seen.isPresent() ? kind : Kind.DOCUMENT,
                size,
                sum,
                side(seen.map(Picture.Seen::width)),
                side(seen.map(Picture.Seen::height)),
                seen.flatMap(Picture.Seen::thumbType));
    }

    private static OptionalInt side(Optional<Integer> pixels) {
        return pixels.filter(it -> it > 0).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /// Removes what a gateway that was killed had begun to write.
    void removeParts(Instant before) throws IOException {
        try (var parts = Files.newDirectoryStream(folder)) {
            for (Path part : parts) {
                try {
                    if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                        Files.deleteIfExists(part);
                    }
                } catch (NoSuchFileException finished) {
                    LOG.log(Level.FINE, "a part became a whole", finished);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
