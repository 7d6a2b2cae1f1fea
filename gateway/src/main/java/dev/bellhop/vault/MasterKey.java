package dev.bellhop.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key that seals all other keys: 32 random bytes in a file that only its owner may read. It is
/// made at the first start; whoever loses it loses the sealed secrets, and nothing else.
public final class MasterKey {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final SecretKey key;

    private MasterKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /// Reads the key.
    ///
    /// @param mayMake whether a missing file is a first start, so that the key is made
    /// @throws IOException with one clear line when the file is missing, not readable, readable by
    ///   others, or not a key
    public static MasterKey load(Path file, boolean mayMake) throws IOException {
        if (!Files.exists(file)) {
            if (!mayMake) {
                throw new IOException(
                        "the key file "
                                + file
                                + " is missing; without it no stored secret can be read");
            }
            make(file);
        }
        if (!Files.isReadable(file)) {
            throw new IOException("the key file " + file + " cannot be read by this user");
        }
        if (!Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
            throw new IOException(
                    "the key file " + file + " is open to others; run: chmod 600 " + file);
        }
        return new MasterKey(decode(file));
    }

    private static byte[] decode(Path file) throws IOException {
        try {
            byte[] bytes =
                    Base64.getDecoder()
                            .decode(Files.readString(file, StandardCharsets.US_ASCII).trim());
            if (bytes.length == BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException | java.nio.charset.MalformedInputException notBase64) {
            throw new IOException(
                    "the key file " + file + " does not hold a key: not base64", notBase64);
        }
        throw new IOException(
                "the key file " + file + " does not hold a key of " + BYTES + " bytes");
    }

    private static void make(Path file) throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        // Written beside and moved once it is on the disk: a start that is cut short leaves no half
        // of a key, and the
        // first secret cannot outlive the key that it is sealed with.
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var channel =
                FileChannel.open(
                        beside,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            var text = Base64.getEncoder().encodeToString(bytes) + "\n";
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    SecretKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
