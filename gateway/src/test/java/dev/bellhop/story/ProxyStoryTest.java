package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.gateway.Settings;
import dev.bellhop.inbox.Browser;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/// A gateway behind nginx and behind Caddy, each with the example from `config/`: everybody gets
/// what they came for, at once, and strangers get no further than they should.
final class ProxyStoryTest {
    private static final String HSTS = "Strict-Transport-Security";
    private static final int MEGABYTE = 1024 * 1024;
    private static final String FORGED = "198.51.100.7";

    /// A gateway and the proxy in front of it.
    private record World(House house, TestProxy proxy, Front front) {
        static World open(TestProxy.Kind kind) {
            int port = Witness.freePort();
            var house = House.open(behind(TestProxy.url(port)));
            var proxy = TestProxy.start(kind, port, house.gateway().port());
            return new World(house, proxy, proxy.front());
        }

        private static UnaryOperator<Settings> behind(URI url) {
            return ServerDraft.change(draft -> {
                draft.publicUrl = Optional.of(url);
                draft.trustedProxies = List.of("127.0.0.1");
            });
        }

        Http http() {
            return front.http();
        }

        /// An agent's browser, signed in by a link of its own.
        Browser signedIn(String name) {
            var browser = browser();
            var link = house.linkFor(name);
            assertThat(browser.get(link).status()).isEqualTo(200);
            var password = "a long enough password";
            var entered = browser.post(link, Map.of("password", password, "again", password));
            assertThat(entered.status()).isEqualTo(303);
            assertThat(entered.headers().allValues("Set-Cookie"))
                    .anyMatch(it -> it.startsWith("__Host-bellhop="))
                    .allMatch(it -> it.startsWith("__Host-") && it.contains("Secure"));
            return browser;
        }

        Browser browser() {
            return new Browser(front.url(), 0, front.client());
        }

        String[] token() {
            return new String[] {"Authorization", "Bearer " + house.apiToken()};
        }
    }

    private static final Map<TestProxy.Kind, World> WORLDS = new EnumMap<>(TestProxy.Kind.class);

    @BeforeAll
    static void open() {
        for (var kind : TestProxy.Kind.values()) {
            WORLDS.put(kind, World.open(kind));
        }
    }

    @AfterAll
    static void close() {
        for (var world : WORLDS.values()) {
            world.proxy().close();
            world.house().close();
        }
    }

    private static World world(TestProxy.Kind kind) {
        return Optional.ofNullable(WORLDS.get(kind)).orElseThrow();
    }

    static Stream<Arguments> waysToChat() {
        return Arrays.stream(TestProxy.Kind.values())
                .flatMap(kind ->
                        Arrays.stream(Transport.values()).map(way -> Arguments.of(kind, way)));
    }

    @ParameterizedTest
    @MethodSource("waysToChat")
    void aVisitorAndAnAgentSeeAtOnceWhatTheOtherSays(TestProxy.Kind kind, Transport transport) {
        var world = world(kind);
        var agent = world.signedIn(kind + " " + transport);
        try (var panel = agent.listen();
                var visitor =
                        VisitorClient.arrives(transport, world.front(), Optional.empty(), 0)) {
            assertThat(panel.status()).isEqualTo(200);
            visitor.says("Do you ship to Norway by " + transport + "?");
            var _ = panel.await("rows", rows -> rows.contains("to Norway by " + transport));
            var answered =
                    agent.postPart(
                            "/admin/c/" + visitor.code() + "/messages",
                            Map.of("cid", UUID.randomUUID().toString(), "text", "In two days."));
            assertThat(answered.status()).isEqualTo(200);
            visitor.sees("In two days.");
        }
    }

