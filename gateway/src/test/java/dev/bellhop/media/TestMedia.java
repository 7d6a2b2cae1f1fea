package dev.bellhop.media;

import dev.bellhop.db.Database;
import dev.bellhop.web.Limits;
import dev.bellhop.web.RefusalBook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

/// The room with a folder of its own.
public final class TestMedia {
    private TestMedia() {}

    public static Media open(Database database, Clock clock) {
        try {
            var target = Files.createDirectories(Path.of("target", "media"));
            return Media.open(
                    database,
                    Store.folder(Files.createTempDirectory(target, "files")),
                    new SecretKeySpec(new byte[32], "HmacSHA256"),
                    () -> URI.create("http://localhost"),
                    new Limits(Map.of(), RefusalBook.NONE),
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
