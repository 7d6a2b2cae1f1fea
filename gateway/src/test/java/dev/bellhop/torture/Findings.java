package dev.bellhop.torture;

import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Promises that broke, each with what it broke for.
final class Findings {
    /// More of one kind are counted and not told one by one.
    private static final int TOLD_MAX = 40;

    private final Map<String, List<String>> all = new LinkedHashMap<>();

    /// @param kind such as `lost`
    /// @param words what broke, with ids and lines of the journal
    void add(String kind, String words) {
        all.computeIfAbsent(kind, _ -> new ArrayList<>()).add(words);
    }

    int count() {
        return all.values().stream().mapToInt(List::size).sum();
    }

    ArrayNode json() {
        var list = Json.object().arrayNode();
        all.forEach((kind, words) -> {
            var node = list.addObject().put("kind", kind).put("count", words.size());
            words.stream().limit(TOLD_MAX).forEach(node.putArray("what")::add);
        });
        return list;
    }
}
