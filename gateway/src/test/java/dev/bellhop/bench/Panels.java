package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// The panel of many agents over the data of a busy year: how long pages take, one after the other
/// on one connection; then how soon what customers write is on every agent's screen, and in how
/// many bytes.
final class Panels {
    private static final Pattern MARK = Pattern.compile("panel-bench-(\\d+)\\.");
    private static final int PAGES = 200;
    private static final Duration LAST_ONES = Duration.ofSeconds(5);
    private static final String PART = "HX-Request: true\r\n";

    static final Map<String, String> UNLIMITED =
            Map.of(
                    "BELLHOP_LIMITS_WEBHOOKS_BURST", "1000000",
                    "BELLHOP_LIMITS_WEBHOOKS_REFILL", "1000000",
                    "BELLHOP_LIMITS_API_BURST", "1000000",
                    "BELLHOP_LIMITS_API_REFILL", "1000000");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Child gateway;
    private final SignedNotes notes;
    private final String token;

    /// Tells this run from those that used the same data before.
    private final String run = Long.toString(System.currentTimeMillis(), 36);

    private final Map<Integer, Long> posted = new ConcurrentHashMap<>();
    private final Queue<Double> pushes = new ConcurrentLinkedQueue<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    private Panels(Child gateway) throws IOException {
        this.gateway = gateway;
        this.notes = new SignedNotes(gateway.http().get("/sandbox/control/setup").json());
        this.token = SignedIn.token(gateway);
    }

    /// Fills a database first, or takes the one that an earlier run left: `bench.data`.
    ///
    /// @param messages about how many there are before, a hundred in each conversation
    static JsonNode run(Duration length, int agents, int perSecond, int messages) throws Exception {
        var kept = System.getProperty("bench.data", "");
        Path dataDir = kept.isEmpty() ? Gateways.dataDir("panel") : Path.of(kept);
        JsonNode seeded =
                kept.isEmpty()
                        ? Seed.run(dataDir, messages, Math.max(1, messages / 100))
                        : Json.object().put("data", "as it was left");
        try (var gateway = Gateways.start(dataDir, UNLIMITED)) {
            return new Panels(gateway).measure(length, agents, perSecond, seeded);
        }
    }

    private JsonNode measure(Duration length, int agents, int perSecond, JsonNode seeded)
            throws Exception {
        var figures = Json.object().put("bench", "panel");
        figures.set("seeded", seeded);
        var first = SignedIn.by(gateway, gateway.signInPath());
        figures.set("page_ms", pages(first));
        for (int i = 0; i < agents; i++) {
            var cookie = i == 0 ? first : SignedIn.invited(gateway, "agent");
            var _ = Thread.ofVirtual().start(() -> watch(cookie));
        }
        customersWrite(Duration.ofSeconds(5), perSecond, 1);
        forget();
        int count = customersWrite(length, perSecond, 1_000_000);
        over.set(true);
        return figures.put("agents", agents)
                .put("messages_per_second", perSecond)
                .put("pushes_expected", (long) count * agents)
                .put("bytes_of_an_event", bytes.get() / Math.max(1, events.get()))
                .set("push_ms", Spread.of(pushes.stream().mapToDouble(Double::doubleValue)));
    }

    private void forget() {
        pushes.clear();
        events.set(0);
        bytes.set(0);
    }

    // --- pages ---------------------------------------------------------------------------------

    private ObjectNode pages(String cookie) throws IOException {
        var codes = new ArrayList<String>();
        for (var item : api("/api/v1/conversations?limit=100").path("items")) {
            codes.add(item.path("code").asText());
        }
        var paths = new LinkedHashMap<String, List<String>>();
        paths.put("list", List.of("/admin/inbox/list?view=open", "/admin/inbox/list?view=mine"));
        paths.put("list_closed", List.of("/admin/inbox/list?view=closed"));
        paths.put("inbox", List.of("/admin/inbox"));
        paths.put("thread", codes.stream().map(code -> "/admin/c/" + code).toList());
        paths.put(
                "search_person",
                List.of(
                        "/admin/inbox/list?q=elena+rossi",
                        "/admin/inbox/list?q=tomasz+okafor",
                        "/admin/inbox/list?q=mira"));
        paths.put(
                "search_rare_word",
                codes.stream().map(code -> "/admin/inbox/list?q=ORD" + number(code)).toList());
        paths.put(
                "search_two_words",
                List.of(
                        "/admin/inbox/list?q=scratch+glass",
                        "/admin/inbox/list?q=sloping+ceiling"));
        paths.put(
                "search_rare_and_frequent",
                codes.stream()
                        .map(code -> "/admin/inbox/list?q=order+ORD" + number(code))
                        .toList());
        paths.put(
                "search_nothing",
                List.of("/admin/inbox/list?q=zeppelin", "/admin/inbox/list?q=qwerty+asdf"));
        var figures = Json.object();
        try (var line = new Line(gateway.port())) {
            paths.forEach((name, each) -> figures.set(name, times(line, cookie, each)));
        }
        return figures;
    }

    /// The conversation's number, which its code says here.
    private static long number(String code) {
        return Long.parseLong(code.substring(1), 36);
    }

    private static JsonNode times(Line line, String cookie, List<String> paths) {
        var millis = new double[PAGES];
        for (int i = -PAGES; i < PAGES; i++) { // the first ones warm it
            var path = paths.get(Math.floorMod(i, paths.size()));
            long began = System.nanoTime();
            var head =
                    "GET %s HTTP/1.1\r\nCookie: %s\r\n%s"
                            .formatted(path, cookie, path.contains("/list") ? PART : "");
            int status = line.ask(head, new byte[0]).status();
            if (status != 200) {
                throw new IllegalStateException(path + " answers " + status);
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        return Spread.of(java.util.Arrays.stream(millis));
    }

    private JsonNode api(String path) {
        return gateway.http().get(path, "Authorization", "Bearer " + token).json();
    }

    // --- live ----------------------------------------------------------------------------------

    private int customersWrite(Duration length, int perSecond, int firstMark)
            throws InterruptedException {
        long step = 1_000_000_000L / perSecond;
        int count = (int) (length.toNanos() / step);
        try (var line = new Line(gateway.port())) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, start + i * step - System.nanoTime()));
                int mark = firstMark + i;
                posted.put(mark, System.nanoTime());
                int status =
                        notes.post(
                                line,
                                mark % 200,
                                "PANEL" + run + mark,
                                "panel-bench-" + mark + ".");
                if (status != 200) {
                    throw new IllegalStateException("the webhook answered " + status);
                }
            }
        }
        TimeUnit.NANOSECONDS.sleep(LAST_ONES.toNanos());
        return count;
    }

    private void watch(String cookie) {
        var request =
                HttpRequest.newBuilder(gateway.url("/admin/live")).header("Cookie", cookie).build();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                                        .body(),
                                StandardCharsets.UTF_8))) {
            int mark = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                bytes.addAndGet(line.length() + 1L);
                var found = MARK.matcher(line);
                if (found.find()) {
                    mark = Integer.parseInt(found.group(1));
                }
                if (line.isEmpty()) {
                    events.incrementAndGet();
                    note(mark);
                    mark = 0;
                }
            }
        } catch (IOException e) {
            if (!over.get()) {
                throw new java.io.UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(int mark) {
        var began = posted.get(mark);
        if (began != null) {
            pushes.add((System.nanoTime() - began) / 1e6);
        }
    }
}
