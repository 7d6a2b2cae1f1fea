package dev.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// Bellhop's relay beside one of `ws` and MariaDB that calls Graph by `fetch`, and beside the same
/// with `node:http`, which costs less: 256 visitors whose messages are stored, accepted, and given
/// to the same Graph, which answers at once.
///
/// Meta's limits, which Bellhop keeps by design, must not be what is measured: there are 64 numbers
/// and a phone for each visitor. No statuses come back, of which the peer would know nothing.
final class PeerChat {
    private static final String BELLHOP = "bellhop";
    private static final String FETCH = "node_ws_fetch";
    private static final String HTTP = "node_ws_http";
    private static final Duration SETTLED = Duration.ofMillis(500);
    private static final int PROCESSES = Integer.getInteger("bench.peers.chat.processes", 2);
    private static final int CONNECTIONS = 16;
    private static final int NUMBERS = 64;
    private static final int PHONES_OF_EACH = 4;
    private static final int VISITORS = 256;
    private static final List<Integer> RATES = List.of(200, 500);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration WORK_MAX = Duration.ofMinutes(1);
    private static final String MARK = "bench-";
    private static final int MARK_LENGTH = 36;

    /// One message; times are of [System#nanoTime], 0 for not yet.
    private static final class Said {
        final long due;
        volatile long accepted;
        volatile long called;
        final CountDownLatch done = new CountDownLatch(2);

        Said(long due) {
            this.due = due;
        }
    }

    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private final Map<String, List<FrameLine>> visitors = new HashMap<>();
    private final Duration length;
    private final int rounds;

    private PeerChat(Duration length, int rounds) {
        this.length = length;
        this.rounds = rounds;
    }

    static ObjectNode run(Duration length, int rounds) throws Exception {
        return new PeerChat(length, rounds).measure();
    }

    private ObjectNode measure() throws Exception {
        var dataDir = Gateways.dataDir("peer-chat");
        int port = Witness.freePort();
        try (var business = Business.open(dataDir, port, NUMBERS, PHONES_OF_EACH);
                var graph = new QuickGraph(this::called);
                var bellhop = Bellhop.start(dataDir, "512m", settings(business, graph, port));
                var fetch = node(FETCH, "fetch", graph);
                var http = node(HTTP, "http", graph)) {
            var servers = List.<Running>of(bellhop, fetch, http);
            var shops = business.shops();
            for (int i = 0; i < VISITORS; i++) {
                var site = "/widget/v1/socket?site=" + shops.get(i % shops.size()).siteKey();
                arrive(bellhop, site);
                arrive(fetch, "/");
                arrive(http, "/");
            }
            for (var server : servers) {
                most(server, WARM_UP);
            }
            var figures = Json.object().put("visitors", VISITORS).put("node_processes", PROCESSES);
            var ratios = figures.putObject("ratios");
            var most = Rounds.of("chat", rounds, servers, server -> most(server, length));
            figures.set("most", most.told());
            tellRatios(ratios, most, "most", "durable_per_second", "cpu_seconds_per_10000");
            for (int rate : RATES) {
                var steady =
                        Rounds.of(
                                "chat at " + rate,
                                rounds,
                                servers,
                                server -> steady(server, length, rate));
                figures.set("at_" + rate, steady.told());
                tellRatios(
                        ratios,
                        steady,
                        "at_" + rate,
                        "to_graph_p50_ms",
                        "to_graph_p99_ms",
                        "cpu_seconds_per_10000");
            }
            visitors.values().forEach(all -> all.forEach(FrameLine::close));
            return figures;
        }
    }

    private static NodePeer node(String name, String calls, QuickGraph graph) throws IOException {
        return NodePeer.start(
                name,
                "chat.js",
                PROCESSES,
                CONNECTIONS,
                Map.of("PEER_GRAPH", graph.url(), "PEER_CALLS", calls));
    }

    private static void tellRatios(
            ObjectNode ratios, Rounds measured, String when, String... figures) {
        for (var peer : List.of(FETCH, HTTP)) {
            var ratio = ratios.withObject("/bellhop_to_" + peer);
            for (var figure : figures) {
                ratio.put(when + "_" + figure, measured.ratio(figure, BELLHOP, peer));
            }
        }
    }

    private static Map<String, String> settings(Business business, QuickGraph graph, int port) {
        var settings = new HashMap<>(business.settings());
        settings.put("BELLHOP_SANDBOX_ENABLED", "false");
        settings.put("BELLHOP_SERVER_PORT", Integer.toString(port));
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", graph.url());
        return settings;
    }

