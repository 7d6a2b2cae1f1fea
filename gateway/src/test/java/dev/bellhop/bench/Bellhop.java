package dev.bellhop.bench;

import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The gateway beside its peers. Limits that would be what is measured are lifted, as for the peers
/// nobody set any, and its heap is that of a server ([docs/operating.md]: `-Xmx512m`).
final class Bellhop implements Running {
    private static final Duration WORK_MAX = Duration.ofMinutes(3);
    private static final int SETTLED_MILLIS = 500;
    private static final List<String> LIMITS =
            List.of("VISITOR_SESSIONS", "VISITOR_MESSAGES", "VISITOR_FRAMES", "WEBHOOKS", "API");

    private final Child gateway;
    private final ProcessHandle database;
    private final String token;

    private Bellhop(Child gateway, ProcessHandle database) throws IOException {
        this.gateway = gateway;
        this.database = database;
        this.token = SignedIn.token(gateway);
    }

    /// One with the sandbox, on its own database.
    static Bellhop withSandbox(String heap) throws IOException {
        return start(
                Gateways.dataDir("peer-bellhop"),
                heap,
                Map.of("BELLHOP_DATABASE_EMBEDDED_MEMORY", POOL_MEGABYTES + "MB"));
    }

    /// One for a business that is there.
    static Bellhop start(Path dataDir, String heap, Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        for (String limit : LIMITS) {
            settings.put("BELLHOP_LIMITS_" + limit + "_BURST", "1000000");
            settings.put("BELLHOP_LIMITS_" + limit + "_REFILL", "1000000");
        }
        var gateway = Gateways.start(List.of("-Xmx" + heap), dataDir, settings);
        return new Bellhop(gateway, gateway.database().orElseThrow());
    }

    Child gateway() {
        return gateway;
    }

    @Override
    public String name() {
        return "bellhop";
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(gateway.process());
    }

    @Override
    public ProcessHandle database() {
        return database;
    }

    /// Waits until no notification waits in the table.
    @Override
    public void finish() throws InterruptedException {
        long deadline = System.nanoTime() + WORK_MAX.toNanos();
        try (var line = new Line(port())) {
            while (waits(line)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the work behind is not done in " + WORK_MAX);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private boolean waits(Line line) {
        var answer =
                line.ask(
                        "GET /api/v1/deliveries?state=waiting&limit=1 HTTP/1.1\r\n"
                                + "Authorization: Bearer "
                                + token
                                + "\r\n",
                        new byte[0]);
        return !Json.read(answer.body()).path("items").isEmpty();
    }

    @Override
    public double collect() throws IOException, InterruptedException {
        double live = Costs.liveHeapMegabytes(gateway.process()) * 1024;
        TimeUnit.MILLISECONDS.sleep(SETTLED_MILLIS);
        return live;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
