package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Child;
import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A long time at half of what a gateway can take, in which nothing may grow that does not have to:
/// visitors write, come, go and load their pages again; Meta tells of every message that it was
/// sent and delivered; customers write on WhatsApp; agents read, answer, and have the panel open.
/// All the while Java's recorder runs; its file stays with the data.
final class Soak {
    private static final int NUMBERS = 16;
    private static final int PHONES_OF_EACH = 4;
    private static final int VISITORS = 512;
    private static final int CUSTOMERS = 500;
    private static final int STREAMS = 8;
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final int HEAP_LOOKS = 20;
    private static final int SILENCE_MILLIS_MAX = 60_000;
    private static final long SEED = 20_261_129;
    private static final String HEAP = "-Xmx512m";

    private final int port = Witness.freePort();
    private final Random random = new Random(SEED);
    private final OnTheWay way = new OnTheWay();
    private final List<Guest> guests = new ArrayList<>();
    private final ConcurrentLinkedQueue<OnTheWay.Said> saidOfPart = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> parts = new ArrayList<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();
    private final Duration length;
    private final int perSecond;
    private volatile boolean over;

    private Soak(Duration length, int perSecond) {
        this.length = length;
        this.perSecond = perSecond;
    }

    /// @param perSecond messages of visitors; the rest of the load follows from it
    static JsonNode run(Duration length, int perSecond) throws Exception {
        return new Soak(length, perSecond).measure();
    }

    private ObjectNode measure() throws Exception {
        var dataDir = Gateways.dataDir("soak");
        var recording = dataDir.resolve("soak.jfr");
        try (var business = Business.open(dataDir, port, NUMBERS, PHONES_OF_EACH);
                var meta = new MetaSide(business, way, () -> port);
                var gateway = Gateways.start(flags(recording), dataDir, settings(business, meta))) {
            for (int i = 0; i < VISITORS; i++) {
                var guest = newcomer(business);
                guests.add(guest);
                arrive(guest);
            }
            var figures =
                    Json.object()
                            .put("bench", "soak")
                            .put("minutes", length.toMinutes())
                            .put("visitors_messages_per_second", perSecond)
                            .put(
                                    "load_average_before",
                                    ManagementFactory.getOperatingSystemMXBean()
                                            .getSystemLoadAverage());
            var load = new Load(business, gateway);
            load.begin();
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            var before = Costs.of(gateway.process(), gateway.database().orElseThrow());
            saidOfPart.forEach(way::forget);
            saidOfPart.clear();
            figures.set("over_time", watch(new Vitals(gateway)).overTime());
            var used = Costs.of(gateway.process(), gateway.database().orElseThrow()).since(before);
            over = true;
            figures.put("accepted_and_not_at_graph", load.end())
                    .put(
                            "said_and_not_accepted",
                            saidOfPart.stream().filter(it -> it.accepted == 0).count());
            figures.putObject("processors_used")
                    .put("gateway", Rounds.rounded(share(used.gateway())))
                    .put("database", Rounds.rounded(share(used.database())));
            figures.putArray("visitor_to_graph_ms").addAll(parts);
            var counted = figures.putObject("counts");
            counts.forEach((what, count) -> counted.put(what, count.get()));
            meta.counts().forEach((what, count) -> counted.put(what, count.get()));
            guests.forEach(Guest::leave);
            return figures.put("recording", recording.toString());
        }
    }

    private double share(Duration cpu) {
        return (double) cpu.toMillis() / length.toMillis();
    }

    private static List<String> flags(Path recording) {
        return List.of(
                HEAP,
                "-XX:StartFlightRecording:maxsize=250m,dumponexit=true,filename=" + recording);
    }

