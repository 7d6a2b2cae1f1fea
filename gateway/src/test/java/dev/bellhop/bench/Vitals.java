package dev.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a gateway holds, looked at again and again: memory, threads, files, connections of the
/// pool, and what waits. Linux is asked for what is the process's, the gateway's own metrics for
/// the rest.
final class Vitals {
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
    private static final Map<String, String> METRICS =
            Map.of(
                    "pool_busy", "bellhop_database_connections{state=\"busy\"}",
                    "pool_idle", "bellhop_database_connections{state=\"idle\"}",
                    "pool_waited_for", "bellhop_database_connections{state=\"waited_for\"}",
                    "outbox_waiting", "bellhop_outbox_jobs{state=\"waiting\"}",
                    "outbox_dead", "bellhop_outbox_jobs{state=\"dead\"}",
                    "sockets_visitors", "bellhop_sockets{kind=\"visitor\"}",
                    "sockets_panel", "bellhop_sockets{kind=\"panel\"}");

    private final Child gateway;
    private final ProcessHandle database;
    private final Map<String, List<Double>> seen = new LinkedHashMap<>();

    Vitals(Child gateway) {
        this.gateway = gateway;
        this.database = gateway.database().orElseThrow();
    }

    void look() throws IOException {
        var process = Path.of("/proc", Long.toString(gateway.process().pid()));
        note("resident_mb", Costs.residentMegabytes(gateway.process()));
        note("database_resident_mb", Costs.residentMegabytes(database));
        var threads = THREADS.matcher(Files.readString(process.resolve("status")));
        note("threads", threads.find() ? Double.parseDouble(threads.group(1)) : Double.NaN);
        try (var files = Files.list(process.resolve("fd"))) {
            note("files", (double) files.count());
        }
        var metrics = gateway.http().get("/observe/metrics").text().lines().toList();
        METRICS.forEach((name, metric) ->
                metrics.stream()
                        .filter(line -> line.startsWith(metric + " "))
                        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length())))
                        .findFirst()
                        .ifPresentOrElse(
                                value -> note(name, value),
                                () -> {
                                    throw new IllegalStateException("there is no " + metric);
                                }));
    }

    /// The same after a collection of the whole heap, which holds everything up.
    void lookAtHeap() throws IOException {
        note("live_heap_mb", Costs.liveHeapMegabytes(gateway.process()));
    }

    private void note(String name, double value) {
        seen.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /// Ten means of each.
    ObjectNode overTime() {
        var all = Json.object();
        seen.forEach((name, values) -> all.set(name, Spread.overTime(values)));
        return all;
    }
}
