package dev.bellhop.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The master key in force, and those that stand beside it while it changes: the *next* one, which
/// a rotation has put on the disk before the database knows it, and the *previous* one, which the
/// configuration names where the key comes from elsewhere.
///
/// Which of them the stored keys are sealed with, the database alone says.
public final class MasterKeys {
    private static final int COMMAND_SECONDS = 30;
    private static final int COMMAND_BYTES_MAX = 4_096;

    private final KeySource source;
    private final Optional<Path> previousFile;

    private MasterKeys(KeySource source, Optional<Path> previousFile) {
        this.source = source;
        this.previousFile = previousFile;
    }

    /// Reads the key that the source holds.
    ///
    /// @param previousFile the key that the source held before, while the stored keys may still be
    ///   sealed with it
    /// @param mayMake whether a missing file is a first start, so that the key is made
    /// @throws IOException with one clear line when there is no key to be had
    public static MasterKeys open(KeySource source, Optional<Path> previousFile, boolean mayMake)
            throws IOException {
        if (source instanceof KeySource.File(var path) && mayMake && !Files.exists(path)) {
            KeyFile.writeFirst(path, MasterKey.make());
        }
        var keys = new MasterKeys(source, previousFile);
        var _ = keys.current();
        return keys;
    }

    /// A key file that may not be there yet.
    public static MasterKeys in(Path file) throws IOException {
        return open(new KeySource.File(file), Optional.empty(), true);
    }

    KeySource source() {
        return source;
    }

    /// Read anew each time: another gateway may have rotated it.
    MasterKey current() throws IOException {
        return switch (source) {
            case KeySource.File(var path) -> KeyFile.read(path);
            case KeySource.Credential(var path) -> KeyFile.readGuarded(path);
            case KeySource.Command(var line) -> ask(line);
        };
    }

    /// The key of the file beside ours, if a rotation has left one.
    Optional<MasterKey> next() throws IOException {
        return source instanceof KeySource.File
                ? KeyFile.maybe(beside(file(), ".next"))
                : Optional.empty();
    }

    /// Whether the key of this name can be had here.
    public boolean has(String fingerprint) throws IOException {
        return named(fingerprint).isPresent();
    }

    /// The key with this fingerprint, of all that can be had here.
    Optional<MasterKey> named(String fingerprint) throws IOException {
        for (var files : List.of(next(), kept(fingerprint), previous())) {
            if (files.filter(key -> key.fingerprint().equals(fingerprint)).isPresent()) {
                return files;
            }
        }
        return Optional.of(current()).filter(key -> key.fingerprint().equals(fingerprint));
    }

    /// A key that was in force before, as a rotation keeps it.
    private Optional<MasterKey> kept(String fingerprint) throws IOException {
        return source instanceof KeySource.File && fingerprint.matches("[0-9a-f]{16}")
                ? KeyFile.maybe(beside(file(), ".previous-" + fingerprint))
                : Optional.empty();
    }

    private Optional<MasterKey> previous() throws IOException {
        return previousFile.isPresent() ? KeyFile.maybe(previousFile.get()) : Optional.empty();
    }

    /// Whether a new one can be made here.
    boolean canMake() {
        return source instanceof KeySource.File;
    }

    /// Puts a new key on the disk, beside the one in force.
    ///
    /// @throws IOException when it could not take the place of the one in force: a directory that
    ///   is only read, or a file that is mounted by itself
    MasterKey makeNext() throws IOException {
        // What would fail after the database has the new key is tried with the old one before.
        KeyFile.write(file(), current());
        var key = MasterKey.make();
        KeyFile.write(beside(file(), ".next"), key);
        return key;
    }

    /// The next key has come into force; the one before is kept beside it for older backups.
    /// Whoever comes second finds it done.
    void promote(MasterKey key) throws IOException {
        if (current().equals(key)) {
            return;
        }
        var before = current();
        KeyFile.write(beside(file(), ".previous-" + before.fingerprint()), before);
        KeyFile.move(beside(file(), ".next"), file());
    }

    /// The next key never came into force.
    void forgetNext() throws IOException {
        KeyFile.remove(beside(file(), ".next"));
    }

    /// A link stays one: what it leads to is replaced.
    private Path file() throws IOException {
        if (source instanceof KeySource.File(var path)) {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        }
        throw new IllegalStateException("only a key file can be replaced");
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private MasterKey ask(List<String> line) throws IOException {
        var process =
                new ProcessBuilder(line)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        try (var output = process.getInputStream()) {
            // Watched from beside, so that a program that says nothing for ever is ended.
            var _ =
                    process.onExit()
                            .orTimeout(COMMAND_SECONDS, TimeUnit.SECONDS)
                            .whenComplete((_, late) -> {
                                if (late != null) {
                                    process.destroyForcibly();
                                }
                            });
            byte[] printed = output.readNBytes(COMMAND_BYTES_MAX);
            if (printed.length == COMMAND_BYTES_MAX) {
                throw noKey(); // it may go on for ever
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(source.words() + " ended with code " + code);
            }
            return MasterKey.parse(new String(printed, StandardCharsets.US_ASCII))
                    .orElseThrow(this::noKey);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(source.words() + " was interrupted", e);
        } finally {
            process.destroy();
        }
    }

    private IOException noKey() {
        return new IOException(
                source.words() + " did not print a key: it should be 32 bytes in base64");
    }
}
