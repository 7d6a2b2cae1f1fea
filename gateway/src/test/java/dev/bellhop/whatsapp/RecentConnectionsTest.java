package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;

import io.helidon.webclient.api.WebClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Connections to a server that speaks HTTP by hand, and says how many there were.
final class RecentConnectionsTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Secret TOKEN = Secret.of("token");

    private final ServerSocket server = open();
    private final URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile String more = "";
    private volatile boolean answers = true;
    private volatile String length = "Content-Length: 2\r\n";
    private volatile Duration slow = Duration.ZERO;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void whatFollowsAtOnceGoesOverTheSameConnection() {
        serve();
        var http = http();
        for (int i = 0; i < 5; i++) {
            assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        }
        assertThat(opened.get()).as("however slow this machine is").isLessThan(5);
        Await.until("all are closed when nobody needs them", () -> ended.get() == opened.get());
        int before = opened.get();
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        assertThat(opened).hasValue(before + 1);
    }

    @Test
    void aServerThatSaysThatItIsTheLastOneIsBelieved() {
        more = "Connection: close\r\n";
        serve();
        var http = http();
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        assertThat(http.resting()).isZero();
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        assertThat(opened).hasValue(2);
    }

    @Test
    void aConnectionOnWhichNoAnswerCameIsNotUsedAgain() {
        answers = false;
        serve();
        var http = http();
        assertThat(post(http))
                .isInstanceOfSatisfying(
                        Reply.NoAnswer.class, none -> assertThat(none.sent()).isTrue());
        assertThat(http.resting()).isZero();
        answers = true;
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        assertThat(opened).hasValue(2);
    }

    /// Helidon watches it in short looks, for as long as an answer may take.
    @Test
    void aSlowAnswerComesOverAConnectionThatIsUsedAgain() {
        serve();
        var http = http();
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        slow = Duration.ofMillis(700);
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        assertThat(post(http)).isInstanceOf(Reply.Ok.class);
        assertThat(opened.get()).as("however slow this machine is").isLessThan(3);
    }

    /// A watch that ends while somebody waits for an answer would be taken for a lost one.
    @Test
    void itRestsForHalfAsLongAsAnAnswerMayTakeAtMost() {
        assertThat(GraphHttp.moment(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
        assertThat(GraphHttp.moment(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void whatTheServerClosedWhileItRestedIsNotUsed() {
        serve();
        var connections = new RecentConnections(WebClient.create(), LONG);
        connections.to(address).releaseResource();
        assertThat(connections.resting()).isEqualTo(1);
        Await.until("it is accepted", () -> !open.isEmpty());
        open.forEach(RecentConnectionsTest::end);
        Await.until("its end is seen", () -> connections.resting() == 0);
        var _ = connections.to(address);
        Await.until("it is another one", () -> opened.get() == 2);
    }

    /// Such an answer ends with its connection.
    @Test
    void anAnswerThatDoesNotSayHowLongItIsLeavesNoConnection() {
        length = "";
        serve();
        var http = http();
        for (int i = 1; i <= 2; i++) {
            var _ = post(http);
            assertThat(http.resting()).isZero();
            assertThat(opened).hasValue(i);
        }
    }

    @Test
    void theOneThatWasUsedLastIsUsedNext() {
        serve();
        var connections = new RecentConnections(WebClient.create(), LONG);
        var first = connections.to(address);
        var second = connections.to(address);
        assertThat(second).isNotSameAs(first);
        first.releaseResource();
        second.releaseResource();
        assertThat(connections.resting()).isEqualTo(2);
        assertThat(connections.to(address)).isSameAs(second);
        assertThat(connections.to(address)).isSameAs(first);
        assertThat(connections.resting()).isZero();
    }

    @Test
    void whatHasRestedForTooLongIsNotUsed() {
        serve();
        var connections = new RecentConnections(WebClient.create(), Duration.ZERO);
        var first = connections.to(address);
        first.releaseResource();
        assertThat(connections.to(address)).isNotSameAs(first);
        Await.until("it is closed", () -> ended.get() == 1);
    }

    private static void end(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private GraphHttp http() {
        return new GraphHttp(
                () -> address, "v26.0", Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    private Reply post(GraphHttp http) {
        return http.post(address + "/v26.0/1/messages", TOKEN, Json.object().put("text", "Hello"));
    }

    private void serve() {
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            var connection = server.accept();
                            opened.incrementAndGet();
                            open.add(connection);
                            Thread.ofVirtual().start(() -> serve(connection));
                        } catch (IOException over) {
                            return;
                        }
                    }
                });
    }

    private void serve(Socket connection) {
        try (connection) {
            while (isRead(connection.getInputStream()) && answers) {
                var answer =
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + more
                                + length
                                + "\r\n{}";
                LockSupport.parkNanos(slow.toNanos());
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (length.isEmpty()) {
                    break;
                }
            }
        } catch (IOException gone) {
            // Whoever called has closed it.
        }
        ended.incrementAndGet();
    }

    /// @return false when there is no more
    private static boolean isRead(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("{\"text\":\"Hello\"}") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            text.append((char) next);
        }
        return true;
    }
}
