package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Child;
import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/// How many messages a second visitors can have relayed, and what the gateway adds to each: from
/// when a visitor's frame was due to Graph's call, and from Meta's notification to the visitor's
/// tick. Each message is one frame, one call, one notification and one tick.
///
/// Some limits are kept on purpose and are not what is measured: 80 messages a second from a
/// number, which is why there are eight; what one person may get, which is lifted, so that nothing
/// is put together; and how fast a visitor may write. A phone's messages go one after the other, so
/// there are 64 phones. This Graph answers at once. Everything runs on this machine, these clients
/// too.
final class Relaying {
    private static final int NUMBERS = 8;
    private static final int PHONES_OF_EACH = 8;
    private static final int VISITORS = 256;
    private static final int[] RATES = {50, 100, 200, 400};
    private static final double GOOD_MILLIS = 250;

    /// Meta does not tell of a message in the moment in which it takes it.
    private static final long STATUS_AFTER_NANOS = 100_000_000;

    /// Long enough for what runs often to be compiled, which takes most of the processors at first.
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final Duration WORK_MAX = Duration.ofMinutes(3);
    private static final int TELLERS = 8;

    /// One message on its way; times are of [System#nanoTime], 0 for not yet.
    static final class Sent {
        final int talk;
        final int number;
        final long due;
        volatile long accepted;
        volatile long called;
        volatile long told;
        volatile long ticked;

        /// The visitor was told to try again, which a widget does and these clients do not.
        volatile boolean refused;

        final AtomicInteger calls = new AtomicInteger();

        Sent(int talk, int number, long due) {
            this.talk = talk;
            this.number = number;
            this.due = due;
        }
    }

    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> lastCalled = new HashMap<>();
    private final AtomicInteger overtaken = new AtomicInteger();
    private final ScheduledExecutorService tellers = Executors.newScheduledThreadPool(TELLERS);
    private final List<Talk> talks = new ArrayList<>();
    private final int[] numbers = new int[VISITORS];

    private Relaying() {}

    static JsonNode run(Duration length, int rounds) throws Exception {
        return new Relaying().measure(length, rounds);
    }

    private JsonNode measure(Duration length, int rounds) throws Exception {
        var dataDir = Gateways.dataDir("relay");
        int port = Witness.freePort();
        try (var business = Business.open(dataDir, port, NUMBERS, PHONES_OF_EACH);
                var meta = new Meta(business, port);
                var graph = new Witness(0, meta::called);
                var gateway = Gateways.start(dataDir, settings(business, graph, port))) {
            var shops = business.shops();
            for (int i = 0; i < VISITORS; i++) {
                talks.add(Talk.open(port, shops.get(i % shops.size()).siteKey(), sent));
            }
            round(gateway, WARM_UP, RATES[0]);
            var figures =
                    Json.object()
                            .put("bench", "relay")
                            .put("numbers", NUMBERS)
                            .put("phones", shops.size())
                            .put("conversations", VISITORS)
                            .put("seconds", length.toSeconds());
            var all = figures.putArray("rounds");
            int sustained = 0;
            for (int rate : RATES) {
                boolean good = true;
                for (int i = 0; i < rounds; i++) {
                    var round = round(gateway, length, rate);
                    all.add(round);
                    good &= round.at("/send_to_graph_ms/p99").asDouble() < GOOD_MILLIS;
                    good &= round.path("lost").asInt() == 0;
                }
                sustained = good ? rate : sustained;
            }
            figures.put("sustained_per_second_with_p99_below_250_ms", sustained);
            talks.forEach(Talk::close);
            return figures;
        } finally {
            tellers.shutdownNow();
        }
    }

    private static Map<String, String> settings(Business business, Witness graph, int port) {
        var settings = new HashMap<>(business.settings());
        settings.put("BELLHOP_SANDBOX_ENABLED", "false");
        settings.put("BELLHOP_SERVER_PORT", Integer.toString(port));
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", graph.url().toString());
        for (String limit : List.of("VISITOR_SESSIONS", "VISITOR_MESSAGES", "VISITOR_FRAMES")) {
            settings.put("BELLHOP_LIMITS_" + limit + "_BURST", "1000000");
            settings.put("BELLHOP_LIMITS_" + limit + "_REFILL", "1000000");
        }
        return settings;
    }

