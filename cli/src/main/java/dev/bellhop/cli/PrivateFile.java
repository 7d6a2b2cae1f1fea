package dev.bellhop.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// A file that only its owner reads.
final class PrivateFile {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFile() {}

    /// A new one with this text.
    static void create(Path file, String text) {
        try {
            Files.createFile(file, OWNER_ONLY);
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (FileAlreadyExistsException e) {
            throw unwritable(file, "There is a file of this name.");
        } catch (IOException e) {
            throw unwritable(file, e.toString());
        }
    }

    /// An empty one in place of whatever was there.
    static void replace(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY);
    }

    private static Failure unwritable(Path file, String why) {
        return new Failure(
                Exit.FAILED, file + " could not be written.", why, "Choose another file.");
    }
}
