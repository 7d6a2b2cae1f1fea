package dev.bellhop.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A file that holds a master key. Each is written beside its place and moved there once it is on
/// the disk, so that a crash leaves no half of a key.
final class KeyFile {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    /// Reads a key that nobody else may read.
    ///
    /// @throws IOException with one clear line when the file is missing, not readable, readable by
    ///   others, or not a key
    static MasterKey read(Path file) throws IOException {
        refuseUnreadable(file);
        if (!Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
            throw new IOException(
                    "the key file " + file + " is open to others; run: chmod 600 " + file);
        }
        return parse(file);
    }

    /// Reads a key whose file somebody else guards.
    static MasterKey readGuarded(Path file) throws IOException {
        refuseUnreadable(file);
        return parse(file);
    }

    private static void refuseUnreadable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(
                    "the key file "
                            + file
                            + " is missing; without it no stored secret can be read");
        }
        if (!Files.isReadable(file)) {
            throw new IOException("the key file " + file + " cannot be read by this user");
        }
    }

    private static MasterKey parse(Path file) throws IOException {
        var none = "the key file " + file + " does not hold a key: it should be 32 bytes in base64";
        try {
            return MasterKey.parse(Files.readString(file, StandardCharsets.US_ASCII))
                    .orElseThrow(() -> new IOException(none));
        } catch (MalformedInputException notText) {
            throw new IOException(none, notText);
        }
    }

    /// The key in a file that may not be there.
    static Optional<MasterKey> maybe(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /// Writes a key; it is on the disk, with its name, when this returns.
    static void write(Path file, MasterKey key) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        writeTo(beside, key);
        move(beside, file);
    }

    /// Writes the first key, unless somebody else has written one in the same moment: several
    /// gateways may share the file.
    static void writeFirst(Path file, MasterKey key) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        var beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        writeTo(beside, key);
        try {
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException theirs) {
            return; // theirs is the key
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // Some file systems have none (FAT, some shares). Nothing there takes a name only if it
            // is free, so two first starts in one moment would have to be two in one folder.
            if (Files.exists(file)) {
                return;
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        syncDirectory(file);
    }

    private static void writeTo(Path beside, MasterKey key) throws IOException {
        try (var channel =
                FileChannel.open(
                        beside,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            var text = ByteBuffer.wrap(key.text());
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(to);
    }

    static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        syncDirectory(file);
    }

    private static void syncDirectory(Path file) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
