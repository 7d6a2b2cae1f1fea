package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What a customer's message costs where much is stored, beside one with next to nothing: the
/// database's memory for pages holds a quarter of the data, so that most of it is on the disk.
final class Growth {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LITTLE = 10_000;
    private static final int MEGABYTE = 1 << 20;
    private static final int LITTLE_POOL_MEGABYTES = 512;

    private Growth() {}

    /// Fills a database first, ten messages in each conversation, or takes the one that an earlier
    /// run left: `bench.data`.
    static JsonNode run(int messages, int rounds) throws Exception {
        var kept = System.getProperty("bench.data", "");
        Path dataDir = kept.isEmpty() ? Gateways.dataDir("growth") : Path.of(kept);
        var figures =
                Json.object().put("bench", "growth").put("load_average_before", Upkeep.load());
        if (kept.isEmpty()) {
            figures.set("seeded", Seed.run(dataDir, messages, Math.max(1, messages / 10)));
        }
        long data = size(dataDir.resolve("mariadb").resolve("data").resolve("bellhop"));
        int pool = (int) Math.max(64, data / MEGABYTE / 4);
        figures.put("data_mb", data / MEGABYTE).put("pool_mb", pool);
        try (var server = EmbeddedMariaDb.start(dataDir.resolve("mariadb"), pool);
                var much = Gateways.start(dataDir, settings(server))) {
            return figures.set("saying", besideLittle(much, server, rounds));
        }
    }

    /// In turns with one that has next to nothing stored.
    static JsonNode besideLittle(Child much, EmbeddedMariaDb muchServer, int rounds)
            throws Exception {
        var dataDir = Gateways.dataDir("growth-little");
        var _ = Seed.run(dataDir, LITTLE, LITTLE / 10);
        try (var server = EmbeddedMariaDb.start(dataDir.resolve("mariadb"), LITTLE_POOL_MEGABYTES);
                var little = Gateways.start(dataDir, settings(server))) {
            return Upkeep.ofMuch(little, server.process(), much, muchServer.process(), rounds);
        }
    }

    /// Those of a gateway on this database, without limits.
    static Map<String, String> settings(EmbeddedMariaDb server) {
        var address = server.address(16, PATIENCE);
        var settings = new HashMap<>(Panels.UNLIMITED);
        settings.put("BELLHOP_DATABASE_URL", address.url());
        settings.put("BELLHOP_DATABASE_USER", address.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", address.password());
        return settings;
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }
}
