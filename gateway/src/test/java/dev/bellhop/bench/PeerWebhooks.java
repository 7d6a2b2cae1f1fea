package dev.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Meta's door of Bellhop beside two doors in Node: as many notifications as each takes from 64 and
/// from 256 connections that each wait for their answer, and then a rate of twice what the better
/// known of them, a transaction for each notification, takes at most.
final class PeerWebhooks {
    private static final String ROW = "node_row";
    private static final String GROUP = "node_group";
    private static final String BELLHOP = "bellhop";
    private static final int PROCESSES = 2;
    private static final int ROW_CONNECTIONS = Integer.getInteger("bench.peers.connections", 16);
    private static final int CUSTOMERS = 1_000;
    private static final int MANY = 256;
    private static final int FEW = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final String SECRET = "the secret of the bench";

    private final Map<String, SignedNotes> notes = new HashMap<>();
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicInteger posted = new AtomicInteger();
    private final Duration length;
    private final int rounds;

    private PeerWebhooks(Duration length, int rounds) {
        this.length = length;
        this.rounds = rounds;
    }

    static ObjectNode run(Duration length, int rounds) throws Exception {
        return new PeerWebhooks(length, rounds).measure();
    }

    private ObjectNode measure() throws Exception {
        try (var bellhop = Bellhop.withSandbox("512m");
                var row = node(ROW, "row", ROW_CONNECTIONS);
                var group = node(GROUP, "group", 2 * PROCESSES)) {
            notes.put(
                    BELLHOP,
                    new SignedNotes(bellhop.gateway().http().get("/sandbox/control/setup").json()));
            var setup =
                    Json.object()
                            .put("account_id", "200000000000001")
                            .put("business_number", "15550200000")
                            .put("phone_number_id", "300000000001000")
                            .put("channel", "1")
                            .put("app_secret", SECRET);
            notes.put(ROW, new SignedNotes(setup));
            notes.put(GROUP, new SignedNotes(setup));
            var servers = List.<Running>of(bellhop, row, group);
            for (var server : servers) {
                closedLoop(server, MANY, WARM_UP);
                server.finish();
            }
            var many =
                    Rounds.of(
                            "webhooks of " + MANY,
                            rounds,
                            servers,
                            server -> closedRound(server, MANY));
            var few =
                    Rounds.of(
                            "webhooks of " + FEW,
                            rounds,
                            servers,
                            server -> closedRound(server, FEW));
            int offered = (int) Math.round(2 * many.middle(ROW, "durable_per_second"));
            var steady =
                    Rounds.of(
                            "webhooks at " + offered,
                            rounds,
                            List.of(bellhop, group),
                            server -> steadyRound(server, offered));
            return told(many, few, steady, offered);
        }
    }

    private static NodePeer node(String name, String writes, int connections) throws Exception {
        return NodePeer.start(
                name,
                "webhook.js",
                PROCESSES,
                connections,
                Map.of("PEER_SECRET", SECRET, "PEER_WRITES", writes));
    }

    private ObjectNode told(Rounds many, Rounds few, Rounds steady, int offered) {
        var figures =
                Json.object()
                        .put("node_processes", PROCESSES)
                        .put("row_connections", ROW_CONNECTIONS);
        var ratios = figures.putObject("ratios");
        for (var peer : List.of(ROW, GROUP)) {
            var ratio = ratios.putObject("bellhop_to_" + peer);
            for (var figure :
                    List.of("durable_per_second", "worked_per_second", "cpu_seconds_per_10000")) {
                ratio.put(figure + "_256", many.ratio(figure, BELLHOP, peer))
                        .put(figure + "_64", few.ratio(figure, BELLHOP, peer));
            }
        }
        ratios.put("p99_ms_at_twice_row", Rounds.rounded(steady.middle(BELLHOP, "p99_ms")));
        figures.set("connections_256", many.told());
        figures.set("connections_64", few.told());
        figures.set("steady", steady.told().put("offered_per_second", offered));
        return figures;
    }

    private Map<String, Double> closedRound(Running server, int connections) throws Exception {
        var before = server.used();
        long began = System.nanoTime();
        var millis = closedLoop(server, connections, length);
        double seconds = (System.nanoTime() - began) / 1e9;
        server.finish();
        // A peer has nothing left to do then.
        double worked = server instanceof Bellhop ? (System.nanoTime() - began) / 1e9 : seconds;
        return figures(server, before, millis, seconds, worked);
    }

    private static Map<String, Double> figures(
            Running server,
            Running.Used before,
            List<Double> millis,
            double seconds,
            double worked) {
        var used = server.used().since(before);
        var spread = Spread.of(millis.stream().mapToDouble(Double::doubleValue));
        return Map.of(
                "durable_per_second", millis.size() / seconds,
                "worked_per_second", millis.size() / worked,
                "p50_ms", spread.path("p50").asDouble(),
                "p99_ms", spread.path("p99").asDouble(),
                "cpu_seconds_per_10000", used.perTenThousand(millis.size()),
                "cpu_of_database", Costs.secondsForTenThousand(used.database(), millis.size()));
    }

    private List<Double> closedLoop(Running server, int connections, Duration length)
            throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        return Crowd.of(
                connections,
                millis -> {
                    try (var line = new Line(server.port())) {
                        while (System.nanoTime() < end) {
                            long began = System.nanoTime();
                            post(server, line, ThreadLocalRandom.current().nextInt(CUSTOMERS));
                            millis.add((System.nanoTime() - began) / 1e6);
                        }
                    }
                });
    }

    private Map<String, Double> steadyRound(Running server, int perSecond) throws Exception {
        var before = server.used();
        long step = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = (int) (length.toNanos() / step);
        var next = new AtomicInteger();
        var millis =
                Crowd.of(
                        MANY,
                        times -> {
                            try (var line = new Line(server.port())) {
                                for (int i = next.getAndIncrement();
                                        i < count;
                                        i = next.getAndIncrement()) {
                                    long due = start + i * step;
                                    sleepUntil(due);
                                    post(server, line, i % CUSTOMERS);
                                    times.add((System.nanoTime() - due) / 1e6);
                                }
                            }
                        });
        double seconds = (System.nanoTime() - start) / 1e9;
        server.finish();
        double worked = server instanceof Bellhop ? (System.nanoTime() - start) / 1e9 : seconds;
        return figures(server, before, millis, seconds, worked);
    }

    static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void post(Running server, Line line, int customer) {
        var note = notes.get(server.name());
        if (note == null) {
            throw new IllegalStateException(server.name());
        }
        int status = note.post(line, customer, run + posted.incrementAndGet(), "Hello");
        if (status != 200) {
            throw new IllegalStateException(server.name() + " answered " + status);
        }
    }

    /// Many clients at once, each a virtual thread, and what they measured together.
    private static final class Crowd {
        interface Client {
            void work(List<Double> millis);
        }

        static List<Double> of(int clients, Client client) throws InterruptedException {
            var all = new ArrayList<List<Double>>();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < clients; i++) {
                var millis = new ArrayList<Double>();
                all.add(millis);
                threads.add(Thread.ofVirtual().start(() -> client.work(millis)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return all.stream().flatMap(List::stream).toList();
        }
    }
}
