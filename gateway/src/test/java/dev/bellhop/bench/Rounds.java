package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Rounds of servers in turns (A B C, A B C, …), of which the middle counts, and what one is to
/// another.
final class Rounds {

    /// One server's round: figures by their names.
    interface Round {
        Map<String, Double> measure(Running server) throws Exception;
    }

    private final Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
    private double load;
    private int loads;

    static Rounds of(String what, int rounds, List<? extends Running> servers, Round round)
            throws Exception {
        var measured = new Rounds();
        for (int i = 0; i < rounds; i++) {
            for (var server : servers) {
                measured.add(server.name(), round.measure(server));
                System.err.printf("%s, round %d: %s%n", what, i + 1, measured.last(server.name()));
            }
        }
        return measured;
    }

    void add(String server, Map<String, Double> figures) {
        load += ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        loads++;
        var known = all.computeIfAbsent(server, _ -> new TreeMap<>());
        figures.forEach((figure, value) ->
                known.computeIfAbsent(figure, _ -> new java.util.ArrayList<>()).add(value));
    }

    boolean has(String server) {
        return all.containsKey(server);
    }

    String last(String server) {
        var words = new StringBuilder(server);
        figures(server)
                .forEach((figure, values) ->
                        words.append(' ')
                                .append(figure)
                                .append('=')
                                .append(rounded(values.getLast())));
        return words.toString();
    }

    /// The middle of a server's rounds.
    double middle(String server, String figure) {
        var sorted = values(server, figure).stream().sorted().toList();
        return sorted.get((sorted.size() - 1) / 2);
    }

    private Map<String, List<Double>> figures(String server) {
        return Objects.requireNonNull(all.get(server), server);
    }

    private List<Double> values(String server, String figure) {
        return Objects.requireNonNull(figures(server).get(figure), figure);
    }

    /// How many times one's middle is another's.
    double ratio(String figure, String server, String other) {
        return rounded(middle(server, figure) / middle(other, figure));
    }

    ObjectNode told() {
        var node = Json.object().put("load_average", rounded(load / Math.max(1, loads)));
        all.forEach((server, figures) -> {
            var told = node.putObject(server);
            figures.forEach((figure, values) -> {
                var rounds = told.putObject(figure).put("median", rounded(middle(server, figure)));
                rounds.set("rounds", each(values));
            });
        });
        return node;
    }

    private static JsonNode each(List<Double> values) {
        var row = Json.object().arrayNode();
        values.forEach(value -> row.add(rounded(value)));
        return row;
    }

    /// To three digits and no more than three behind the point.
    static double rounded(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return -1;
        }
        return value >= 100 ? Math.round(value) : Math.round(value * 1_000) / 1_000.0;
    }
}
