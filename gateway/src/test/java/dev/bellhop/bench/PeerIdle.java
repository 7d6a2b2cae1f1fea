package dev.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What ten thousand visitors hold who have been welcomed and say nothing: resident memory of the
/// server's processes, above what it was with none, each after a collection. Each server is started
/// anew for each round, and has met a few visitors before the first look.
final class PeerIdle {
    private static final int SOCKETS = 10_000;
    private static final int WARM_UP = 200;
    private static final int AT_ONCE = 64;
    private static final int PATIENCE_SECONDS = 60;

    /// How to say hello, and what a welcome begins with.
    private record Manners(String path, String protocol, String hello, String welcome) {}

    private static final Manners VISITOR =
            new Manners(
                    "/widget/v1/socket?site=shop-0-0",
                    "bellhop.v1",
                    "{\"t\":\"hello\",\"token\":null,\"after\":0}",
                    "{\"t\":\"welcome\"");
    private static final Manners SOCKET_IO =
            new Manners("/socket.io/?EIO=4&transport=websocket", "", "40", "40");

    private interface Visit {
        void to(Running server) throws Exception;
    }

    private PeerIdle() {}

    static ObjectNode run(int rounds) throws Exception {
        var measured = new Rounds();
        for (int i = 0; i < rounds; i++) {
            bellhop(server -> measure(server, VISITOR, measured));
            node("ws", "chat.js", server -> measure(server, VISITOR, measured));
            node("socketio", "socketio.js", server -> measure(server, SOCKET_IO, measured));
        }
        var figures = Json.object().put("sockets", SOCKETS);
        var ratios = figures.putObject("ratios");
        for (var peer : List.of("socketio", "ws")) {
            ratios.put("resident_to_" + peer, measured.ratio("resident_kb_each", "bellhop", peer));
        }
        return figures.setAll(measured.told());
    }

    private static void bellhop(Visit visit) throws Exception {
        var dataDir = Gateways.dataDir("peer-idle");
        int port = Witness.freePort();
        try (var business = Business.open(dataDir, port, 1, 1, Running.POOL_MEGABYTES)) {
            var settings = new HashMap<>(business.settings());
            settings.put("BELLHOP_SANDBOX_ENABLED", "false");
            settings.put("BELLHOP_SERVER_PORT", Integer.toString(port));
            try (var bellhop = Bellhop.start(dataDir, "512m", settings)) {
                visit.to(bellhop);
            }
        }
    }

    private static void node(String name, String file, Visit visit) throws Exception {
        try (var peer = NodePeer.start(name, file, 1, 16, Map.of("PEER_GRAPH", "http://nobody"))) {
            visit.to(peer);
        }
    }

    private static void measure(Running server, Manners manners, Rounds measured) throws Exception {
        open(server, manners, WARM_UP).forEach(FrameLine::close);
        TimeUnit.SECONDS.sleep(1); // until it has seen that they went
        double heapBefore = server.collect();
        long before = server.residentKilobytes();
        long began = System.nanoTime();
        var lines = open(server, manners, SOCKETS);
        double seconds = (System.nanoTime() - began) / 1e9;
        double heapAfter = server.collect();
        long after = server.residentKilobytes();
        lines.forEach(FrameLine::close);
        var figures =
                new HashMap<>(
                        Map.of(
                                "resident_kb_each", (after - before) / (double) SOCKETS,
                                "resident_mb_before", before / 1024.0,
                                "resident_mb_after", after / 1024.0,
                                "opened_per_second", SOCKETS / seconds));
        if (!Double.isNaN(heapAfter)) {
            figures.put("heap_kb_each", (heapAfter - heapBefore) / SOCKETS);
        }
        measured.add(server.name(), figures);
        System.err.println("idle: " + measured.last(server.name()));
    }

    private static List<FrameLine> open(Running server, Manners manners, int count)
            throws InterruptedException {
        Queue<FrameLine> lines = new ConcurrentLinkedQueue<>();
        var next = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < AT_ONCE; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                while (next.getAndIncrement() < count) {
                                    lines.add(arrive(server, manners));
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (lines.size() != count) {
            throw new IllegalStateException("only " + lines.size() + " were welcomed");
        }
        return List.copyOf(lines);
    }

    private static FrameLine arrive(Running server, Manners manners) {
        var welcomed = new Semaphore(0);
        var line =
                FrameLine.open(
                        server.port(),
                        manners.path(),
                        manners.protocol(),
                        frame -> {
                            if (frame.startsWith(manners.welcome())) {
                                welcomed.release();
                            }
                        });
        line.say(manners.hello());
        try {
            if (!welcomed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(server.name() + " welcomed nobody");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return line;
    }
}
