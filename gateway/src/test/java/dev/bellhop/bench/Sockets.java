package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Child;
import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Many visitors at once on one gateway: what those hold who say nothing, how soon the words of
/// those who talk beside them are with Graph, and how all come back after the gateway was stopped,
/// and after it was killed.
///
/// Meta's limits must not be what is measured: there are 64 numbers and 256 phones. The limits of
/// the gateway's own are lifted while the visitors arrive for the first time, whom no site has at
/// once, and are the usual ones when they come back.
final class Sockets {
    private static final int NUMBERS = 64;
    private static final int PHONES_OF_EACH = 4;
    private static final int AT_ONCE = 64;
    private static final int WARM_UP_SECONDS = 40;
    private static final long SEED = 20_261_129;
    private static final String HEAP = "-Xmx512m";
    private static final Duration BACK_MAX = Duration.ofMinutes(2);
    private final OnTheWay way = new OnTheWay();
    private final int port = Witness.freePort();
    private final Random random = new Random(SEED);
    private final int silent;
    private final int talking;
    private final Duration length;
    private final int perSecond;
    private final int returning;

    private Sockets(int silent, int talking, Duration length, int perSecond, int returning) {
        this.silent = silent;
        this.talking = talking;
        this.length = length;
        this.perSecond = perSecond;
        this.returning = returning;
    }

    /// @param silent how many say nothing
    /// @param talking how many talk, together so many messages a second for this long
    /// @param returning how many are there when the gateway ends
    static JsonNode run(int silent, int talking, Duration length, int perSecond, int returning)
            throws Exception {
        return new Sockets(silent, talking, length, perSecond, returning).measure();
    }

    private ObjectNode measure() throws Exception {
        var dataDir = Gateways.dataDir("sockets");
        try (var business = Business.open(dataDir, port, NUMBERS, PHONES_OF_EACH);
                var graph = new QuickGraph((_, body) -> way.called(body))) {
            var settings = new HashMap<>(business.settings());
            settings.put("BELLHOP_SANDBOX_ENABLED", "false");
            settings.put("BELLHOP_SERVER_PORT", Integer.toString(port));
            settings.put("BELLHOP_WHATSAPP_GRAPH_URL", graph.url());
            var unlimited = new HashMap<>(settings);
            for (String limit : List.of("VISITOR_SESSIONS", "VISITOR_MESSAGES", "VISITOR_FRAMES")) {
                unlimited.put("BELLHOP_LIMITS_" + limit + "_BURST", "1000000");
                unlimited.put("BELLHOP_LIMITS_" + limit + "_REFILL", "1000000");
            }
            var figures =
                    Json.object()
                            .put("bench", "sockets")
                            .put(
                                    "load_average_before",
                                    ManagementFactory.getOperatingSystemMXBean()
                                            .getSystemLoadAverage());
            var guests = new ArrayList<Guest>();
            try (var gateway = Gateways.start(List.of(HEAP), dataDir, unlimited)) {
                crowd(gateway, business, guests, figures);
                guests.subList(returning, guests.size()).forEach(Guest::leave);
                guests.subList(returning, guests.size()).clear();
                guests.forEach(Guest::comeBack);
                int _ = gateway.stop();
            }
            try (var gateway = Gateways.start(List.of(HEAP), dataDir, settings)) {
                figures.set("after_a_stop", back(guests, gateway));
                guests.forEach(Guest::comeBack);
                gateway.kill();
            }
            try (var gateway = Gateways.start(List.of(HEAP), dataDir, settings)) {
                figures.set("after_a_kill", back(guests, gateway));
                guests.forEach(Guest::leave);
            }
            return figures;
        }
    }

