package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.story.Child;
import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The three ways that people wait for, at a steady rate: a visitor's send to Graph's call; a
/// phone's reply, as its webhook is posted, to the frame in the widget; and to the panel's event
/// stream.
///
/// Each relayed message gets a delivered status and a quoting reply, so that one message a second
/// offered is one send, two notifications and two rows more. Everything runs on this machine:
/// database, gateway, and these clients.
final class Latency {
    private static final Pattern MARK = Pattern.compile("bench-([0-9a-f-]{36})");

    /// Nobody answers a message in the moment in which Meta takes it.
    private static final long READING_NANOS = 200_000_000;

    private static final Duration WARM_UP = Duration.ofSeconds(8);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final Map<String, Long> posted = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Map<String, Double> toGraph = new ConcurrentHashMap<>();
    private final Map<String, Double> toWidget = new ConcurrentHashMap<>();
    private final Map<String, Double> toPanel = new ConcurrentHashMap<>();
    private final Map<String, Double> toAccepted = new ConcurrentHashMap<>();
    private final Semaphore outstanding = new Semaphore(2_000);
    private volatile boolean measuring;
    private volatile boolean over;

    private Latency() {}

    static JsonNode run(Duration length, int visitors, int perSecond) throws Exception {
        return new Latency().measure(length, visitors, perSecond);
    }

    private JsonNode measure(Duration length, int visitors, int perSecond) throws Exception {
        var dataDir = Gateways.dataDir("latency");
        var replies = Executors.newVirtualThreadPerTaskExecutor();
        var phone = new CompletableFuture<Phone>();
        try (var graph =
                        new Witness(
                                0,
                                message -> {
                                    long now = System.nanoTime();
                                    var mark = mark(message.text());
                                    mark.ifPresent(m -> note(toGraph, m, sent, now));
                                    mark.ifPresent(m -> calls.merge(m, 1, Integer::sum));
                                    mark.ifPresent(m ->
                                            replies.execute(() ->
                                                    phone.join()
                                                            .replies(
                                                                    m,
                                                                    message.wamid(),
                                                                    message.callback())));
                                });
                var gateway =
                        Gateways.start(
                                dataDir,
                                Map.of("BELLHOP_WHATSAPP_GRAPH_URL", graph.url().toString()))) {
            double residentAtStart = Costs.residentMegabytes(gateway.process());
            phone.complete(new Phone(gateway, gateway.http().get("/sandbox/control/setup").json()));
            var panel = Thread.ofVirtual().start(() -> watchPanel(gateway));
            var sockets = new ArrayList<WebSocket>();
            for (int i = 0; i < visitors; i++) {
                sockets.add(visitor(gateway));
            }
            talk(sockets, WARM_UP, perSecond);
            measuring = true;
            talk(sockets, length, perSecond);
            settle();
            var figures =
                    Json.object()
                            .put("bench", "latency")
                            .put("visitors", visitors)
                            .put("messages_per_second", perSecond)
                            .put("seconds", length.toSeconds())
                            .put("resident_mb_at_start", Math.round(residentAtStart))
                            .put(
                                    "resident_mb_at_end",
                                    Math.round(Costs.residentMegabytes(gateway.process())));
            figures.put(
                    "relayed_more_than_once",
                    calls.values().stream().filter(count -> count > 1).count());
            figures.set("send_to_accepted_ms", spread(toAccepted));
            figures.set("send_to_graph_ms", spread(toGraph));
            figures.set("webhook_to_widget_ms", spread(toWidget));
            figures.set("webhook_to_panel_ms", spread(toPanel));
            over = true;
            panel.interrupt();
            sockets.forEach(WebSocket::abort);
            return figures;
        }
    }

    private static JsonNode spread(Map<String, Double> values) {
        return Spread.of(values.values().stream().flatMapToDouble(DoubleStream::of));
    }

    private static Optional<String> mark(String text) {
        var matcher = MARK.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private void note(Map<String, Double> figures, String mark, Map<String, Long> from, long now) {
        var began = from.get(mark);
        if (began != null && measuring) {
            figures.putIfAbsent(mark, (now - began) / 1e6);
        }
    }

    private void talk(List<WebSocket> sockets, Duration length, int perSecond)
            throws InterruptedException {
        long step = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        long end = next + length.toNanos();
        for (int i = 0; next < end; i++, next += step) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            outstanding.acquire();
            var cid = UUID.randomUUID().toString();
            var frame =
                    Json.object()
                            .put("t", "send")
                            .put("cid", cid)
                            .put("text", "Hello, bench-" + cid);
            sent.put(cid, System.nanoTime());
            sockets.get(i % sockets.size()).sendText(Json.text(frame), true).join();
        }
    }