    private ObjectNode round(Child gateway, Duration length, int perSecond) throws Exception {
        var database = gateway.database().orElseThrow();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        var before = Costs.of(gateway.process(), database);
        long began = System.nanoTime();
        var messages = talk(length, perSecond);
        double seconds = (System.nanoTime() - began) / 1e9;
        finish(messages);
        double drained = (System.nanoTime() - began) / 1e9 - seconds;
        var costs = Costs.of(gateway.process(), database).since(before);
        var node =
                Json.object()
                        .put("offered_per_second", perSecond)
                        .put("sent_per_second", Math.round(messages.size() / seconds))
                        .put("load_average_before", load)
                        .put("work_left_seconds", Math.round(drained * 10) / 10.0);
        node.set("send_to_accepted_ms", spread(messages, m -> m.accepted, m -> m.due));
        node.set("send_to_graph_ms", spread(messages, m -> m.called, m -> m.due));
        node.set("accepted_to_graph_ms", spread(messages, m -> m.called, m -> m.accepted));
        node.set("status_to_tick_ms", spread(messages, m -> m.ticked, m -> m.told));
        var taken = messages.stream().filter(m -> !m.refused).toList();
        node.put("refused", messages.size() - taken.size())
                .put("lost", taken.stream().filter(m -> m.calls.get() == 0).count())
                .put(
                        "relayed_more_than_once",
                        messages.stream().filter(m -> m.calls.get() > 1).count())
                .put("without_a_tick", taken.stream().filter(m -> m.ticked == 0).count())
                .put("overtaken", overtaken.getAndSet(0));
        node.putObject("cpu_seconds_per_10000")
                .put("gateway", Costs.secondsForTenThousand(costs.gateway(), messages.size()))
                .put("database", Costs.secondsForTenThousand(costs.database(), messages.size()));
        return node.put(
                        "gateway_resident_mb",
                        Math.round(Costs.residentMegabytes(gateway.process())))
                .put("database_resident_mb", Math.round(Costs.residentMegabytes(database)));
    }

    private List<Sent> talk(Duration length, int perSecond) {
        var messages = new ArrayList<Sent>();
        long step = 1_000_000_000L / perSecond;
        long start = System.nanoTime();
        int count = (int) (length.toNanos() / step);
        for (int i = 0; i < count; i++) {
            long due = start + i * step;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int talk = i % VISITORS;
            var message = new Sent(talk, ++numbers[talk], due);
            messages.add(message);
            talks.get(talk).says(message);
        }
        return messages;
    }

    /// Waits until each message's way is over, or for three minutes.
    private static void finish(List<Sent> messages) throws InterruptedException {
        long deadline = System.nanoTime() + WORK_MAX.toNanos();
        for (Sent message : messages) {
            while (message.ticked == 0 && !message.refused && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    /// What did not happen has no time, and is told as lost.
    private static JsonNode spread(
            List<Sent> messages, ToLongFunction<Sent> end, ToLongFunction<Sent> begin) {
        return Spread.of(
                messages.stream()
                        .filter(m -> end.applyAsLong(m) != 0 && begin.applyAsLong(m) != 0)
                        .flatMapToLong(
                                m -> LongStream.of(end.applyAsLong(m) - begin.applyAsLong(m)))
                        .mapToDouble(nanos -> nanos / 1e6));
    }

    /// Takes the calls, and tells of each message a little later that it was sent.
    private final class Meta implements AutoCloseable {
        private final Business business;
        private final ThreadLocal<Line> lines;
        private final List<Line> opened = new ArrayList<>();

        Meta(Business business, int port) {
            this.business = business;
            this.lines = ThreadLocal.withInitial(() -> open(port));
        }

        private synchronized Line open(int port) {
            var line = new Line(port);
            opened.add(line);
            return line;
        }

        void called(Witness.Sent call) {
            long now = System.nanoTime();
            for (String cid : Talk.marks(call.text())) {
                Optional.ofNullable(sent.get(cid))
                        .ifPresent(message -> {
                            if (message.calls.incrementAndGet() == 1) {
                                message.called = now;
                                inOrder(message);
                                tellLater(message, call);
                            }
                        });
            }
        }

        private void tellLater(Sent message, Witness.Sent call) {
            var shops = business.shops();
            var shop = shops.get(message.talk % shops.size());
            long due = System.nanoTime() + STATUS_AFTER_NANOS;
            var _ =
                    tellers.schedule(
                            () -> {
                                message.told = due;
                                int status =
                                        business.tell(
                                                lines.get(),
                                                shop,
                                                call.wamid(),
                                                call.callback(),
                                                "sent");
                                if (status != 200) {
                                    System.err.println("the webhook answered " + status);
                                }
                            },
                            STATUS_AFTER_NANOS,
                            TimeUnit.NANOSECONDS);
        }

        @Override
        public synchronized void close() {
            opened.forEach(Line::close);
        }
    }

    private void inOrder(Sent message) {
        synchronized (lastCalled) {
            int last = lastCalled.getOrDefault(message.talk, 0);
            if (message.number < last) {
                overtaken.incrementAndGet();
            }
            lastCalled.put(message.talk, Math.max(last, message.number));
        }
    }
}
