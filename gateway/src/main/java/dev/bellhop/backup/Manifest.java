package dev.bellhop.backup;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Snapshot;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What stands first in a backup: what made it, and what its tables look like.
///
/// @param bellhop the version that made it
/// @param steps the steps of the schema that its tables have gone through
/// @param keys the fingerprints of the master keys that its secrets are sealed with. The keys
///   themselves are not in it: with them a backup would be its own secrets
record Manifest(
        String bellhop,
        Instant madeAt,
        List<String> steps,
        List<String> keys,
        List<Snapshot.Table> tables) {

    /// The form of the whole file; a reader refuses one that it does not know.
    static final int FORMAT = 1;

    static final String NAME = "manifest.json";

    Manifest {
        steps = List.copyOf(steps);
        keys = List.copyOf(keys);
        tables = List.copyOf(tables);
    }

    byte[] bytes() {
        var node =
                Json.object()
                        .put("format", FORMAT)
                        .put("bellhop", bellhop)
                        .put("made_at", madeAt.toString());
        keys.forEach(node.putArray("keys")::add);
        steps.forEach(node.putArray("steps")::add);
        var described = node.putObject("tables");
        for (var table : tables) {
            var one = described.putObject(table.name());
            table.nextId().ifPresent(id -> one.put("next_id", id));
            var columns = one.putArray("columns");
            table.columns().forEach(column -> columns.add(column.name()));
            var binary = one.putArray("binary");
            table.columns().stream()
                    .filter(Snapshot.Column::binary)
                    .forEach(column -> binary.add(column.name()));
        }
        return Json.bytes(node);
    }

    /// @throws IOException in words for a person, when it is not one that this version reads
    static Manifest read(byte[] bytes) throws IOException {
        var node =
                Json.tryRead(bytes).orElseThrow(() -> new IOException("its manifest is damaged"));
        if (node.path("format").asInt() != FORMAT) {
            throw new IOException(
                    "it is of form "
                            + node.path("format").asText("?")
                            + ", and this version reads form "
                            + FORMAT);
        }
        Map<String, Snapshot.Table> tables = new LinkedHashMap<>();
        for (var entry : node.path("tables").properties()) {
            tables.put(entry.getKey(), table(entry.getKey(), entry.getValue()));
        }
        return new Manifest(
                node.path("bellhop").asText(),
                Instant.parse(node.path("made_at").asText()),
                texts(node.path("steps")),
                texts(node.path("keys")),
                List.copyOf(tables.values()));
    }

    private static Snapshot.Table table(String name, JsonNode node) {
        var binary = texts(node.path("binary"));
        return new Snapshot.Table(
                name,
                texts(node.path("columns")).stream()
                        .map(column -> new Snapshot.Column(column, binary.contains(column)))
                        .toList(),
                node.has("next_id")
                        ? OptionalLong.of(node.path("next_id").asLong())
                        : OptionalLong.empty());
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(it -> texts.add(it.asText()));
        return texts;
    }
}