    private void arrive(Running server, String path) throws InterruptedException {
        var welcomed = new Semaphore(0);
        var line =
                FrameLine.open(server.port(), path, "bellhop.v1", frame -> heard(frame, welcomed));
        line.say("{\"t\":\"hello\",\"token\":null,\"after\":0}");
        if (!welcomed.tryAcquire(WORK_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(server.name() + " did not welcome a visitor");
        }
        visitors.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(line);
    }

    private void heard(String frame, Semaphore welcomed) {
        if (frame.contains("\"t\":\"accepted\"")) {
            var cid = frame.substring(frame.indexOf("\"cid\":\"") + "\"cid\":\"".length());
            Optional.ofNullable(said.get(cid.substring(0, MARK_LENGTH)))
                    .ifPresent(message -> {
                        message.accepted = System.nanoTime();
                        message.done.countDown();
                    });
        } else if (frame.contains("\"t\":\"welcome\"")) {
            welcomed.release();
        } else if (frame.contains("\"t\":\"error\"")) {
            System.err.println("refused: " + frame);
        }
    }

    private void called(String body) {
        int mark = body.indexOf(MARK);
        if (mark < 0) {
            return;
        }
        int from = mark + MARK.length();
        Optional.ofNullable(said.get(body.substring(from, from + MARK_LENGTH)))
                .filter(message -> message.called == 0)
                .ifPresent(message -> {
                    message.called = System.nanoTime();
                    message.done.countDown();
                });
    }

    private Said say(FrameLine line, long due) {
        var cid = UUID.randomUUID().toString();
        var message = new Said(due);
        said.put(cid, message);
        line.say(
                "{\"t\":\"send\",\"cid\":\""
                        + cid
                        + "\",\"text\":\"Hello, is this the lamp for the bath? "
                        + MARK
                        + cid
                        + "\"}");
        return message;
    }

    /// Each visitor writes as soon as the last message was accepted and given to Graph.
    private Map<String, Double> most(Running server, Duration length) throws Exception {
        var before = server.used();
        long began = System.nanoTime();
        long end = began + length.toNanos();
        var all = new ArrayList<List<Said>>();
        var threads = new ArrayList<Thread>();
        for (var line : visitors.getOrDefault(server.name(), List.of())) {
            var mine = new ArrayList<Said>();
            all.add(mine);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                while (System.nanoTime() < end) {
                                    var message = say(line, System.nanoTime());
                                    mine.add(message);
                                    await(message);
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return figures(server, before, all.stream().flatMap(List::stream).toList(), seconds);
    }

    private Map<String, Double> steady(Running server, Duration length, int perSecond)
            throws Exception {
        var before = server.used();
        var lines = visitors.getOrDefault(server.name(), List.of());
        var all = new ArrayList<Said>();
        long step = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = (int) (length.toNanos() / step);
        for (int i = 0; i < count; i++) {
            long due = start + i * step;
            PeerWebhooks.sleepUntil(due);
            all.add(say(lines.get(i % lines.size()), due));
        }
        all.forEach(PeerChat::await);
        return figures(server, before, all, (System.nanoTime() - start) / 1e9);
    }

    private static void await(Said message) {
        try {
            if (!message.done.await(WORK_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a message was lost");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Double> figures(
            Running server, Running.Used before, List<Said> messages, double seconds)
            throws InterruptedException {
        server.finish();
        TimeUnit.MILLISECONDS.sleep(SETTLED.toMillis()); // what Graph called the last ones is noted
        var used = server.used().since(before);
        var accepted = spread(messages, message -> message.accepted);
        var called = spread(messages, message -> message.called);
        said.clear();
        return Map.of(
                "durable_per_second", messages.size() / seconds,
                "accepted_p50_ms", accepted.path("p50").asDouble(),
                "accepted_p99_ms", accepted.path("p99").asDouble(),
                "to_graph_p50_ms", called.path("p50").asDouble(),
                "to_graph_p99_ms", called.path("p99").asDouble(),
                "cpu_seconds_per_10000", used.perTenThousand(messages.size()),
                "cpu_of_database", Costs.secondsForTenThousand(used.database(), messages.size()));
    }

    private static com.fasterxml.jackson.databind.JsonNode spread(
            List<Said> messages, ToLongFunction<Said> end) {
        return Spread.of(messages.stream().mapToDouble(m -> (end.applyAsLong(m) - m.due) / 1e6));
    }
}
