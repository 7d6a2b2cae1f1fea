package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.cluster.TestRedis;
import dev.bellhop.story.Child;
import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// What the same messages cost one gateway, two gateways on one database and Redis, and two
/// gateways that know nothing of each other, each with a database, sites and visitors of its own:
/// processor time of all of them together, in turns. What Redis takes is not in it.
///
/// Everything runs on this machine, so that it cannot show how much more two machines take; it
/// shows what is paid for being two.
final class ScalingNodes {
    private static final int NUMBERS = 16;
    private static final int PHONES_OF_EACH = 4;
    private static final int VISITORS = 256;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final String HEAP = "-Xmx512m";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Duration length;
    private final int perSecond;

    private ScalingNodes(Duration length, int perSecond) {
        this.length = length;
        this.perSecond = perSecond;
    }

    /// @param perSecond messages of all visitors together
    static JsonNode run(Duration length, int perSecond, int rounds) throws Exception {
        var bench = new ScalingNodes(length, perSecond);
        try {
            return bench.measure(rounds);
        } finally {
            while (!bench.opened.isEmpty()) {
                bench.opened.pop().close();
            }
        }
    }

    private <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }

    private JsonNode measure(int rounds) throws Exception {
        var redis = keep(TestRedis.start());
        var layouts = new LinkedHashMap<String, List<House>>();
        layouts.put("one_gateway", List.of(house(1, Map.of())));
        layouts.put(
                "two_on_one_database",
                List.of(house(2, Map.of("BELLHOP_CLUSTER_REDIS_URL", redis.url()))));
        layouts.put("two_with_a_database_each", List.of(house(1, Map.of()), house(1, Map.of())));
        for (var houses : layouts.values()) {
            var _ = round(houses, WARM_UP);
        }
        var measured = new Rounds();
        for (int i = 0; i < rounds; i++) {
            for (var layout : layouts.entrySet()) {
                measured.add(layout.getKey(), round(layout.getValue(), length));
                System.err.println(measured.last(layout.getKey()));
            }
        }
        return Json.object()
                .put("bench", "scaling-nodes")
                .put("messages_per_second", perSecond)
                .set("layouts", measured.told());
    }

    /// A business with its database, and the gateways that work on it.
    private record House(
            ProcessHandle database, List<Child> gateways, List<Guest> guests, OnTheWay way) {}

    private House house(int nodes, Map<String, String> more) throws Exception {
        var dataDir = Gateways.dataDir("nodes");
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < nodes; i++) {
            ports.add(Witness.freePort());
        }
        var business = keep(Business.open(dataDir, ports.getFirst(), NUMBERS, PHONES_OF_EACH));
        var way = new OnTheWay();
        var turn = new AtomicInteger();
        var meta =
                keep(
                        new MetaSide(
                                business,
                                way,
                                () -> ports.get(turn.getAndIncrement() % ports.size())));
        var gateways = new ArrayList<Child>();
        for (int i = 0; i < nodes; i++) {
            var settings = new HashMap<>(business.settings());
            settings.putAll(more);
            settings.put("BELLHOP_SANDBOX_ENABLED", "false");
            settings.put("BELLHOP_SERVER_PORT", Integer.toString(ports.get(i)));
            // The sites know the address of the first.
            settings.put("BELLHOP_SERVER_PUBLIC_URL", "http://localhost:" + ports.getFirst());
            settings.put("BELLHOP_WHATSAPP_GRAPH_URL", meta.url());
            settings.put("BELLHOP_VAULT_KEY_FILE", dataDir.resolve("master.key").toString());
            for (String limit : List.of("VISITOR_SESSIONS", "VISITOR_MESSAGES", "VISITOR_FRAMES")) {
                settings.put("BELLHOP_LIMITS_" + limit + "_BURST", "1000000");
                settings.put("BELLHOP_LIMITS_" + limit + "_REFILL", "1000000");
            }
            var home = i == 0 ? dataDir : Gateways.dataDir("nodes-more");
            gateways.add(keep(Gateways.start(List.of(HEAP), home, settings)));
        }
        var shops = business.shops();
        var guests = new ArrayList<Guest>();
        for (int i = 0; i < VISITORS; i++) {
            var guest =
                    new Guest(
                            ports.get(i % nodes),
                            ports.getFirst(),
                            i,
                            shops.get(i / nodes % shops.size()).siteKey(),
                            new Random(i),
                            way::accepted);
            guest.arrive();
            guests.add(guest);
        }
        return new House(business.database(), gateways, guests, way);
    }

    private Map<String, Double> round(List<House> houses, Duration time) throws IOException {
        var gateways = gateways(houses);
        var databases = databases(houses);
        long step = 1_000_000_000L / perSecond;
        int count = (int) (time.toNanos() / step);
        long start = System.nanoTime();
        var all = new ArrayList<OnTheWay.Said>();
        for (int i = 0; i < count; i++) {
            long due = start + i * step;
            PeerWebhooks.sleepUntil(due);
            var house = houses.get(i % houses.size());
            var message = house.way().due(due);
            all.add(message);
            house.guests()
                    .get(i / houses.size() % VISITORS)
                    .says(message.cid, message.text("Is this the lamp?"));
        }
        all.forEach(OnTheWay.Said::await);
        // The last ones' statuses.
        PeerWebhooks.sleepUntil(System.nanoTime() + Duration.ofSeconds(2).toNanos());
        var toGraph = OnTheWay.spread(all, message -> message.called);
        return Map.of(
                "gateways_cpu_seconds_per_10000",
                Costs.secondsForTenThousand(gateways(houses).minus(gateways), count),
                "databases_cpu_seconds_per_10000",
                Costs.secondsForTenThousand(databases(houses).minus(databases), count),
                "to_graph_p50_ms",
                toGraph.path("p50").asDouble(),
                "to_graph_p99_ms",
                toGraph.path("p99").asDouble());
    }

    private static Duration gateways(List<House> houses) {
        return cpu(
                houses.stream()
                        .flatMap(house -> house.gateways().stream())
                        .map(Child::process)
                        .toList());
    }

    private static Duration databases(List<House> houses) {
        return cpu(houses.stream().map(House::database).toList());
    }

    private static Duration cpu(List<ProcessHandle> processes) {
        var all = Duration.ZERO;
        for (var process : processes) {
            all = all.plus(Costs.of(process, process).gateway());
        }
        return all;
    }
}
