package dev.bellhop.bench;

import dev.bellhop.web.Json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Looks for messages through the API, from when their notification was due until they are there.
final class Lookout {
    private static final long LOOK_NANOS = 2_000_000;
    private static final long LOOK_NANOS_MAX = 50_000_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final byte[] NOTHING = {'{', '}'};

    interface Poster {
        void post(int customer, String words);
    }

    private final int port;
    private final String authorization;
    private final ExecutorService lookers = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentHashMap<Integer, String> codes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Integer> seen = new ConcurrentHashMap<>();
    private final AtomicInteger probes = new AtomicInteger();
    private final List<Double> millis = new ArrayList<>();
    private int under;

    Lookout(int port, String token) {
        this.port = port;
        this.authorization = "Authorization: Bearer " + token + "\r\n";
    }

    /// The newest conversation is this customer's.
    void learn(int customer) {
        try (var line = new Line(port)) {
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (System.nanoTime() < deadline) {
                var newest = ask(line, "/api/v1/conversations?limit=1");
                var code = Json.read(newest).path("items").path(0).path("code").asText();
                if (!code.isEmpty() && !codes.containsValue(code)) {
                    var words =
                            new String(
                                    ask(line, "/api/v1/conversations/" + code + "/messages"),
                                    StandardCharsets.UTF_8);
                    if (words.contains("\"First\"")) {
                        codes.put(customer, code);
                        return;
                    }
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        throw new IllegalStateException("the conversation of a customer does not show");
    }

    /// Posts and then looks.
    void probe(int customer, long due, Poster poster) {
        int number = probes.incrementAndGet();
        var words = "probe-" + number + ".";
        int after = seen.getOrDefault(customer, 0);
        synchronized (this) {
            under++;
        }
        poster.post(customer, words);
        lookers.execute(() -> look(customer, after, words, due));
    }

    private void look(int customer, int seenBefore, String words, long due) {
        var code = codes.get(customer);
        int after = seenBefore;
        double took = Double.POSITIVE_INFINITY;
        long pause = LOOK_NANOS;
        try (var line = new Line(port)) {
            while (Double.isInfinite(took) && System.nanoTime() - due < PATIENCE_NANOS) {
                var page =
                        Json.read(
                                ask(
                                        line,
                                        "/api/v1/conversations/"
                                                + code
                                                + "/messages?limit=200&after="
                                                + after));
                var items = page.path("items");
                for (var item : items) {
                    if (item.path("text").asText().equals(words)) {
                        took = (System.nanoTime() - due) / 1e6;
                    }
                }
                if (!items.isEmpty()) {
                    after = items.path(items.size() - 1).path("seq").asInt();
                    seen.merge(customer, after, Math::max);
                } else {
                    // Longer each time: where nothing moves, looking must not add to it.
                    LockSupport.parkNanos(pause);
                    pause = Math.min(LOOK_NANOS_MAX, pause + pause / 4);
                }
            }
        } finally {
            synchronized (this) {
                millis.add(took);
                under--;
                notifyAll();
            }
        }
    }

    private byte[] ask(Line line, String path) {
        var answer = line.ask("GET " + path + " HTTP/1.1\r\n" + authorization, new byte[0]);
        return answer.status() == 200 ? answer.body() : NOTHING;
    }

    /// All times, when the last is known; infinite where a message did not show.
    synchronized List<Double> millis() throws InterruptedException {
        while (under > 0) {
            wait();
        }
        return List.copyOf(millis);
    }
}
