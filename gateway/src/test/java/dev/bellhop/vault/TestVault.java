package dev.bellhop.vault;

import dev.bellhop.db.Database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// A vault for a database of a test's own.
public final class TestVault {
    private TestVault() {}

    public static Vault open(Database database, Clock clock) {
        try {
            var target = Files.createDirectories(Path.of("target", "keys"));
            var folder = Files.createTempDirectory(target, "vault");
            return new Vault(database, MasterKeys.in(folder.resolve("master.key")), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
