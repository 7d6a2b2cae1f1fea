package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/// Meta's door: signed notifications of customers' messages with distinct ids against a gateway
/// with a database of its own. Everything runs on this machine, these clients too.
///
/// First as many as it takes from 64 connections that each wait for their answer (several rounds;
/// the work behind is finished between them, and its processor time is counted), then a steady
/// rate, whose times count from when a request was due, and during which some messages are looked
/// for through the API until they can be read.
final class Webhooks {
    private static final int CONNECTIONS = 64;
    private static final int CUSTOMERS = 1_000;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final int PROBES_PER_SECOND = 10;
    private static final int PROBED = 10;
    private static final Duration WORK_MAX = Duration.ofMinutes(3);
    private static final Map<String, String> UNLIMITED =
            Map.of(
                    "BELLHOP_LIMITS_WEBHOOKS_BURST", "1000000",
                    "BELLHOP_LIMITS_WEBHOOKS_REFILL", "1000000",
                    "BELLHOP_LIMITS_API_BURST", "1000000",
                    "BELLHOP_LIMITS_API_REFILL", "1000000");

    private final Child gateway;
    private final SignedNotes notes;
    private final String token;
    private final ProcessHandle database;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicInteger posted = new AtomicInteger();

    private Webhooks(Child gateway) throws IOException {
        this.gateway = gateway;
        this.notes = new SignedNotes(gateway.http().get("/sandbox/control/setup").json());
        this.token = SignedIn.token(gateway);
        this.database = gateway.database().orElseThrow();
    }

    static JsonNode run(Duration steady, int perSecond, int rounds) throws Exception {
        try (var gateway = Gateways.start(Gateways.dataDir("webhook"), UNLIMITED)) {
            return new Webhooks(gateway).measure(steady, perSecond, rounds);
        }
    }

    private JsonNode measure(Duration steady, int perSecond, int rounds) throws Exception {
        var figures = Json.object().put("bench", "webhook").put("connections", CONNECTIONS);
        closedLoop(ROUND);
        finishWork(); // warm
        var closed = figures.putArray("closed_loop");
        for (int i = 0; i < rounds; i++) {
            closed.add(round());
        }
        figures.set(
                "closed_loop_acknowledged_per_second",
                Spread.of(
                        DoubleStream.iterate(0, i -> i < rounds, i -> i + 1)
                                .map(i ->
                                        closed.get((int) i)
                                                .path("acknowledged_per_second")
                                                .asDouble())));
        figures.set("steady", steady(steady, perSecond));
        return figures;
    }

    private ObjectNode round() throws Exception {
        var before = costs();
        var millis = closedLoop(ROUND);
        var answered = costs().since(before);
        long began = System.nanoTime();
        finishWork();
        var all = costs().since(before);
        var round =
                Json.object()
                        .put(
                                "acknowledged_per_second",
                                Math.round(millis.size() * 1000.0 / ROUND.toMillis()));
        round.set("acknowledge_ms", spread(millis));
        return cost(round, answered, "until_answered", millis.size())
                .put("work_left_seconds", Math.round((System.nanoTime() - began) / 1e8) / 10.0)
                .setAll(cost(Json.object(), all, "with_all_work", millis.size()));
    }

    private static ObjectNode cost(ObjectNode node, Costs costs, String when, int count) {
        node.putObject("cpu_seconds_per_10000_" + when)
                .put("gateway", Costs.secondsForTenThousand(costs.gateway(), count))
                .put("database", Costs.secondsForTenThousand(costs.database(), count));
        return node;
    }

    private List<Double> closedLoop(Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        return together((line, millis) -> {
            while (System.nanoTime() < end) {
                long began = System.nanoTime();
                post(line, ThreadLocalRandom.current().nextInt(CUSTOMERS), "Hello");
                millis.add((System.nanoTime() - began) / 1e6);
            }
        });
    }

    private JsonNode steady(Duration length, int perSecond) throws Exception {
        var resident = new ArrayList<Double>();
        var databaseResident = new ArrayList<Double>();
        var readable = new Lookout(gateway.port(), token);
        for (int i = 0; i < PROBED; i++) {
            try (var line = new Line(gateway.port())) {
                post(line, CUSTOMERS + i, "First");
                readable.learn(i);
            }
        }
        finishWork();
        double heapBefore = Costs.liveHeapMegabytes(gateway.process());
        var before = costs();
        long step = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = (int) (length.toNanos() / step);
        int probeEvery = Math.max(1, perSecond / PROBES_PER_SECOND);
        var next = new AtomicInteger();
        var watch = Thread.ofVirtual().start(() -> watchMemory(resident, databaseResident));
        var millis =
                together((line, times) -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        long due = start + i * step;
                        sleepUntil(due);
                        if (i % probeEvery == 0) {
                            readable.probe(
                                    i / probeEvery % PROBED,
                                    due,
                                    (customer, words) -> post(line, CUSTOMERS + customer, words));
                        } else {
                            post(line, i % CUSTOMERS, "Hello");
                        }
                        times.add((System.nanoTime() - due) / 1e6);
                    }
                });
        double seconds = (System.nanoTime() - start) / 1e9;
        watch.interrupt();
        watch.join();
        finishWork();
        var node =
                Json.object()
                        .put("offered_per_second", perSecond)
                        .put("acknowledged_per_second", Math.round(count / seconds));
        node.set("acknowledge_ms", spread(millis));
        node.set("readable_ms", spread(readable.millis()));
        var cost = cost(node, costs().since(before), "with_all_work", count);
        cost.putObject("gateway_live_heap_mb")
                .put("before", Math.round(heapBefore))
                .put("after", Math.round(Costs.liveHeapMegabytes(gateway.process())));
        cost.set("gateway_resident_mb", Spread.overTime(resident));
        cost.set("database_resident_mb", Spread.overTime(databaseResident));
        return cost;
    }

    private void watchMemory(List<Double> resident, List<Double> databaseResident) {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(250);
                resident.add(Costs.residentMegabytes(gateway.process()));
                databaseResident.add(Costs.residentMegabytes(database));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private interface Client {
        void work(Line line, List<Double> millis);
    }

    private List<Double> together(Client client) throws InterruptedException {
        var all = new ArrayList<List<Double>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CONNECTIONS; i++) {
            var millis = new ArrayList<Double>();
            all.add(millis);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var line = new Line(gateway.port())) {
                                    client.work(line, millis);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return all.stream().flatMap(List::stream).toList();
    }

    private void post(Line line, int customer, String words) {
        int status = notes.post(line, customer, run + posted.incrementAndGet(), words);
        if (status != 200) {
            throw new IllegalStateException("the webhook answered " + status);
        }
    }

    /// Waits until nothing waits in the table.
    private void finishWork() throws InterruptedException {
        long deadline = System.nanoTime() + WORK_MAX.toNanos();
        try (var line = new Line(gateway.port())) {
            while (!Json.read(
                            line.ask(
                                            "GET /api/v1/deliveries?state=waiting&limit=1"
                                                    + " HTTP/1.1\r\nAuthorization: Bearer "
                                                    + token
                                                    + "\r\n",
                                            new byte[0])
                                    .body())
                    .path("items")
                    .isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the work behind is not done in " + WORK_MAX);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private Costs costs() {
        return Costs.of(gateway.process(), database);
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static JsonNode spread(List<Double> millis) {
        return Spread.of(millis.stream().mapToDouble(Double::doubleValue));
    }
}