    /// A form from a page of the panel's own is told from one that stands elsewhere by its Origin,
    /// which is held against Host.
    @ParameterizedTest
    @EnumSource
    void aBrowserThatSaysOnlyItsOriginIsBelieved(TestProxy.Kind kind) {
        var world = world(kind);
        var agent = world.signedIn("Origin at " + kind);
        var presence = "/admin/presence";
        assertThat(agent.postFromElsewhere(presence, "Origin", "https://localhost").status())
                .isEqualTo(403);
        assertThat(agent.postFromElsewhere(presence, "Origin", world.front().origin()).status())
                .isNotEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void aSignedNotificationIsTakenUpToItsLimit(TestProxy.Kind kind) {
        var world = world(kind);
        var meta = new Meta(world.http(), world.house().setup());
        var words =
                meta.messages(Meta.words("4915112345678", "Hello from " + kind, Optional.empty()));
        assertThat(meta.posts(words).status()).isEqualTo(200);

        var most = Arrays.copyOf(Json.bytes(meta.messages()), 3 * MEGABYTE);
        Arrays.fill(most, Json.bytes(meta.messages()).length, most.length, (byte) ' ');
        assertThat(meta.posts(most).status()).isEqualTo(200);
        assertThat(meta.posts(Arrays.copyOf(most, most.length + 1)).status()).isEqualTo(413);
        assertThat(world.http().post(meta.path(), Json.bytes(words)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsTakenUpToItsLimit(TestProxy.Kind kind) {
        var world = world(kind);
        var file = Arrays.copyOf(Samples.picture("png", 40, 40), 16 * MEGABYTE);
        var taken = world.http().post("/api/v1/attachments?name=a.png", file, world.token());
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(
                        world.http()
                                .post(
                                        "/api/v1/attachments?name=b.png",
                                        new byte[17 * MEGABYTE + 1],
                                        world.token())
                                .status())
                .isEqualTo(413);
    }

    /// Tries to sign in are counted and written down by who came, whatever they say of themselves.
    @ParameterizedTest
    @EnumSource
    void nobodyIsSomebodyElseByAHeader(TestProxy.Kind kind) {
        var world = world(kind);
        var statuses =
                Stream.iterate(1, i -> i + 1)
                        .limit(12)
                        .map(i -> guess(world, "198.51.100." + i))
                        .toList();
        assertThat(statuses).startsWith(401, 401).endsWith(429, 429);
        assertThat(
                        world.house()
                                .asks(
                                        "SELECT detail AS text FROM audit WHERE action ="
                                                + " 'agent.sign_in_failed'"))
                .isNotEmpty()
                .allMatch(detail -> detail.contains(TestProxy.CLIENT))
                .noneMatch(detail -> detail.contains("198.51.100."));
    }

    private static int guess(World world, String forged) {
        return world.browser()
                .post(
                        "/admin/sign-in",
                        Map.of("email", "owner@localhost", "password", "a guess of mine"),
                        "X-Forwarded-For",
                        forged,
                        "X-Real-IP",
                        forged,
                        "Forwarded",
                        "for=" + forged)
                .status();
    }

    @ParameterizedTest
    @EnumSource
    void strangersGetNoFurtherThanTheyShould(TestProxy.Kind kind) {
        var world = world(kind);
        assertThat(world.house().http().get("/sandbox/control/setup").status()).isEqualTo(200);
        assertThat(world.house().http().get("/observe/metrics").status()).isEqualTo(200);
        for (var path :
                List.of(
                        "/observe/metrics",
                        "/observe/health/ready",
                        "/observe/../observe/metrics",
                        "/sandbox",
                        "/sandbox/control/setup",
                        "/sandbox/graph/v26.0/1/messages",
                        "/health",
                        "/")) {
            assertThat(world.http().get(path).status()).as(path).isEqualTo(404);
        }
        for (var path :
                List.of(
                        "/widget/..;/sandbox/control/setup",
                        "/widget/..;/observe/metrics",
                        "/widget/%2e%2e/sandbox/control/setup",
                        "/widget/%2e%2e%3b/sandbox/control/setup",
                        "/widget/..%2fobserve/metrics",
                        "/admin/..%5c..%5cobserve/metrics",
                        "//observe/metrics",
                        "/widget//../observe/metrics")) {
            assertThat(world.http().get(path, "X-Forwarded-For", "127.0.0.1").status())
                    .as(path)
                    .isIn(400, 401, 403, 404);
        }
        // Whoever the proxy brings is no neighbour, even if they are on this machine.
        assertThat(world.house().http().get("/observe/metrics", "X-Forwarded-For", FORGED).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void everyAnswerSaysOnceThatNothingElseThanHttpsIsUsed(TestProxy.Kind kind) {
        var world = world(kind);
        for (var path :
                List.of("/admin/sign-in", "/widget.js", "/api/v1/status", "/observe", "/")) {
            assertThat(world.http().get(path).headers().allValues(HSTS))
                    .as(path)
                    .containsExactly("max-age=31536000");
        }
        var large =
                world.http()
                        .post(
                                "/admin/sign-in",
                                new byte[MEGABYTE + 1],
                                "Content-Type",
                                "application/x-www-form-urlencoded");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.headers().allValues(HSTS)).containsExactly("max-age=31536000");
    }

    @ParameterizedTest
    @EnumSource
    void exportsAndBackupsArriveWhole(TestProxy.Kind kind) throws IOException {
        var world = world(kind);
        var export = world.http().get("/api/v1/audit/export?format=jsonl", world.token());
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.text()).startsWith("{").endsWith("}\n").contains("gateway.started");
        var backup = world.http().post("/api/v1/backups", new byte[0], world.token());
        assertThat(backup.status()).isEqualTo(200);
        int files = 0;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(backup.body()))) {
            while (zip.getNextEntry() != null) {
                zip.readAllBytes();
                files++;
            }
        }
        assertThat(files).isGreaterThan(10);
    }

    /// The gateway's place is taken by somebody who says the second line only when the first one
    /// has arrived.
    @ParameterizedTest
    @EnumSource
    void whatIsSaidInPartsGoesOnPartByPart(TestProxy.Kind kind) throws Exception {
        try (var answers = new InParts();
                var proxy = TestProxy.start(kind, Witness.freePort(), answers.port())) {
            for (var path :
                    List.of(
                            "/api/v1/backups",
                            "/api/v1/audit/export?format=csv",
                            "/api/v1/audit/verify",
                            "/api/v1/reports/messages?format=csv",
                            "/admin/audit/verify",
                            "/admin/live",
                            "/widget/v1/events",
                            "/widget/v1/stream")) {
                try (var lines = open(proxy.front(), path)) {
                    assertThat(lines.readLine()).as(path).isEqualTo("first");
                    answers.goOn();
                    assertThat(lines.readLine()).as(path).isEqualTo("second");
                    assertThat(lines.readLine()).as(path).isNull();
                }
            }
        }
    }

    /// What a slow reader has not taken waits in the gateway's database, and not on the proxy's
    /// disk.
    @ParameterizedTest
    @EnumSource
    void whoeverReadsSlowlyHoldsTheGatewayBack(TestProxy.Kind kind) throws Exception {
        try (var flood = new Flood();
                var proxy = TestProxy.start(kind, Witness.freePort(), flood.port());
                var lines = open(proxy.front(), "/api/v1/backups")) {
            assertThat(lines.readLine()).startsWith("first");
            assertThat(flood.isHeldBack()).isTrue();
        }
    }

    /// An answer that ends in order is taken for all of it. Caddy ends it so until 2.7, which
    /// Debian 12 has; the page about operating says what to do.
    @ParameterizedTest
    @EnumSource(names = "NGINX")
    void whatIsBrokenOffDoesNotLookWhole(TestProxy.Kind kind) throws Exception {
        try (var answers = new InParts();
                var proxy = TestProxy.start(kind, Witness.freePort(), answers.port());
                var lines = open(proxy.front(), "/api/v1/backups")) {
            assertThat(lines.readLine()).isEqualTo("first");
            answers.breakOff();
            assertThatThrownBy(
                            () -> {
                                for (var line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    assertThat(line).isNotEqualTo("second");
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    private static BufferedReader open(Front front, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(front.at(path))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        var answer = front.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /// Answers whatever it is asked in two lines, the second of which waits.
    private static final class InParts implements AutoCloseable {
        private final Semaphore turns = new Semaphore(0);
        private final HttpServer server;

        InParts() throws IOException {
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            body.write("first\n".getBytes(StandardCharsets.UTF_8));
            body.flush();
            turns.acquireUninterruptibly();
            body.write("second\n".getBytes(StandardCharsets.UTF_8));
            body.close();
        }

        /// Says the second line.
        void goOn() {
            turns.release();
        }

        /// Cuts all connections.
        void breakOff() {
            server.stop(0);
        }

        @Override
        public void close() {
            server.stop(0);
            goOn();
        }
    }

    /// Answers with much more than what stands between here and a reader can hold.
    private static final class Flood implements AutoCloseable {
        private static final int MEGABYTES = 96;
        private static final Duration STANDSTILL = Duration.ofMillis(700);

        private final ServerSocketChannel door;
        private final CompletableFuture<Boolean> heldBack = new CompletableFuture<>();

        Flood() throws IOException {
            this.door =
                    ServerSocketChannel.open()
                            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread.ofPlatform().daemon().start(this::answer);
        }

        int port() {
            return door.socket().getLocalPort();
        }

        /// Whether there was a moment in which nobody took any more of it.
        boolean isHeldBack() throws Exception {
            return heldBack.get(30, TimeUnit.SECONDS);
        }

        private void answer() {
            try (var connection = door.accept();
                    var selector = Selector.open()) {
                var request = ByteBuffer.allocate(8 * 1024);
                do {
                    connection.read(request);
                } while (!new String(request.array(), StandardCharsets.UTF_8).contains("{}"));
                connection.configureBlocking(false);
                connection.register(selector, SelectionKey.OP_WRITE);
                var head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nfirst\n";
                boolean goes = goes(connection, selector, head.getBytes(StandardCharsets.UTF_8));
                for (int i = 0; goes && i < MEGABYTES; i++) {
                    goes = goes(connection, selector, new byte[MEGABYTE]);
                }
                heldBack.complete(!goes);
            } catch (IOException e) {
                heldBack.completeExceptionally(e);
            }
        }

        private static boolean goes(SocketChannel connection, Selector selector, byte[] bytes)
                throws IOException {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                if (connection.write(left) == 0 && selector.select(STANDSTILL.toMillis()) == 0) {
                    return false;
                }
                selector.selectedKeys().clear();
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
