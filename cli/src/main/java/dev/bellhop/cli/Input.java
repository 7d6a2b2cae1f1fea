package dev.bellhop.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/// What a command is given in a file, or on standard input.
final class Input {
    private Input() {}

    /// Reads all of it.
    ///
    /// @param file as it was given, `-` for standard input
    /// @param what it is, as in "The access token"
    /// @throws Failure `USAGE` when it cannot be read
    static byte[] read(Surroundings here, String file, String what) {
        try {
            return file.equals("-")
                    ? here.in().readAllBytes()
                    : Files.readAllBytes(here.folder().resolve(file));
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    what + " could not be read from " + file + ".",
                    why(e),
                    "Check the file's name and that you may read it.");
        }
    }

    /// Why a file could not be read, in words where there are some.
    static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "There is no such file.";
            case AccessDeniedException _ -> "You may not read it.";
            default -> e.toString();
        };
    }
}
