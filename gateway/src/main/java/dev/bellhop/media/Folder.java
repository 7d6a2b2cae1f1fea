package dev.bellhop.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The files on the disk: each under its handle, its thumbnail beside it, for the gateway's account
/// alone. A file is written under another name, forced to the disk and then moved, so that under a
/// handle there is the whole of it or nothing. It is read and written piece by piece.
final class Folder {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final String THUMB = ".thumb";
    private static final int PIECE_BYTES = 64 * 1024;

    private final Path root;
    private final Path beside;

    Folder(Path root) throws IOException {
        this.root = Files.createDirectories(root, OWNER_ONLY_FOLDER);
        this.beside = Files.createDirectories(root.resolve("incoming"), OWNER_ONLY_FOLDER);
    }

    /// What is known of a file before it is read.
    ///
    /// @param sha256 what its content must come to, if that is known
    record Claim(
            Optional<String> name,
            Optional<String> mimeType,
            Optional<byte[]> sha256,
            long bytesMax) {}

    /// Stores a file and its thumbnail; a stream that breaks off leaves nothing.
    ///
    /// @throws Unfit when it is not what was claimed
    Stored store(String handle, Claim claim, InputStream in) throws IOException {
        var part = Files.createTempFile(beside, handle, ".part", OWNER_ONLY);
        var thumb = Files.createTempFile(beside, handle, ".thumb", OWNER_ONLY);
        try {
            var digest = sha256();
            long size = write(part, digest, claim.bytesMax(), in);
            byte[] sum = digest.digest();
            if (size == 0) {
                throw new Unfit(Unfit.Reason.EMPTY);
            }
            if (claim.sha256().filter(wanted -> !MessageDigest.isEqual(wanted, sum)).isPresent()) {
                throw new Unfit(Unfit.Reason.CHANGED);
            }
            var stored = look(part, thumb, claim, size, sum);
            Files.createDirectories(place(handle).getParent(), OWNER_ONLY_FOLDER);
            if (stored.thumbType().isPresent()) {
                Files.move(thumb, thumbnail(handle), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(part, place(handle), StandardCopyOption.ATOMIC_MOVE);
            return stored;
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(thumb);
        }
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

    Path place(String handle) {
        if (!HANDLE.matcher(handle).matches()) {
            throw new IllegalArgumentException("not a handle");
        }
        return root.resolve(handle.substring(0, 2)).resolve(handle);
    }

    Path thumbnail(String handle) {
        return place(handle).resolveSibling(handle + THUMB);
    }

    /// Puts back what was a file or a thumbnail here.
    ///
    /// @param name the last part of its path
    void takeBack(String name, InputStream in) throws IOException {
        boolean thumb = name.endsWith(THUMB);
        var handle = thumb ? name.substring(0, name.length() - THUMB.length()) : name;
        var to = thumb ? thumbnail(handle) : place(handle);
        var part = Files.createTempFile(beside, handle, ".part", OWNER_ONLY);
        try {
            var _ = write(part, sha256(), Long.MAX_VALUE, in);
            Files.createDirectories(to.getParent(), OWNER_ONLY_FOLDER);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void remove(String handle) throws IOException {
        Files.deleteIfExists(thumbnail(handle));
        Files.deleteIfExists(place(handle));
    }

    /// Removes what a gateway that was killed had begun to write.
    void removeParts(Instant before) throws IOException {
        try (var parts = Files.newDirectoryStream(beside)) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                    Files.deleteIfExists(part);
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
