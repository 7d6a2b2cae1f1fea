package dev.bellhop.backup;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// What stands last in a backup: what must have been found before it. A backup that was broken off
/// has none.
///
/// @param rows of each table
/// @param missing files that rows name and that were not there any more
/// @param sha256 of everything before: of each entry its name as UTF-8, a zero byte and its bytes,
///   in their order; in hex
record Contents(Map<String, Long> rows, long files, long missing, String sha256) {
    static final String NAME = "contents.json";

    Contents {
        rows = Map.copyOf(rows);
    }

    long rowsInAll() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    byte[] bytes() {
        var node =
                Json.object()
                        .put("files", files)
                        .put("missing_files", missing)
                        .put("sha256", sha256);
        var counts = node.putObject("rows");
        new TreeMap<>(rows).forEach(counts::put);
        return Json.bytes(node);
    }

    /// @throws IOException in words for a person
    static Contents read(byte[] bytes) throws IOException {
        var node = Json.tryRead(bytes).orElseThrow(() -> new IOException("its end is damaged"));
        var rows = new TreeMap<String, Long>();
        for (Map.Entry<String, JsonNode> entry : node.path("rows").properties()) {
            rows.put(entry.getKey(), entry.getValue().asLong());
        }
        return new Contents(
                rows,
                node.path("files").asLong(),
                node.path("missing_files").asLong(),
                node.path("sha256").asText());
    }
}
