package dev.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bellhop's relay beside one of `ws` and MariaDB that calls Graph by `fetch`, and beside the same
/// with `node:http`, which costs less: 256 visitors whose messages are stored, accepted, and given
/// to the same Graph, which answers at once. Where it is installed, ejabberd beside them, at which
/// visitors write to 64 others and everything is archived, twice as XMPP has it.
///
/// Meta's limits, which Bellhop keeps by design, must not be what is measured: there are 64 numbers
/// and a phone for each visitor. No statuses come back, of which the peer would know nothing.
final class PeerChat {
    private static final String BELLHOP = "bellhop";
    private static final String FETCH = "node_ws_fetch";
    private static final String HTTP = "node_ws_http";
    private static final String EJABBERD = "ejabberd";
    private static final int DESKS = 64;
    private static final Duration SETTLED = Duration.ofMillis(500);
    private static final int PROCESSES = Integer.getInteger("bench.peers.chat.processes", 2);
    private static final int CONNECTIONS = 16;
    private static final int NUMBERS = 64;
    private static final int PHONES_OF_EACH = 4;
    private static final int VISITORS = 256;
    private static final List<Integer> RATES = List.of(200, 500);
    private static final Duration BEAT = Duration.ofSeconds(20);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration WORK_MAX = Duration.ofMinutes(1);

    /// How a visitor writes.
    private interface Voice {
        void says(String cid, String text);
    }

    private final OnTheWay way = new OnTheWay();
    private final Map<String, List<Voice>> visitors = new HashMap<>();
    private final List<FrameLine> lines = new ArrayList<>();
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
        try (var business =
                        Business.open(
                                dataDir, port, NUMBERS, PHONES_OF_EACH, Running.POOL_MEGABYTES);
                var graph = new QuickGraph((_, body) -> way.called(body));
                var bellhop = Bellhop.start(dataDir, "512m", settings(business, graph, port));
                var fetch = node(FETCH, "fetch", graph);
                var http = node(HTTP, "http", graph);
                var ejabberd = Ejabberd.isInstalled() ? Ejabberd.start() : null) {
            var servers = new ArrayList<Running>(List.of(bellhop, fetch, http));
            if (ejabberd == null) {
                System.err.println("left out: apt-get install ejabberd erlang-p1-mysql");
            } else {
                servers.add(ejabberd);
                arriveAtEjabberd(ejabberd);
            }
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
            lines.forEach(FrameLine::close);
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
        for (var peer : List.of(FETCH, HTTP, EJABBERD)) {
            if (!measured.has(peer)) {
                continue;
            }
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
        lines.add(line);
        if (server.name().equals(BELLHOP)) {
            beat(line);
        }
        visitors.computeIfAbsent(server.name(), _ -> new ArrayList<>())
                .add((cid, text) ->
                        line.say(
                                "{\"t\":\"send\",\"cid\":\""
                                        + cid
                                        + "\",\"text\":\""
                                        + text
                                        + "\"}"));
    }

    /// Whoever is silent while others have their turn is taken for gone, as a tab would be.
    private static void beat(FrameLine line) {
        var _ =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (line.isOpen()) {
                                    TimeUnit.NANOSECONDS.sleep(BEAT.toNanos());
                                    line.say("{\"t\":\"ping\"}");
                                }
                            } catch (InterruptedException | UncheckedIOException over) {
                                // The bench is.
                            }
                        });
    }

    /// Each writes to one of a few at desks. What has arrived there was archived; whoever wrote is
    /// told nothing of it.
    private void arriveAtEjabberd(Running server) throws Exception {
        for (int i = 0; i < DESKS; i++) {
            lines.add(
                    Xmpp.open(
                            server.port(),
                            "desk" + i,
                            frame -> way.called(frame).forEach(said -> way.accepted(said.cid))));
        }
        var all = new ArrayList<Voice>();
        for (int i = 0; i < VISITORS; i++) {
            var desk = "desk" + i % DESKS;
            var line = Xmpp.open(server.port(), "visitor" + i, _ -> {});
            lines.add(line);
            all.add((cid, text) -> line.say(Xmpp.message(desk, cid, text)));
        }
        visitors.put(server.name(), all);
    }

    private void heard(String frame, Semaphore welcomed) {
        if (frame.contains("\"t\":\"accepted\"")) {
            var cid = frame.substring(frame.indexOf("\"cid\":\"") + "\"cid\":\"".length());
            way.accepted(cid.substring(0, OnTheWay.MARK_LENGTH));
        } else if (frame.contains("\"t\":\"welcome\"")) {
            welcomed.release();
        } else if (frame.contains("\"t\":\"error\"")) {
            System.err.println("refused: " + frame);
        }
    }

    private OnTheWay.Said say(Voice visitor, long due) {
        var message = way.due(due);
        visitor.says(message.cid, message.text("Hello, is this the lamp for the bath?"));
        return message;
    }

    /// Each visitor writes as soon as the last message was accepted and given to Graph.
    private Map<String, Double> most(Running server, Duration length) throws Exception {
        var before = server.used();
        long began = System.nanoTime();
        long end = began + length.toNanos();
        var all = new ArrayList<List<OnTheWay.Said>>();
        var threads = new ArrayList<Thread>();
        for (var visitor : visitors.getOrDefault(server.name(), List.of())) {
            var mine = new ArrayList<OnTheWay.Said>();
            all.add(mine);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                while (System.nanoTime() < end) {
                                    var message = say(visitor, System.nanoTime());
                                    mine.add(message);
                                    message.await();
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
        var voices = visitors.getOrDefault(server.name(), List.of());
        var all = new ArrayList<OnTheWay.Said>();
        long step = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = (int) (length.toNanos() / step);
        for (int i = 0; i < count; i++) {
            long due = start + i * step;
            PeerWebhooks.sleepUntil(due);
            all.add(say(voices.get(i % voices.size()), due));
        }
        all.forEach(OnTheWay.Said::await);
        return figures(server, before, all, (System.nanoTime() - start) / 1e9);
    }

    private Map<String, Double> figures(
            Running server, Running.Used before, List<OnTheWay.Said> messages, double seconds)
            throws InterruptedException {
        server.finish();
        TimeUnit.MILLISECONDS.sleep(SETTLED.toMillis()); // what Graph called the last ones is noted
        var used = server.used().since(before);
        var accepted = OnTheWay.spread(messages, message -> message.accepted);
        var called = OnTheWay.spread(messages, message -> message.called);
        way.forgetAll();
        return Map.of(
                "durable_per_second", messages.size() / seconds,
                "accepted_p50_ms", accepted.path("p50").asDouble(),
                "accepted_p99_ms", accepted.path("p99").asDouble(),
                "to_graph_p50_ms", called.path("p50").asDouble(),
                "to_graph_p99_ms", called.path("p99").asDouble(),
                "cpu_seconds_per_10000", used.perTenThousand(messages.size()),
                "cpu_of_database", Costs.secondsForTenThousand(used.database(), messages.size()));
    }
}
