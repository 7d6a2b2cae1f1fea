package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.LinkedHashMap;
import java.util.Map;

/// What Meta thinks of the number just now; good, until a drill says otherwise.
final class NumberState {
    static final String THROUGHPUT = "throughput";

    private static final Map<String, String> GOOD =
            Map.of(
                    "quality_rating",
                    "GREEN",
                    "status",
                    "CONNECTED",
                    "name_status",
                    "APPROVED",
                    "can_send_message",
                    "AVAILABLE",
                    THROUGHPUT,
                    "STANDARD",
                    "is_on_biz_app",
                    "false");

    private Map<String, String> values = GOOD;

    synchronized void reset() {
        values = GOOD;
    }

    synchronized String get(String member) {
        return values.getOrDefault(member, "");
    }

    /// Takes over the members that are there.
    synchronized ObjectNode change(JsonNode changes) {
        var next = new LinkedHashMap<>(values);
        changes.properties()
                .forEach(change -> {
                    boolean isWord = change.getValue().isTextual() || change.getValue().isBoolean();
                    if (!GOOD.containsKey(change.getKey()) || !isWord) {
                        throw Refusal.of(Code.INVALID, "There is no " + change.getKey() + ".");
                    }
                    next.put(change.getKey(), change.getValue().asText());
                });
        values = Map.copyOf(next);
        var json = Json.object();
        values.forEach(json::put);
        return json;
    }
}