    /// Waits until what was measured has arrived everywhere, or ten seconds.
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < deadline
                && (toWidget.size() < toGraph.size() || toPanel.size() < toGraph.size())) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private WebSocket visitor(Child gateway) {
        var socket =
                client.newWebSocketBuilder()
                        .subprotocols("bellhop.v1")
                        .header("Origin", "http://localhost:" + gateway.port())
                        .buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:"
                                                + gateway.port()
                                                + "/widget/v1/socket?site=juniper"),
                                new Listener())
                        .join();
        socket.sendText("{\"t\":\"hello\",\"token\":null,\"after\":0}", true).join();
        return socket;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                long now = System.nanoTime();
                var frame = Json.read(partial.toString().getBytes(StandardCharsets.UTF_8));
                partial.setLength(0);
                switch (frame.path("t").asText()) {
                    case "accepted" -> {
                        outstanding.release();
                        note(toAccepted, frame.path("cid").asText(), sent, now);
                    }
                    case "message" ->
                            mark(frame.path("text").asText())
                                    .ifPresent(m -> note(toWidget, m, posted, now));
                    default -> {}
                }
            }
            ws.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void watchPanel(Child gateway) {
        try {
            var cookie = signIn(gateway);
            var request =
                    HttpRequest.newBuilder(gateway.url("/admin/live"))
                            .header("Cookie", cookie)
                            .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var lines =
                    new BufferedReader(
                            new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("Answer to")) {
                    long now = System.nanoTime();
                    mark(line).ifPresent(m -> note(toPanel, m, posted, now));
                }
            }
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted() && !over) {
                throw new java.io.UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String signIn(Child gateway) throws IOException, InterruptedException {
        var password = URLEncoder.encode("a long enough password", StandardCharsets.UTF_8);
        var request =
                HttpRequest.newBuilder(gateway.url(gateway.signInPath()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "password=" + password + "&again=" + password))
                        .build();
        var response = client.send(request, HttpResponse.BodyHandlers.discarding());
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /// The inbox phone, as Meta tells of it: a delivered status, then a reply that quotes.
    private final class Phone {
        private final Child gateway;
        private final JsonNode setup;

        Phone(Child gateway, JsonNode setup) {
            this.gateway = gateway;
            this.setup = setup;
        }

        void replies(String mark, String wamid, String callback) {
            LockSupport.parkNanos(READING_NANOS);
            var waId = setup.path("phones").path(0).asText();
            var now = Long.toString(Instant.now().getEpochSecond());
            var status = value();
            status.putArray("statuses")
                    .addObject()
                    .put("id", wamid)
                    .put("status", "delivered")
                    .put("timestamp", now)
                    .put("recipient_id", waId)
                    .put("biz_opaque_callback_data", callback);
            post(status);
            var reply = value();
            var message =
                    reply.putArray("messages")
                            .addObject()
                            .put("from", waId)
                            .put("id", "wamid.REPLY" + UUID.randomUUID())
                            .put("timestamp", now)
                            .put("type", "text");
            message.putObject("context")
                    .put("from", setup.path("business_number").asText())
                    .put("id", wamid);
            message.putObject("text").put("body", "Answer to bench-" + mark);
            posted.put(mark, System.nanoTime());
            post(reply);
        }

        private com.fasterxml.jackson.databind.node.ObjectNode value() {
            var value = Json.object().put("messaging_product", "whatsapp");
            value.putObject("metadata")
                    .put("display_phone_number", setup.path("business_number").asText())
                    .put("phone_number_id", setup.path("phone_number_id").asText());
            return value;
        }

        private void post(JsonNode value) {
            var document = Json.object().put("object", "whatsapp_business_account");
            var change =
                    document.putArray("entry")
                            .addObject()
                            .put("id", setup.path("account_id").asText())
                            .putArray("changes")
                            .addObject()
                            .put("field", "messages");
            change.set("value", value);
            byte[] body = Json.bytes(document);
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(
                        new SecretKeySpec(
                                setup.path("app_secret").asText().getBytes(StandardCharsets.UTF_8),
                                "HmacSHA256"));
                var request =
                        HttpRequest.newBuilder(
                                        gateway.url(
                                                "/webhooks/whatsapp/"
                                                        + setup.path("channel").asText()))
                                .header("Content-Type", "application/json")
                                .header(
                                        "X-Hub-Signature-256",
                                        "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException("the webhook answered " + answer.statusCode());
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
