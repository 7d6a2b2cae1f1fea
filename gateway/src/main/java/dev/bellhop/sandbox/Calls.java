package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// Every call that the simulated Graph received, without headers and query: neither may show a
/// token. The last [#CALLS_MAX] are kept.
final class Calls {
    private static final int CALLS_MAX = 10_000;

    /// A call as it was received.
    ///
    /// @param status the HTTP state it was answered with; 0 when it got no answer
    /// @param body the JSON that came; text for anything else
    record Call(long n, Instant at, String method, String path, int status, JsonNode body) {
        ObjectNode json() {
            var json = Json.object();
            json.put("n", n);
            json.put("at", at.toString());
            json.put("method", method);
            json.put("path", path);
            json.put("status", status);
            json.set("body", body);
            return json;
        }
    }

    private final TreeMap<Long, Call> calls = new TreeMap<>();
    private long last;

    synchronized Call add(Instant at, String method, String path, int status, JsonNode body) {
        var call = new Call(++last, at, method, path, status, body);
        calls.put(last, call);
        if (calls.size() > CALLS_MAX) {
            calls.pollFirstEntry();
        }
        return call;
    }

    synchronized List<Call> after(long n, int limit) {
        return calls.tailMap(n, false).values().stream().limit(limit).toList();
    }

    synchronized void clear() {
        calls.clear();
    }
}