    private Map<String, String> settings(Business business, MetaSide meta) {
        var settings = new HashMap<>(business.settings());
        settings.put("BELLHOP_SANDBOX_ENABLED", "false");
        settings.put("BELLHOP_SERVER_PORT", Integer.toString(port));
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", meta.url());
        var limits =
                List.of(
                        "VISITOR_SESSIONS",
                        "VISITOR_MESSAGES",
                        "VISITOR_FRAMES",
                        "WEBHOOKS",
                        "ANSWERS",
                        "API");
        for (String limit : limits) {
            settings.put("BELLHOP_LIMITS_" + limit + "_BURST", "1000000");
            settings.put("BELLHOP_LIMITS_" + limit + "_REFILL", "1000000");
        }
        return settings;
    }

    /// Looks until the time is over, and tells on standard error what it sees.
    private Vitals watch(Vitals vitals) throws IOException, InterruptedException {
        int looks = (int) (length.toNanos() / LOOK_EVERY.toNanos());
        int heapEvery = Math.max(1, looks / HEAP_LOOKS);
        int partEvery = Math.max(1, looks / 10);
        long start = System.nanoTime();
        for (int i = 1; i <= looks; i++) {
            PeerWebhooks.sleepUntil(start + i * LOOK_EVERY.toNanos());
            vitals.look();
            if (i % heapEvery == 0) {
                vitals.lookAtHeap();
            }
            if (i % partEvery == 0) {
                endPart();
                System.err.println(i / partEvery + ": " + vitals.overTime() + " " + counts);
            }
        }
        return vitals;
    }

    /// Those whose way is over; what is still on its way counts with the next ones.
    private void endPart() {
        var done = saidOfPart.stream().filter(OnTheWay.Said::isDone).toList();
        saidOfPart.removeAll(new HashSet<>(done));
        done.forEach(way::forget);
        parts.add(OnTheWay.spread(done, message -> message.called));
    }

    private Guest newcomer(Business business) {
        var shops = business.shops();
        int number = counted("visitors came") - 1;
        var guest =
                new Guest(
                        port,
                        port,
                        number,
                        shops.get(number % shops.size()).siteKey(),
                        new Random(random.nextLong()),
                        way::accepted);
        return guest;
    }

    private static void arrive(Guest guest) {
        guest.arrive();
        guest.comeBack();
    }

    private int counted(String what) {
        return counts.computeIfAbsent(what, _ -> new AtomicInteger()).incrementAndGet();
    }

    private void note(String what, int status) {
        var _ = counted(what + " answered " + status);
    }

    /// Everything that goes on at once, each at a pace of its own.
    private final class Load {
        private final Business business;
        private final String bearer;
        private final String cookie;
        private final SignedNotes notes;
        private final List<Thread> threads = new ArrayList<>();
        private volatile List<String> codes = List.of();
        private int turn;

        Load(Business business, Child gateway) throws IOException {
            this.business = business;
            this.bearer = "Authorization: Bearer " + SignedIn.token(gateway) + "\r\n";
            this.cookie = "Cookie: " + SignedIn.invited(gateway, "admin") + "\r\n";
            this.notes = business.notes(business.shops().getFirst());
        }

        void begin() {
            pace("say", perSecond, (_, due) -> say(due));
            pace("customers", perSecond / 10.0, (line, _) -> customerWrites(line));
            pace("replies", perSecond / 20.0, (line, _) -> reply(line));
            pace("looks", 2, (line, _) -> look(line));
            for (int i = 0; i < STREAMS; i++) {
                threads.add(Thread.ofVirtual().start(this::watchPanel));
            }
        }

