package dev.bellhop.cli;

import dev.bellhop.cli.AgeKeys.Identity;

import picocli.CommandLine.Option;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/// A backup that is read, and with what it is opened if it is encrypted.
final class BackupSource {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] ENCRYPTED =
            "age-encryption.org".getBytes(StandardCharsets.US_ASCII);

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "What opens an encrypted one, as bellhop backup key wrote it.")
    private Optional<String> identity = Optional.empty();

    private List<Identity> identities = List.of();

    /// What is in it.
    ///
    /// @throws Failure `CHECK_FAILED` when it is not whole
    BackupCheck.Whole checked(Surroundings here, Path file) {
        try (var in = open(here, file)) {
            var whole = BackupCheck.read(in);
            // To the very end: what encrypts it may be cut off behind what it holds.
            in.transferTo(OutputStream.nullOutputStream());
            return whole;
        } catch (Age.WrongIdentity e) {
            throw new Failure(
                    Exit.USAGE,
                    file + " is encrypted for somebody else.",
                    "None of the identities that were given opens it.",
                    "Give the file that belongs to the key it was encrypted for.");
        } catch (EOFException e) {
            throw notWhole(file, "it was broken off");
        } catch (ZipException e) {
            throw notWhole(file, "it is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw notWhole(file, String.valueOf(e.getMessage()));
        }
    }

    private static Failure notWhole(Path file, String why) {
        return new Failure(
                Exit.CHECK_FAILED,
                file + " is no backup that could be restored.",
                "What is wrong: " + why + ".",
                "Take another one; keep this one until you have.");
    }

    /// Its bytes, in clear.
    InputStream open(Surroundings here, Path file) throws IOException {
        var path = here.folder().resolve(file);
        InputStream in;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    file + " cannot be read.",
                    Input.why(e),
                    "Check the file's name and that you may read it.");
        }
        in.mark(ENCRYPTED.length);
        boolean encrypted = java.util.Arrays.equals(in.readNBytes(ENCRYPTED.length), ENCRYPTED);
        in.reset();
        if (!encrypted) {
            return in;
        }
        // Once: standard input cannot be read again.
        if (identities.isEmpty()) {
            identities =
                    identity.map(it -> Secrets.read(here, it, "The identity"))
                            .map(Age::identities)
                            .orElseThrow(() ->
                                    new Failure(
                                            Exit.USAGE,
                                            file + " is encrypted.",
                                            "What opens it is not given.",
                                            "Give the file that bellhop backup key wrote with"
                                                    + " --identity."));
        }
        return new BufferedInputStream(Age.decrypt(in, identities), BUFFER_BYTES);
    }
}
