package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Bodies of strangers, many at once and slow ones. Here 160,000 bytes are for small ones, 240,000
/// for large ones. Each has twenty seconds, and three where their end is waited for.
final class BodyBudgetTest {
    private static final House HOUSE = new House();
    private static final House HURRIED = new House(Duration.ofSeconds(3));
    private static final String ADA = "127.0.0.2";
    private static final String BO = "127.0.0.3";
    private static final String CLEO = "127.0.0.4";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String SMALL = "a".repeat(1_000);
    private static final String LARGE = "a".repeat(70_000);

    @AfterAll
    static void close() {
        HOUSE.close();
        HURRIED.close();
    }

    @Test
    void bodiesOfAnySizeComeWhole() {
        for (int length : new int[] {0, 1, 8_191, 8_192, 8_193, 65_536, 65_537, 90_000}) {
            var answer = post(ADA, "a".repeat(length));
            assertThat(answer.status()).as("%d", length).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(length + " bytes");
        }
        assertThat(chunked(ADA, "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n").body()).isEqualTo("6 bytes");
        assertThat(post(ADA, "a".repeat(House.PAYLOAD_MAX + 1)).status()).isEqualTo(413);
    }

    @Test
    void aLargeBodyThatStallsKeepsOutLargeOnesOfItsAddressOnly() throws IOException {
        try (var stalled = begin(ADA, LARGE, LARGE.length() - 1)) {
            Await.until("it is held", () -> HOUSE.held() >= LARGE.length());
            for (var refused : List.of(post(ADA, LARGE), chunked(ADA, "0\r\n\r\n"))) {
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.header("Connection")).isEqualTo("close");
                assertThat(refused.body()).contains("Too much comes from your address at once.");
            }
            assertThat(post(ADA, SMALL).status()).isEqualTo(200);
            assertThat(post(BO, LARGE).status()).isEqualTo(200);
            stalled.getOutputStream().write('a');
        }
        Await.until("there is room again", () -> post(ADA, LARGE).status() == 200);
    }

    @Test
    void theLargeOnesOfAllAddressesHaveALimitTogether() throws IOException {
        try (var first = begin(ADA, LARGE, LARGE.length() - 1);
                var second = begin(BO, LARGE, LARGE.length() - 1)) {
            Await.until("both are held", () -> HOUSE.held() >= 2 * LARGE.length());
            for (var refused : List.of(post(CLEO, LARGE), chunked(CLEO, "0\r\n\r\n"))) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.header("Connection")).isEqualTo("close");
                assertThat(refused.body()).contains("\"code\":\"unavailable\"");
            }
            assertThat(post(CLEO, SMALL).status()).isEqualTo(200);
            first.getOutputStream().write('a');
            second.getOutputStream().write('a');
        }
        Await.until("there is room again", () -> post(CLEO, LARGE).status() == 200);
    }

    /// One sender of slow bodies must not shut the door that Meta comes in by.
    @Test
    void anAddressThatHoldsItsShareIsRefusedWhileAnotherIsServed() throws IOException {
        var body = "a".repeat(60_000);
        try (var stalled = begin(ADA, body, 59_000)) {
            Await.until("it is held", () -> HOUSE.held() >= 60_000);
            assertThat(post(ADA, "a".repeat(30_000)).status()).isEqualTo(429);
            assertThat(post(BO, "a".repeat(30_000)).status()).isEqualTo(200);
            assertThat(post(ADA, LARGE).status()).isEqualTo(200);
            stalled.getOutputStream().write('a');
        }
        Await.until("there is room again", () -> post(ADA, body).status() == 200);
    }

    @Test
    void whoeverComesNextFindsRoomHoweverManyStall() throws IOException {
        var stalled = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 20; i++) {
                stalled.add(begin("127.0.1." + (i + 1), "a".repeat(40_000), 39_999));
            }
            Await.until("the first are held", () -> HOUSE.held() >= 80_000);
            assertThat(post(CLEO, SMALL).status()).isEqualTo(200);
        } finally {
            for (var socket : stalled) {
                socket.close();
            }
        }
        Await.until("nothing is held", () -> HOUSE.held() == 0);
    }

    @Test
    void whoOnlyPromisesBytesHoldsNothing() throws IOException {
        try (var first = begin(ADA, LARGE, 0);
                var second = begin(ADA, LARGE, 0)) {
            assertThat(post(ADA, LARGE).status()).isEqualTo(200);
            first.getOutputStream().write('a');
            second.getOutputStream().write('a');
        }
    }

    @Test
    void aBodyThatTakesTooLongEndsItsConnection() throws IOException {
        try (var slow = begin(HURRIED, ADA, "POST /budgeted", LARGE, 10_000)) {
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        Await.until("nothing is held", () -> HURRIED.held() == 0);
        assertThat(post(HURRIED, ADA, LARGE).status()).isEqualTo(200);
    }

    /// Whoever may sign in is a stranger until they have.
    @Test
    void aFormIsSmallHasALengthAndComesSoonOrNotAtAll() throws IOException {
        assertThat(form("a=" + "x".repeat(8_190)).status()).isEqualTo(200);
        assertThat(form("a=" + "x".repeat(8_191)).status()).isEqualTo(413);
        var chunks = Raw.request("POST /form", FORM, "Transfer-Encoding: chunked") + "0\r\n\r\n";
        assertThat(Raw.send(HOUSE.port(), chunks).status()).isEqualTo(411);
        var form = "a=" + "x".repeat(8_000);
        try (var slow = begin(HURRIED, ADA, "POST /form", form, 7_000, FORM)) {
            Await.until("it is held", () -> HURRIED.held() >= 8_000);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
        Await.until("nothing is held", () -> HURRIED.held() == 0);
    }

    @Test
    void aFormOfACallerIsNotReadForAStranger() {
        assertThat(
                        Raw.send(HOUSE.port(), Raw.requestWith("a=1", "POST /known-form", FORM))
                                .status())
                .isEqualTo(401);
    }

    @Test
    void aMistakeOfOursWhileReadingIsAnAnswerAndNotAnEndedConnection() {
        var answer = Raw.send(HOUSE.port(), Raw.requestWith(SMALL, "POST /broken"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("\"code\":\"failed\"").doesNotContain("secret");
        Await.until("nothing is held", () -> HOUSE.held() == 0);
    }

    @Test
    void whoLeavesInTheMiddleGetsNoAnswerAndLeavesNothing() {
        var promised = Raw.request("POST /budgeted", "Content-Length: 2000");
        assertThat(Raw.sendAndLeave(HOUSE.port(), promised + SMALL).status()).isZero();
        Await.until("nothing is held", () -> HOUSE.held() == 0);
    }

    private static Raw.Answer form(String form) {
        return Raw.send(HOUSE.port(), Raw.requestWith(form, "POST /form", FORM));
    }

    private static Raw.Answer post(String address, String body) {
        return post(HOUSE, address, body);
    }

    private static Raw.Answer post(House house, String address, String body) {
        return Raw.sendFrom(address, house.port(), Raw.requestWith(body, "POST /budgeted"));
    }

    private static Raw.Answer chunked(String address, String body) {
        return Raw.sendFrom(
                address,
                HOUSE.port(),
                Raw.request("POST /budgeted", "Transfer-Encoding: chunked") + body);
    }

    /// Begins to send a body, and stops after some bytes.
    private static Socket begin(String address, String body, int sent) throws IOException {
        return begin(HOUSE, address, "POST /budgeted", body, sent);
    }

    private static Socket begin(
            House house, String address, String line, String body, int sent, String... headers)
            throws IOException {
        var socket = Raw.connect(address, house.port());
        var whole = Raw.requestWith(body, line, headers);
        int head = whole.length() - body.length();
        socket.getOutputStream()
                .write(whole.substring(0, head + sent).getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }
}
