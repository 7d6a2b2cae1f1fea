package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;

/// How long a start takes with an initialised database, and what the gateway holds right after it.
final class Start {
    private Start() {}

    static JsonNode run(int times) throws IOException {
        var dataDir = Gateways.dataDir("start");
        var millis = new double[times];
        var resident = new double[times];
        int first;
        try (var warm = Gateways.start(dataDir, Map.of())) {
            first = warm.readyMillis();
        }
        for (int i = 0; i < times; i++) {
            try (var gateway = Gateways.start(dataDir, Map.of())) {
                millis[i] = gateway.readyMillis();
                resident[i] = Costs.residentMegabytes(gateway.process());
            }
        }
        var figures =
                Json.object()
                        .put("bench", "start")
                        .put("times", times)
                        .put("first_ready_ms", first);
        figures.set("ready_ms", Spread.of(IntStream.range(0, times).mapToDouble(i -> millis[i])));
        figures.set(
                "resident_mb", Spread.of(IntStream.range(0, times).mapToDouble(i -> resident[i])));
        return figures;
    }
}
