package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Insides;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Files at a Meta that means no good.
final class GraphMediaTest {
    private static final Graph.BusinessNumber NUMBER =
            new Graph.BusinessNumber("300000000000001", Secret.of("token"));

    private final AtomicInteger strangersCalls = new AtomicInteger();
    private final AtomicReference<String> seen = new AtomicReference<>("");
    private HttpServer meta;
    private HttpServer stranger;
    private GraphMedia media;

    interface Play {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        meta = server();
        stranger = server();
        stranger.createContext(
                "/",
                exchange -> {
                    strangersCalls.incrementAndGet();
                    send(exchange, 200, "secret".getBytes(StandardCharsets.US_ASCII));
                });
        media =
                new GraphMedia(
                        new Graph.Settings(
                                () -> URI.create(url(meta, "/graph")),
                                "v26.0",
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                new Graph.Breaker(1000, 100, Duration.ofSeconds(1)),
                                1000,
                                8));
    }

    @AfterEach
    void close() {
        meta.stop(0);
        stranger.stop(0);
    }

    @Test
    void aFileComesWholeWithTheTokenAndAName() {
        on(
                "/file",
                exchange -> {
                    seen.set(
                            exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("User-Agent"));
                    send(exchange, 200, new byte[100_000]);
                });
        assertThat(download(url(meta, "/file"), 200_000)).isEqualTo("100000 bytes");
        assertThat(seen.get()).isEqualTo("Bearer token Bellhop");
    }

    @Test
    void theTokenGoesToNobodyElse() {
        assertThat(download(url(stranger, "/file"), 1000)).startsWith("never");
        on(
                "/moved",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", url(stranger, "/file"));
                    send(exchange, 302, new byte[0]);
                });
        assertThat(download(url(meta, "/moved"), 1000)).startsWith("never");
        assertThat(strangersCalls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lookaside.fbsbx.com/file",
                "https://lookaside.fbsbx.com:8443/file",
                "https://lookaside.fbsbx.com.example.org/file",
                "https://user@lookaside.fbsbx.com/file",
                "https://evilfbcdn.net/file",
                "https://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "https://[::1]/file",
                "not an address",
                ""
            })
    void whatIsNotMetasIsNotGoneTo(String address) {
        assertThat(download(address, 1000)).startsWith("never");
    }

    @Test
    void addressesInsideAreKnown() throws IOException {
        for (var inside :
                new String[] {
                    "127.0.0.1",
                    "10.1.2.3",
                    "192.168.0.1",
                    "172.16.5.5",
                    "169.254.1.1",
                    "100.64.0.1",
                    "::1",
                    "fd00::1",
                    "fe80::1",
                    "0.0.0.0"
                }) {
            assertThat(Insides.has(InetAddress.getByName(inside))).as(inside).isTrue();
        }
        assertThat(Insides.has(InetAddress.getByName("157.240.1.1"))).isFalse();
    }

    @Test
    void aRedirectWithinMetaIsFollowedAndACircleIsNot() {
        on(
                "/a",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/b?x=1");
                    send(exchange, 302, new byte[0]);
                });
        on("/b", exchange -> send(exchange, 200, new byte[10]));
        assertThat(download(url(meta, "/a"), 1000)).isEqualTo("10 bytes");
        on(
                "/circle",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/circle");
                    send(exchange, 302, new byte[0]);
                });
        assertThat(download(url(meta, "/circle"), 1000)).startsWith("later");
    }

    @Test
    void whatIsSaidToBeTooLargeIsNotBegun() {
        on(
                "/large",
                exchange -> {
                    exchange.sendResponseHeaders(200, 5_000);
                    exchange.getResponseBody().write(new byte[100]);
                    exchange.getResponseBody().flush();
                });
        assertThat(download(url(meta, "/large"), 1000)).startsWith("never");
    }

    @Test
    void aFileThatBreaksOffIsNoFile() {
        on(
                "/short",
                exchange -> {
                    exchange.sendResponseHeaders(200, 5_000);
                    exchange.getResponseBody().write(new byte[100]);
                    exchange.close();
                });
        assertThat(download(url(meta, "/short"), 10_000)).startsWith("later");
    }

    @Test
    void anAddressThatDiedIsAskedForAnew() {
        on("/dead", exchange -> send(exchange, 404, new byte[0]));
        assertThat(download(url(meta, "/dead"), 1000)).startsWith("later");
    }

    @Test
    void aMediaIdIsNoPath() {
        assertThat(media.locate(NUMBER, "../300/messages")).isInstanceOf(MediaOutcome.Never.class);
        assertThat(media.locate(NUMBER, "1?fields=x")).isInstanceOf(MediaOutcome.Never.class);
    }

    @Test
    void aSizeIsReadAsTextAndAsANumber() {
        on(
                "/graph/v26.0/1",
                exchange -> json(exchange, "{\"url\":\"https://a\",\"file_size\":\"12\"}"));
        on(
                "/graph/v26.0/2",
                exchange -> json(exchange, "{\"url\":\"https://a\",\"file_size\":12}"));
        for (var id : new String[] {"1", "2"}) {
            assertThat(media.locate(NUMBER, id))
                    .isInstanceOfSatisfying(
                            MediaOutcome.Done.class,
                            done -> assertThat(((MediaLocation) done.value()).size()).hasValue(12));
        }
    }

    @Test
    void anUploadIsAFormWithALengthAndNoTricksInItsName() {
        on(
                "/graph/v26.0/300000000000001/media",
                exchange -> {
                    seen.set(
                            exchange.getRequestHeaders().getFirst("Content-Length")
                                    + "\n"
                                    + new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    json(exchange, "{\"id\":\"77\"}");
                });
        var outcome =
                media.upload(
                        NUMBER,
                        "text/plain",
                        "a\"\r\nX: y.txt",
                        5,
                        () -> new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(outcome).isEqualTo(new MediaOutcome.Done<>("77"));
        var body = seen.get().substring(seen.get().indexOf('\n') + 1);
        assertThat(seen.get()).startsWith(body.getBytes(StandardCharsets.UTF_8).length + "\n");
        assertThat(body).contains("\r\n\r\nhello\r\n--", "filename=\"a___X: y.txt\"", "whatsapp");
    }

    private String download(String address, long bytesMax) {
        var out = new ByteArrayOutputStream();
        var outcome = media.download(NUMBER, address, bytesMax, in -> in.transferTo(out));
        return switch (outcome) {
            case MediaOutcome.Done<Boolean> _ -> out.size() + " bytes";
            case MediaOutcome.Later<Boolean>(var why) -> "later: " + why;
            case MediaOutcome.Never<Boolean>(var why) -> "never: " + why;
        };
    }

    private void on(String path, Play play) {
        meta.createContext(path, play::answer);
    }

    private static HttpServer server() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
