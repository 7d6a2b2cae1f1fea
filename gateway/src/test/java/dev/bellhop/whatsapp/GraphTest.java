package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.story.Witness;
import dev.bellhop.vault.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Calls to a server that speaks HTTP by hand.
final class GraphTest {
    private static final Graph.BusinessNumber NUMBER =
            new Graph.BusinessNumber("300000000000001", Secret.of("token"));

    /// A server that closes a connection without a word is no reason to be unsure of the next send.
    @Test
    void aConnectionThatTheServerClosedInTheMeantimeIsNotUsedAgain() throws IOException {
        try (var server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            var requests = new AtomicInteger();
            Thread.ofVirtual().start(() -> serve(server, requests, new AtomicInteger()));
            var graph = graph(server.getLocalPort());
            for (int i = 1; i <= 5; i++) {
                assertThat(send(graph)).isEqualTo(new Outcome.Accepted("wamid.A"));
                Await.until("it is seen that it was closed", () -> graph.resting() == 0);
            }
            assertThat(requests).hasValue(5);
        }
    }

    /// Whoever hears of a call must not change how it ended: "unsure" would be sent again.
    @Test
    void whatGoesWrongWithAListenerIsNoReasonToSendAgain() throws IOException {
        try (var server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, new AtomicInteger(), new AtomicInteger()));
            var graph = graph(server.getLocalPort());
            var heard = new AtomicInteger();
            graph.onCall((number, outcome, took) -> {
                throw new IllegalStateException("a defect of " + number);
            });
            graph.onCall((number, outcome, took) -> heard.incrementAndGet());
            assertThat(send(graph)).isEqualTo(new Outcome.Accepted("wamid.A"));
            assertThat(heard).hasValue(1);
        }
    }

    @Test
    void aServerThatIsNotThereIsAnOutageAndNothingWentOut() throws IOException {
        try (var nobody = Witness.nobody()) {
            assertThat(send(graph(nobody.getLocalPort())))
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.trouble()).isEqualTo(Outcome.Trouble.OUTAGE));
        }
    }

    /// A proxy's or a firewall's page says nothing against the message, which never reached Meta.
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 408, 429})
    void whatSomebodyOnTheWayRefusesIsTriedAgain(int status) throws IOException {
        try (var server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() ->
                            serve(
                                    server,
                                    new AtomicInteger(),
                                    new AtomicInteger(),
                                    status,
                                    "<h1>No</h1>"));
            assertThat(send(graph(server.getLocalPort())))
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.trouble()).isEqualTo(Outcome.Trouble.OUTAGE));
        }
    }

    /// Each byte comes in time, and the answer never does.
    @Test
    void anAnswerThatComesByteByByteIsNotWaitedForForEver() throws Exception {
        try (var server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            var ended = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> drip(server, ended));
            var graph = graph(server.getLocalPort(), Duration.ofSeconds(1));
            // As lanes do: only a virtual thread's socket is closed by an interruption.
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(threads.submit(() -> send(graph)).get(1, TimeUnit.MINUTES))
                        .isEqualTo(new Outcome.Unsure("no answer from Meta within 2 s in all"));
            }
            Await.until("the connection has ended", () -> ended.getCount() == 0);
        }
    }

    private static void drip(ServerSocket server, CountDownLatch ended) {
        try (Socket connection = server.accept()) {
            readRequest(connection.getInputStream());
            var out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                // Helidon's limit for a header would come after half an hour.
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        } catch (IOException gone) {
            ended.countDown();
        }
    }

    private static Outcome send(Graph graph) {
        return graph.send(
                NUMBER,
                Recipient.ofNumber("15550002001"),
                new Outgoing.Text("Hello", false),
                Optional.empty(),
                "bh:1:0:1");
    }

    private static Graph graph(int port) {
        return graph(port, Duration.ofSeconds(10));
    }

    /// @param patience for connecting, and for each read
    private static Graph graph(int port, Duration patience) {
        return new Graph(
                new Graph.Settings(
                        () -> URI.create("http://127.0.0.1:" + port),
                        "v26.0",
                        patience,
                        patience,
                        new Graph.Breaker(1000, 100, Duration.ofSeconds(1)),
                        1_000,
                        16),
                Clock.systemUTC());
    }

    /// Answers one request on each connection as if more could follow, and closes it then.
    private static void serve(ServerSocket server, AtomicInteger requests, AtomicInteger closed) {
        serve(server, requests, closed, 200, "{\"messages\":[{\"id\":\"wamid.A\"}]}");
    }

    private static void serve(
            ServerSocket server,
            AtomicInteger requests,
            AtomicInteger closed,
            int status,
            String body) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                readRequest(connection.getInputStream());
                requests.incrementAndGet();
                var answer =
                        "HTTP/1.1 "
                                + status
                                + " So\r\nContent-Type: "
                                + (status == 200 ? "application/json" : "text/html")
                                + "\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body;
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException over) {
                return;
            }
            closed.incrementAndGet();
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().contains("bh:1:0:1\"}")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request ended early");
            }
            text.append((char) next);
        }
        if (text.indexOf("Transfer-Encoding: chunked") >= 0) {
            in.readNBytes("\r\n0\r\n\r\n".length());
        }
    }
}
