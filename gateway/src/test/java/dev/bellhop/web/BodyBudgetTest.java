package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Bodies of strangers, many at once and slow ones. Here 80,000 bytes are for small ones, 90,000
/// for large ones, and each has three seconds.
final class BodyBudgetTest {
    private static final House HOUSE = new House();
    private static final String SMALL = "a".repeat(1_000);
    private static final String LARGE = "a".repeat(70_000);

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    @Test
    void bodiesOfAnySizeComeWhole() {
        for (int length : new int[] {0, 1, 8_191, 8_192, 8_193, 65_536, 65_537, 90_000}) {
            var answer = post("a".repeat(length));
            assertThat(answer.status()).as("%d", length).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(length + " bytes");
        }
        assertThat(chunked("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n").body()).isEqualTo("6 bytes");
        assertThat(post("a".repeat(House.PAYLOAD_MAX + 1)).status()).isEqualTo(413);
    }

    @Test
    void aLargeBodyThatStallsKeepsOutOtherLargeOnesAndNoSmallOne() throws IOException {
        try (var stalled = begin(LARGE, LARGE.length() - 1)) {
            Await.until("it is held", () -> HOUSE.held() >= LARGE.length());
            var refused = post(LARGE);
            assertThat(refused.header("Retry-After")).isEqualTo("5");
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(refused.body()).contains("\"code\":\"unavailable\"");
            assertThat(chunked("0\r\n\r\n").status()).isEqualTo(503);
            assertThat(post(SMALL).status()).isEqualTo(200);
            stalled.getOutputStream().write('a');
        }
        Await.until("there is room again", () -> post(LARGE).status() == 200);
    }

    @Test
    void smallBodiesHaveALimitTogether() throws IOException {
        try (var stalled = begin("a".repeat(60_000), 59_000)) {
            Await.until("it is held", () -> HOUSE.held() >= 60_000);
            assertThat(post("a".repeat(30_000)).status()).isEqualTo(503);
            assertThat(post(LARGE).status()).isEqualTo(200);
            stalled.getOutputStream().write('a');
        }
        Await.until("there is room again", () -> post("a".repeat(60_000)).status() == 200);
    }

    @Test
    void whoOnlyPromisesBytesHoldsNothing() throws IOException {
        try (var first = begin(LARGE, 0);
                var second = begin(LARGE, 0)) {
            assertThat(post(LARGE).status()).isEqualTo(200);
            first.getOutputStream().write('a');
            second.getOutputStream().write('a');
        }
    }

    @Test
    void aBodyThatTakesTooLongEndsItsConnection() throws IOException {
        try (var slow = begin(LARGE, 10_000)) {
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        Await.until("nothing is held", () -> HOUSE.held() == 0);
        assertThat(post(LARGE).status()).isEqualTo(200);
    }

    private static Raw.Answer post(String body) {
        return Raw.send(HOUSE.port(), Raw.requestWith(body, "POST /budgeted"));
    }

    private static Raw.Answer chunked(String body) {
        return Raw.send(
                HOUSE.port(), Raw.request("POST /budgeted", "Transfer-Encoding: chunked") + body);
    }

    /// Begins to send a body, and stops after some bytes.
    private static Socket begin(String body, int sent) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), HOUSE.port());
        socket.setSoTimeout(20_000);
        var whole = Raw.requestWith(body, "POST /budgeted");
        int head = whole.length() - body.length();
        socket.getOutputStream()
                .write(whole.substring(0, head + sent).getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }
}
