package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Notifications in Meta's shapes, one a file, all values invented.
public final class Samples {
    private static final Path FOLDER = Path.of("src/test/resources/webhooks");

    private Samples() {}

    /// The names of all of them.
    public static List<String> names() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file as it is.
    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String name) {
        return Json.read(bytes(name));
    }
}
