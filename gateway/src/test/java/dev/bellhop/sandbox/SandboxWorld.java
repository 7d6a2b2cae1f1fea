package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Access;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Cookies;
import dev.bellhop.web.Guard;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Problems;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.RefusalBook;
import dev.bellhop.web.Routes;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A sandbox on a free port, and a webhook door beside it that checks signatures with its own few
/// lines.
final class SandboxWorld implements AutoCloseable {
    static final String MAYA = "15550009001";
    static final String NUMBER = "300000000000001";
    static final String SECRET = "example-app-secret";
    static final String TOKEN = "EAAexample";
    static final String SEND = "/sandbox/graph/v26.0/" + NUMBER + "/messages";
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(40);
    private static final Sandbox.Pace QUICK =
            new Sandbox.Pace(Duration.ofMillis(5), Duration.ofMillis(20), List.of(SHORT, SHORT));

    /// A notification as it came through the door.
    record Notice(String text, JsonNode json, boolean signed, String agent) {
        JsonNode value() {
            return json.at("/entry/0/changes/0/value");
        }

        JsonNode status() {
            return value().at("/statuses/0");
        }

        JsonNode message() {
            return value().at("/messages/0");
        }
    }

    /// An answer with its JSON.
    record Answer(int http, JsonNode json) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Sandbox sandbox;
    private final WebServer server;

    SandboxWorld() {
        this(QUICK);
    }

    SandboxWorld(Sandbox.Pace pace) {
        this(pace, Clock.systemUTC());
    }

    /// One in which it is as late as a clock says.
    SandboxWorld(Clock clock) {
        this(QUICK, clock);
    }

    private SandboxWorld(Sandbox.Pace pace, Clock clock) {
        sandbox =
                new Sandbox(
                        new Sandbox.Settings(
                                "demo-site",
                                "Juniper & Co.",
                                1,
                                NUMBER,
                                "200000000000001",
                                "100000000000001",
                                "15550001234",
                                SECRET,
                                "example-verify-token",
                                TOKEN,
                                List.of(
                                        new Phone(MAYA, "Maya Okafor"),
                                        new Phone("15550009002", "Jürgen")),
                                pace),
                        clock,
                        new Random(42));
        var routing = HttpRouting.builder();
        var guard =
                new Guard(
                        new Nobody(),
                        new Cookies(URI.create("http://localhost")),
                        new Limits(Map.of(), RefusalBook.NONE),
                        new Peers(List.of()),
                        RefusalBook.NONE);
        var routes = new Routes(routing, guard);
        sandbox.register(routes);
        var open = Access.open("a door for tests");
        routes.post("/webhooks/whatsapp/1", open, this::receive)
                .get("/webhooks/whatsapp/1", open, SandboxWorld::handshake);
        new Problems(new NoPages()).register(routing);
        server =
                WebServer.builder()
                        .featuresDiscoverServices(false)
                        .address(InetAddress.getLoopbackAddress())
                        .port(0)
                        .addRouting(routing)
                        .build()
                        .start();
        sandbox.start(uri("/webhooks/whatsapp/1"), uri("/webhooks/whatsapp/1"), uri("/"));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /// The next so many notifications are answered with 503.
    void refuseNotices(int count) {
        refusals.set(count);
    }

    /// The next notification, taken or refused.
    Notice notice() {
        try {
            var notice = notices.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
            if (notice == null) {
                throw new AssertionError("no notification came");
            }
            return notice;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Optional<Notice> noticeWithin(Duration wait) {
        try {
            return Optional.ofNullable(notices.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static ObjectNode text(String to, String body) {
        var json =
                Json.object()
                        .put("messaging_product", "whatsapp")
                        .put("to", to)
                        .put("type", "text");
        json.putObject("text").put("body", body);
        return json;
    }

    Answer send(JsonNode message) {
        return graph("POST", SEND, message, Optional.of(TOKEN));
    }

    /// The id of a message that is accepted.
    String sent(JsonNode message) {
        return send(message).json().at("/messages/0/id").asText();
    }

    Answer graph(String method, String path, JsonNode body, Optional<String> token) {
        var request = request(method, path, body);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return ask(request.build());
    }

    Answer control(String method, String path, JsonNode body) {
        return ask(request(method, "/sandbox/control/" + path, body).build());
    }

    Answer control(String path) {
        return ask(HttpRequest.newBuilder(uri("/sandbox/control/" + path)).build());
    }

    void fault(String on, String kind, int count) {
        var json = Json.object().put("on", on).put("kind", kind).put("count", count);
        control("POST", "faults", json.put("ms", 60));
    }

    JsonNode screen(String waId) {
        return control("phones/" + waId + "/messages").json().path("items");
    }

    HttpRequest.Builder request(String method, String path, JsonNode body) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    }

    Answer ask(HttpRequest request) {
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(), Json.tryRead(answer.body()).orElse(Json.object()));
        } catch (IOException e) {
            return new Answer(0, Json.object());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<byte[]> fetch(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        sandbox.close();
        server.stop();
        client.shutdownNow();
    }

    private void receive(ServerRequest request, ServerResponse response) {
        byte[] body = request.content().as(byte[].class);
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var signature =
                request.headers().value(HeaderNames.create("X-Hub-Signature-256")).orElse("");
        notices.add(
                new Notice(
                        text,
                        Json.read(body),
                        signature.equals("sha256=" + hmac(body)),
                        request.headers().value(HeaderNames.USER_AGENT).orElse("")));
        boolean refused = refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        response.status(refused ? Status.SERVICE_UNAVAILABLE_503 : Status.OK_200).send();
    }

    private static void handshake(ServerRequest request, ServerResponse response) {
        boolean right = request.query().get("hub.verify_token").equals("example-verify-token");
        response.status(right ? Status.OK_200 : Status.FORBIDDEN_403)
                .send(right ? request.query().get("hub.challenge") : "");
    }

    private static String hmac(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private record Nobody() implements Guard.Callers {
        @Override
        public Optional<Caller> bySession(String token) {
            return Optional.empty();
        }

        @Override
        public Optional<Caller> byToken(String token) {
            return Optional.empty();
        }
    }

    private record NoPages() implements Problems.Pages {
        @Override
        public boolean wants(ServerRequest request) {
            return false;
        }

        @Override
        public void write(
                ServerRequest request, ServerResponse response, Refusal refusal, String requestId) {
            throw new AssertionError("no pages here");
        }
    }
}