    private void crowd(Child gateway, Business business, List<Guest> guests, ObjectNode figures)
            throws Exception {
        var process = gateway.process();
        arrive(business, guests, AT_ONCE * 4);
        double heapBefore = Costs.liveHeapMegabytes(process);
        double before = Costs.residentMegabytes(process);
        int counted = guests.size();
        long began = System.nanoTime();
        arrive(business, guests, silent + talking - counted);
        double seconds = (System.nanoTime() - began) / 1e9;
        double heap = Costs.liveHeapMegabytes(process);
        double resident = Costs.residentMegabytes(process);
        int added = guests.size() - counted;
        figures.putObject("silent")
                .put("sockets", guests.size())
                .put("opened_per_second", Math.round(added / seconds))
                .put("resident_mb", Math.round(resident))
                .put("resident_kb_each", rounded((resident - before) * 1024 / added))
                .put("live_heap_kb_each", rounded((heap - heapBefore) * 1024 / added));
        var talkers = guests.subList(guests.size() - talking, guests.size());
        var _ = talk(talkers, Duration.ofSeconds(WARM_UP_SECONDS));
        var costs = Costs.of(process, gateway.database().orElseThrow());
        var messages = talk(talkers, length);
        var used = Costs.of(process, gateway.database().orElseThrow()).since(costs);
        var node =
                figures.putObject("talking")
                        .put("sockets", talking)
                        .put("messages_per_second", perSecond);
        node.set("send_to_accepted_ms", OnTheWay.spread(messages, message -> message.accepted));
        node.set("send_to_graph_ms", OnTheWay.spread(messages, message -> message.called));
        node.putObject("cpu_seconds_per_10000")
                .put("gateway", Costs.secondsForTenThousand(used.gateway(), messages.size()))
                .put("database", Costs.secondsForTenThousand(used.database(), messages.size()));
        node.put("resident_mb", Math.round(Costs.residentMegabytes(process)))
                .put("live_heap_mb", Math.round(Costs.liveHeapMegabytes(process)));
    }

    private void arrive(Business business, List<Guest> guests, int count)
            throws InterruptedException, ExecutionException {
        var shops = business.shops();
        try (var doors = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var coming = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                var guest =
                        new Guest(
                                port,
                                port,
                                guests.size(),
                                shops.get(guests.size() % shops.size()).siteKey(),
                                new Random(random.nextLong()),
                                way::accepted);
                guests.add(guest);
                coming.add(doors.submit(guest::arrive));
            }
            for (var one : coming) {
                var _ = one.get();
            }
        }
    }

    private List<OnTheWay.Said> talk(List<Guest> talkers, Duration length) {
        long step = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = (int) (length.toNanos() / step);
        var all = new ArrayList<OnTheWay.Said>();
        for (int i = 0; i < count; i++) {
            long due = start + i * step;
            PeerWebhooks.sleepUntil(due);
            var message = way.due(due);
            all.add(message);
            talkers.get(i % talkers.size()).says(message.cid, message.text("Is this the lamp?"));
        }
        all.forEach(OnTheWay.Said::await);
        way.forgetAll();
        return all;
    }

    /// Waits until all are back who came back by themselves.
    private static ObjectNode back(List<Guest> guests, Child gateway) throws IOException {
        long ready = System.nanoTime();
        var before = Costs.of(gateway.process(), gateway.database().orElseThrow());
        tellProgress(guests);
        guests.forEach(Guest::awaitWelcome);
        var used = Costs.of(gateway.process(), gateway.database().orElseThrow()).since(before);
        long last = guests.stream().mapToLong(Guest::backAtNanos).max().orElseThrow();
        var figures =
                Json.object()
                        .put("visitors", guests.size())
                        .put("gateway_ready_ms", gateway.readyMillis())
                        .put("all_back_seconds_after_ready", rounded((last - ready) / 1e9))
                        .put("errors_seen", guests.stream().mapToInt(Guest::errors).sum())
                        .put("attempts", guests.stream().mapToInt(Guest::attempts).sum())
                        .put("gateway_cpu_seconds", rounded(used.gateway().toMillis() / 1e3))
                        .put("database_cpu_seconds", rounded(used.database().toMillis() / 1e3));
        figures.set("seconds_away", Spread.of(guests.stream().mapToDouble(Guest::secondsAway)));
        return figures;
    }

    private static void tellProgress(List<Guest> guests) throws IOException {
        try {
            for (int i = 0; i < BACK_MAX.toSeconds(); i++) {
                long back = guests.stream().filter(Guest::isBack).count();
                System.err.println("back after " + i + " s: " + back + " of " + guests.size());
                if (back == guests.size()) {
                    return;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
