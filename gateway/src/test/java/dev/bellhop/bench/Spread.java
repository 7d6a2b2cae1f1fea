package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.List;
import java.util.stream.DoubleStream;

/// A set of measurements as its count, minimum, median, p90, p99 and maximum.
final class Spread {
    private Spread() {}

    static JsonNode of(DoubleStream measurements) {
        double[] sorted = measurements.sorted().toArray();
        var node = Json.object().put("count", sorted.length);
        if (sorted.length > 0) {
            node.put("min", rounded(sorted[0]))
                    .put("p50", rounded(at(sorted, 0.50)))
                    .put("p90", rounded(at(sorted, 0.90)))
                    .put("p99", rounded(at(sorted, 0.99)))
                    .put("max", rounded(sorted[sorted.length - 1]));
        }
        return node;
    }

    /// Ten means over the length of a measurement: what is flat is a row of like numbers.
    static JsonNode overTime(List<Double> samples) {
        var means = Json.object().arrayNode();
        int parts = Math.min(10, samples.size());
        for (int i = 0; i < parts; i++) {
            means.add(
                    rounded(
                            samples
                                    .subList(
                                            i * samples.size() / parts,
                                            (i + 1) * samples.size() / parts)
                                    .stream()
                                    .mapToDouble(Double::doubleValue)
                                    .average()
                                    .orElseThrow()));
        }
        return means;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