        /// Waits until everything that was accepted has come through, for a minute at most.
        ///
        /// @return how many have not
        long end() throws InterruptedException {
            for (var thread : threads) {
                thread.join();
            }
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (saidOfPart.stream().anyMatch(OnTheWay.Said::isOwed)
                    && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return saidOfPart.stream().filter(OnTheWay.Said::isOwed).count();
        }

        private interface Deed {
            void one(Line line, long due);
        }

        private void pace(String name, double times, Deed deed) {
            long step = (long) (1_000_000_000L / times);
            threads.add(Thread.ofVirtual().name(name).start(() -> keepOn(name, step, deed)));
        }

        /// What breaks off is told, and goes on: else the load would get less unseen.
        private void keepOn(String name, long step, Deed deed) {
            long due = System.nanoTime();
            while (!over) {
                try (var line = new Line(port)) {
                    while (!over) {
                        due += step;
                        PeerWebhooks.sleepUntil(due);
                        deed.one(line, due);
                    }
                } catch (UncheckedIOException e) {
                    var _ = counted(name + " broke off");
                    System.err.println(name + " broke off: " + e);
                }
            }
        }

        /// Every now and then one goes and another comes, or a page is loaded again.
        private void say(long due) {
            turn++;
            int place = turn % VISITORS;
            if (turn % perSecond == 0) {
                if (random.nextBoolean()) {
                    guests.get(place).leave();
                    var guest = newcomer(business);
                    guests.set(place, guest);
                    var _ = Thread.ofVirtual().start(() -> arrive(guest));
                } else {
                    guests.get(place).reload();
                    var _ = counted("pages loaded again");
                }
            }
            var guest = guests.get(place);
            if (guest.isHere()) {
                var message = way.due(due);
                saidOfPart.add(message);
                guest.says(message.cid, message.text("Is this the lamp for the bath?"));
                var _ = counted("visitors' messages");
            }
        }

        private void customerWrites(Line line) {
            int number = counted("customers' messages");
            note(
                    "customers' messages",
                    notes.post(
                            line,
                            random.nextInt(CUSTOMERS),
                            "SOAK" + Long.toString(number, 36),
                            "Do you have it in red?"));
        }

        private void reply(Line line) {
            var known = codes;
            if (!known.isEmpty()) {
                var body =
                        Json.bytes(
                                Json.object().put("text", "Yes, we do; shall we put one aside?"));
                var code = known.get(Math.floorMod(counted("replies"), known.size()));
                var answer =
                        line.ask(
                                "POST /api/v1/conversations/"
                                        + code
                                        + "/messages HTTP/1.1\r\nContent-Type: application/json\r\n"
                                        + bearer,
                                body);
                note("replies", answer.status());
            }
        }

        private void look(Line line) {
            var list =
                    line.ask(
                            "GET /api/v1/conversations?limit=50 HTTP/1.1\r\n" + bearer,
                            new byte[0]);
            note("lists", list.status());
            var seen = new ArrayList<String>();
            Json.read(list.body())
                    .path("items")
                    .forEach(item -> seen.add(item.path("code").asText()));
            codes = List.copyOf(seen);
            if (!seen.isEmpty()) {
                var thread =
                        line.ask(
                                "GET /admin/c/" + seen.getLast() + " HTTP/1.1\r\n" + cookie,
                                new byte[0]);
                note("threads", thread.status());
            }
        }

        /// The panel, open for up to a minute, again and again.
        private void watchPanel() {
            var own = new Random(counted("panels") + SEED);
            while (!over) {
                try (var line = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    line.setSoTimeout(SILENCE_MILLIS_MAX);
                    line.getOutputStream()
                            .write(
                                    ("GET /admin/live HTTP/1.1\r\nHost: localhost\r\n"
                                                    + cookie
                                                    + "\r\n")
                                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(own.nextInt(5, 60));
                    read(line.getInputStream(), end);
                    var _ = counted("panels opened");
                } catch (IOException e) {
                    var _ = counted("panels broke off");
                    System.err.println("a panel broke off: " + e);
                }
            }
        }

        private void read(InputStream in, long end) throws IOException {
            var buffer = new byte[16_384];
            while (!over && System.nanoTime() < end) {
                if (in.read(buffer) < 0) {
                    var _ = counted("panels cut off");
                    return;
                }
            }
        }
    }
}
