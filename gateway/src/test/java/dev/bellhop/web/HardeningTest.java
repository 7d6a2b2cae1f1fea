package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Raw.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// What a hostile client may send, byte by byte. These hold for Helidon as it is configured here; a
/// change of its version shows in them first.
final class HardeningTest {
    private static final House HOUSE = new House();
    private static final String TOKEN = "Authorization: Bearer script";
    private static final String HIDDEN = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @AfterAll
    static void close() {
        HOUSE.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void anAmbiguousRequestIsRefusedAndNothingAfterItIsAnswered(
            String name, int status, String request) {
        var answer = Raw.send(HOUSE.port(), request + HIDDEN);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(HOUSE.smuggled()).isZero();
        if (status != 0) {
            assertProblem(answer, Code.ofStatus(status));
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    static Stream<Arguments> anAmbiguousRequestIsRefusedAndNothingAfterItIsAnswered() {
        return Stream.of(
                row(
                        "two framings",
                        400,
                        "Transfer-Encoding: chunked\r\nContent-Length: 5",
                        "0\r\n\r\n"),
                row("two lengths", 400, "Content-Length: 5\r\nContent-Length: 6", "12345"),
                row("length with a sign", 400, "Content-Length: +5", "12345"),
                row("negative length", 400, "Content-Length: -1", ""),
                row("length in a list", 400, "Content-Length: 5, 6", "12345"),
                row("length past a long", 400, "Content-Length: 99999999999999999999", "1"),
                row("unknown encoding", 400, "Transfer-Encoding: xchunked", "0\r\n\r\n"),
                row(
                        "chunked is not last",
                        400,
                        "Transfer-Encoding: chunked, identity",
                        "0\r\n\r\n"),
                row("chunked twice", 400, "Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
                row("empty encoding", 400, "Transfer-Encoding: ", "0\r\n\r\n"),
                row("space before the colon", 400, "Content-Length : 5", "12345"),
                row("folded header", 400, "X-A: b\r\n c", ""),
                row("control character", 400, "X-A: b\u0000c", ""),
                row("20 kB header", 400, "X-A: " + "b".repeat(20_000), ""),
                row("3,000 headers", 400, "X-A: b\r\n".repeat(3_000) + "X-B: c", ""),
                row("second host", 400, "Host: elsewhere", ""),
                Arguments.of("no host", 400, "POST /unread HTTP/1.1\r\n\r\n"),
                Arguments.of("empty host", 400, "POST /unread HTTP/1.1\r\nHost:\r\n\r\n"),
                Arguments.of("bare line feeds", 400, "POST /unread HTTP/1.1\nHost: localhost\n\n"),
                Arguments.of("no version", 400, "GET /hello\r\n\r\n"),
                Arguments.of("unknown version", 400, "GET /hello HTTP/3.0\r\nHost: a\r\n\r\n"),
                Arguments.of("old version", 400, "GET /hello HTTP/1.0\r\n\r\n"),
                Arguments.of("old version, host", 400, "GET /hello HTTP/1.0\r\nHost: a\r\n\r\n"),
                Arguments.of("no HTTP at all", 400, "\u0016\u0003\u0001 hello\r\n\r\n"),
                Arguments.of("space in the path", 400, "GET /he llo HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private static Arguments row(String name, int status, String headers, String body) {
        return Arguments.of(
                name,
                status,
                "POST /unread HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n" + body);
    }

    @Test
    void aHeaderValueWithALineBreakIsNotWritten() {
        var answer = get("/split");
        assertThat(answer.whole()).doesNotContain("X-Evil");
        assertProblem(answer, Code.FAILED);
    }

    /// Helidon takes what follows for further chunks and waits for the rest of them; the client
    /// leaves first.
    @Test
    void anAbsurdChunkSizeHasNoAnswer() {
        var answer =
                Raw.sendAndLeave(
                        HOUSE.port(),
                        "POST /bytes HTTP/1.1\r\n"
                                + "Host: localhost\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "ffffffffffffffffff\r\n"
                                + "abc\r\n"
                                + HIDDEN);
        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(HOUSE.smuggled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/path/a/../b",
                "/path/./b",
                "/path/%2e%2e/b",
                "/path/.%2E/b",
                "/path/..",
                "/hello/..;/path/b",
                "/path;x=1/b",
                "/path/a%3Bb",
                "/path/a%2fb",
                "/path/a%5Cb",
                "/../hello"
            })
    void aPathThatLeadsElsewhereThanItSeemsIsRefused(String path) {
        assertProblem(get(path), Code.BAD_REQUEST);
        assertProblem(send(Raw.requestWith(HIDDEN, "POST " + path)), Code.BAD_REQUEST);
        assertThat(HOUSE.smuggled()).isZero();
    }

    @Test
    void dotsWithinANameAreJustDots() {
        assertThat(get("/path/a..b/.c/d.e").body()).isEqualTo("/path/a..b/.c/d.e");
    }

    @Test
    void whatNobodyForesawIsAnsweredWithoutAWordOfDetail() {
        for (String path : new String[] {"/defect", "/error"}) {
            var answer = get(path);
            assertProblem(answer, Code.FAILED);
            assertThat(answer.whole())
                    .contains(answer.header("X-Request-Id"))
                    .doesNotContain("secret", "Exception", "StackOverflow", "dev.bellhop.");
        }
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyRefusalHasItsStatusAndShape(Code code) {
        var answer = get("/refuse/" + code.name());
        assertProblem(answer, code);
        assertThat(answer.header("WWW-Authenticate").isEmpty())
                .isEqualTo(code != Code.NOT_SIGNED_IN);
    }

    @Test
    void anUnknownAddressIsARefusalLikeAnyOther() {
        assertProblem(get("/nowhere"), Code.NOT_FOUND);
    }

    @Test
    void aKnownAddressNamesTheMethodsThatItTakes() {
        var answer = send(Raw.request("DELETE /signed-in"));
        assertProblem(answer, Code.METHOD_NOT_ALLOWED);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, POST");
        assertProblem(send(Raw.request("BREW /hello")), Code.METHOD_NOT_ALLOWED);
    }

    @Test
    void tooFastIsToldWhenToComeAgain() {
        assertThat(get("/limited").status()).isEqualTo(200);
        var answer = get("/limited");
        assertProblem(answer, Code.RATE_LIMITED);
        assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(3_500L, 3_600L);
    }

    @Test
    void everyAnswerCarriesTheHeadersThatAllCarry() {
        for (String path : new String[] {"/hello", "/nowhere", "/defect"}) {
            var answer = get(path);
            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy"))
                    .isEqualTo("strict-origin-when-cross-origin");
        }
        assertThat(get("/hello").header("X-Request-Id"))
                .isNotEqualTo(get("/hello").header("X-Request-Id"));
    }

    @Test
    void aBodyMayBeAsLargeAsTheRouteSaysAndNoLarger() {
        assertThat(send(Raw.requestWith("x".repeat(1_000), "POST /bytes")).body())
                .isEqualTo("1000 bytes");
        assertProblem(send(Raw.requestWith("x".repeat(1_001), "POST /bytes")), Code.TOO_LARGE);
    }

    @Test
    void aBodyOfUnknownLengthIsReadFromThoseWhoAreKnown() {
        assertThat(send(chunked("POST /known", 1_000, TOKEN)).body()).isEqualTo("1000 bytes");
        assertProblem(send(chunked("POST /known", 1_001, TOKEN)), Code.TOO_LARGE);
        assertProblem(send(chunked("POST /known", 1_000)), Code.NOT_SIGNED_IN);
        assertProblem(send(chunked("POST /bytes", 1_000)), Code.LENGTH_REQUIRED);
    }

    /// Helidon would hold the chunk until it is whole.
    @Test
    void aStrangersChunkIsAnsweredBeforeItIsThere() {
        var chunk = Integer.toHexString(House.PAYLOAD_MAX - 1_000) + "\r\n" + "x".repeat(1_000);
        for (String line :
                new String[] {
                    "POST /bytes",
                    "POST /unread",
                    "POST /form",
                    "POST /nowhere",
                    "POST /signed-in",
                    "POST /known",
                    "PUT /hello",
                    "GET /hello"
                }) {
            var head = line + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
            long began = System.nanoTime();
            var answer = send(head + chunk);
            assertThat(answer.status()).as(line).isPositive();
            assertThat(answer.header("Connection")).as(line).isEqualTo("close");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as(line)
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aBodyPastWhatTheServerTakesIsRefusedWhateverTheRouteDoes() {
        int tooMuch = House.PAYLOAD_MAX + 1;
        for (String line : new String[] {"POST /bytes", "POST /unread"}) {
            var declared =
                    Raw.request(line, "Content-Length: " + tooMuch)
                            .replace("Connection: close\r\n", "");
            assertProblem(send(declared), Code.TOO_LARGE);
        }
        assertProblem(send(chunked("POST /known", tooMuch, TOKEN)), Code.TOO_LARGE);
    }

    @Test
    void aBodyThatNobodyReadIsNotTakenForTheNextRequest() {
        var answer =
                send(
                        "POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + HIDDEN.length()
                                + "\r\n\r\n"
                                + HIDDEN
                                + Raw.request("GET /hello"));
        assertThat(answer.whole()).contains("not read").endsWith("hello");
        assertThat(HOUSE.smuggled()).isZero();
    }

    /// The answer ends the connection, and with it the reading of what was sent after the headers.
    @Test
    void aBodyIsNotTakenForTheNextRequestAlthoughTheConnectionEnds() {
        for (String path :
                new String[] {"/unread", "/nowhere", "/signed-in", "/refuse/GONE", "/hello"}) {
            var answer = send(Raw.requestWith(HIDDEN, "POST " + path));
            assertThat(answer.whole().indexOf("HTTP/1.1", 1)).as(answer.whole()).isNegative();
            assertThat(HOUSE.smuggled()).as(path).isZero();
        }
    }

    @Test
    void aBodyThatUnfoldsIsNeitherReadNorTakenForTheNextRequest() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bomb)) {
            zip.write(new byte[50_000_000]);
        }
        assertProblem(compressed("POST /bytes", bomb.toByteArray()), Code.UNSUPPORTED_TYPE);
        assertThat(compressed("POST /unread", bomb.toByteArray()).body()).isEqualTo("not read");
        assertProblem(compressed("GET /defect", bomb.toByteArray()), Code.FAILED);
        assertProblem(
                compressed("POST /bytes", "no zip at all".getBytes(StandardCharsets.UTF_8)),
                Code.UNSUPPORTED_TYPE);
    }

    private static Answer compressed(String line, byte[] body) {
        var head =
                line
                        + " HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Encoding: gzip\r\n"
                        + "Content-Length: "
                        + body.length
                        + "\r\n\r\n";
        return send(head + new String(body, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aBodyIsNotAskedForWhenItsLengthIsTooMuchAnyway() {
        var answer =
                send(Raw.request("POST /bytes", "Content-Length: 2000", "Expect: 100-continue"));
        assertThat(answer.whole()).startsWith("HTTP/1.1 413");
    }

    @Test
    void aFormIsReadAndAnythingElseRefused() {
        var type = "Content-Type: application/x-www-form-urlencoded";
        assertThat(send(Raw.requestWith("b=1&a=x+%C3%BC&a=y+%C3%BC", "POST /form", type)).body())
                .isEqualTo("{\"a\":\"y \u00c3\u00bc\"}");
        assertProblem(send(Raw.requestWith("a=%zz", "POST /form", type)), Code.BAD_REQUEST);
        assertProblem(
                send(Raw.requestWith("a=1", "POST /form", "Content-Type: text/plain")),
                Code.UNSUPPORTED_TYPE);
        assertProblem(send(Raw.requestWith("a=1", "POST /form")), Code.UNSUPPORTED_TYPE);
    }

    @Test
    void aBodyThatIsNotJsonIsABadRequest() {
        assertThat(send(Raw.requestWith("{\"a\":1}", "POST /json")).body()).isEqualTo("{\"a\":1}");
        assertProblem(send(Raw.requestWith("{\"a\":1} x", "POST /json")), Code.BAD_REQUEST);
        assertProblem(send(Raw.requestWith("", "POST /json")), Code.BAD_REQUEST);
        assertProblem(send(Raw.requestWith("[".repeat(900), "POST /json")), Code.BAD_REQUEST);
    }

    private static String chunked(String line, int size, String... headers) {
        var chunk = "x".repeat(Math.min(size, 500));
        var body = new StringBuilder();
        int left = size;
        while (left > 0) {
            int part = Math.min(left, chunk.length());
            body.append(Integer.toHexString(part)).append("\r\n");
            body.append(chunk, 0, part).append("\r\n");
            left -= part;
        }
        return Raw.request(line, with(headers, "Transfer-Encoding: chunked")) + body + "0\r\n\r\n";
    }

    private static Answer get(String path) {
        return send(Raw.request("GET " + path));
    }

    private static Answer send(String request) {
        return Raw.send(HOUSE.port(), request);
    }

    static void assertProblem(Answer answer, Code code) {
        assertThat(answer.status()).as(answer.whole()).isEqualTo(code.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).contains("no-cache");
        var problem = Json.read(answer.body().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problem.fieldNames())
                .toIterable()
                .containsExactly("type", "title", "status", "detail", "code", "request_id");
        assertThat(problem.get("status").intValue()).isEqualTo(code.status());
        assertThat(problem.get("code").textValue()).isEqualTo(code.wireName());
        assertThat(problem.get("title").textValue()).isEqualTo(code.sentence());
        assertThat(problem.get("type").textValue()).endsWith("/problems/" + code.wireName());
        assertThat(problem.get("request_id").textValue()).isEqualTo(answer.header("X-Request-Id"));
    }

    private static String[] with(String[] headers, String another) {
        var all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = another;
        return all;
    }
}
