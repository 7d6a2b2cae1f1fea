package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Cookies, JSON, limits and refusals, each by itself.
final class WebPartsTest {

    @Test
    void overHttpsTheCookieIsBoundToThisHost() {
        var cookies = new Cookies(URI.create("https://chat.example"));
        assertThat(cookies.of(Cookies.Kind.SESSION, "token", Duration.ofHours(12)).text())
                .startsWith("__Host-bellhop=token;")
                .contains("Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=43200")
                .doesNotContain("Domain");
        assertThat(cookies.end(Cookies.Kind.SESSION).text())
                .startsWith("__Host-bellhop=;")
                .contains("Expires=Thu, 1 Jan 1970 00:00:00 GMT");
        assertThat(cookies.session("a=b; __Host-bellhop=token")).contains("token");
        assertThat(cookies.session("bellhop=token")).isEmpty();
        for (var kind : Cookies.Kind.values()) {
            assertThat(cookies.of(kind, "token", Duration.ofHours(1)).text())
                    .startsWith("__Host-")
                    .contains("Path=/", "HttpOnly", "Secure", "SameSite=Lax");
        }
    }

    @Test
    void overHttpTheCookieCanBeSetAtAll() {
        var cookies = new Cookies(URI.create("http://localhost:8080"));
        assertThat(cookies.of(Cookies.Kind.SESSION, "token", Duration.ofHours(12)).text())
                .startsWith("bellhop=token;")
                .doesNotContain("Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";", "=", "bellhop", "bellhops=x", "xbellhop=x", " ; ; ", "Bellhop=x"})
    void aCookieHeaderWithoutOurCookieHasNoSession(String header) {
        assertThat(new Cookies(URI.create("http://localhost")).session(header)).isEmpty();
    }

    @Test
    void ofTwoCookiesOfOneNameTheFirstCounts() {
        var cookies = new Cookies(URI.create("http://localhost"));
        assertThat(cookies.session("bellhop=a=b; bellhop=c")).contains("a=b");
    }

    @Test
    void jsonMayBe200Deep() {
        assertThat(Json.tryRead(bytes(nested(200)))).isPresent();
        assertThat(Json.tryRead(bytes(nested(201)))).isEmpty();
        assertThat(Json.tryRead(bytes("{\"a\":".repeat(100_000)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "{}x",
                "[1,]",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "01",
                "+1",
                "\"a\nb\"",
                "// no\n{}",
                "\"\\x\"",
                "tru",
                "1e",
                "\u0000",
                "{\"a\":1}]"
            })
    void whatIsNotExactlyOneJsonValueIsNotRead(String text) {
        assertThat(Json.tryRead(bytes(text))).isEmpty();
        assertThatThrownBy(() -> Json.read(bytes(text)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.BAD_REQUEST));
    }

    @Test
    void numbersAndBrokenTextHaveLimits() {
        assertThat(Json.tryRead(bytes("1".repeat(400)))).isPresent();
        assertThat(Json.tryRead(bytes("1".repeat(401)))).isEmpty();
        assertThat(Json.tryRead(new byte[] {'"', (byte) 0xc3, '"'})).isEmpty();
        assertThat(Json.tryRead(new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'})).isEmpty();
    }

    @Test
    void aLimitCountsForEachByThemselvesAndSaysWhenToComeAgain() {
        var rate = new Limit.Rate(2, 1, Duration.ofMinutes(10));
        var limits = new Limits(Map.of(Limit.SIGN_IN, rate), RefusalBook.NONE);
        limits.check(Limit.SIGN_IN, "a");
        limits.check(Limit.SIGN_IN, "a");
        assertThatThrownBy(() -> limits.check(Limit.SIGN_IN, "a"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(Code.RATE_LIMITED);
                            assertThat(refusal.retryAfterSeconds().orElseThrow())
                                    .isBetween(590L, 600L);
                        });
        assertThatCode(() -> limits.check(Limit.SIGN_IN, "b")).doesNotThrowAnyException();
        assertThatCode(() -> limits.check(Limit.API, "a")).doesNotThrowAnyException();
    }

    @Test
    void aBucketIsNotForgottenBeforeItIsFull() {
        var rate = new Limit.Rate(2, 1, Duration.ofHours(1));
        var now = new AtomicLong();
        var buckets = new OwnBuckets(now::get);
        assertThat(buckets.take(Limit.SIGN_IN, rate, "a")).isEmpty();
        assertThat(buckets.take(Limit.SIGN_IN, rate, "a")).isEmpty();
        now.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(buckets.take(Limit.SIGN_IN, rate, "a")).isPresent();
        now.addAndGet(Duration.ofHours(2).plusSeconds(1).toNanos());
        assertThat(buckets.take(Limit.SIGN_IN, rate, "a")).isEmpty();
    }

    @Test
    void aWaitIsToldInWholeSecondsAndNeverAsNone() {
        for (var wait : Map.of(0L, 1L, 1L, 1L, 1_000L, 1L, 1_001L, 2L).entrySet()) {
            var refusal = Refusal.until(Code.UNAVAILABLE, "soon", Duration.ofMillis(wait.getKey()));
            assertThat(refusal.retryAfterSeconds()).contains(wait.getValue());
        }
    }

    @Test
    void everyCodeHasAStatusAndASentenceOfItsOwn() {
        assertThat(Code.values())
                .allSatisfy(code -> {
                    assertThat(code.status()).isBetween(400, 599);
                    assertThat(code.sentence()).endsWith(".");
                    assertThat(code.wireName()).matches("[a-z_]+");
                });
        assertThat(Arrays.stream(Code.values()).map(Code::sentence)).doesNotHaveDuplicates();
    }

    @Test
    void aStatusOfTheServersOwnFindsItsCode() {
        assertThat(Code.ofStatus(413)).isEqualTo(Code.TOO_LARGE);
        assertThat(Code.ofStatus(404)).isEqualTo(Code.NOT_FOUND);
        assertThat(Code.ofStatus(400)).isEqualTo(Code.BAD_REQUEST);
        assertThat(Code.ofStatus(418)).isEqualTo(Code.BAD_REQUEST);
        assertThat(Code.ofStatus(505)).isEqualTo(Code.FAILED);
        assertThat(Code.ofStatus(503)).isEqualTo(Code.UNAVAILABLE);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
