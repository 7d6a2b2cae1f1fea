package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.cluster.TestRedis;
import dev.bellhop.db.Await;
import dev.bellhop.gateway.Gateway;
import dev.bellhop.gateway.Settings;
import dev.bellhop.gateway.StartFailure;
import dev.bellhop.inbox.Browser;
import dev.bellhop.leak.LogOfAll;
import dev.bellhop.meter.Exposition;
import dev.bellhop.web.Limit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Two gateways beside each other, one database, one Redis: what both let through is what one would
/// alone; without Redis each goes on by itself, and nobody waits for it.
final class SharedLimitsStoryTest {
    private static final int TRIES = 6;
    private static final int ASKED = 200;

    /// More would be too many from one address.
    private static final int ROUNDS_MAX = 3;

    private static final String PASSWORD = "known-to-redis-alone";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void triesAtBothGatewaysAreCountedTogether() throws Exception {
        var redis = keep(TestRedis.start("--requirepass", PASSWORD));
        var house = keep(House.open(shared(redis.url(":" + PASSWORD))));
        var ports = List.of(house.gateway().port(), beside(house).port());
        var answers = guessesTogether(house, ports, 1);
        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(TRIES);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .hasSize(2 * TRIES)
                .allMatch(answer -> answer.header("Retry-After").matches("[1-9][0-9]*"));
        assertNothingTellsWho(redis);
    }

    /// Many at once, while Redis was there all the time: on a machine that has other work it may
    /// seem away for a moment, and each gateway counts by itself. Then somebody else tries.
    private static List<Browser.Answer> guessesTogether(House house, List<Integer> ports, int round)
            throws Exception {
        ports.forEach(port -> Await.until("Redis is there", () -> hasRedis(port, house)));
        var email = "nobody" + round + "@shop.example";
        var tries =
                IntStream.range(0, 3 * TRIES)
                        .<Callable<Browser.Answer>>mapToObj(
                                at -> () -> guesses(ports.get(at % 2), email))
                        .toList();
        var answers = new ArrayList<Browser.Answer>();
        try (var log = new LogOfAll();
                var all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : all.invokeAll(tries)) {
                answers.add(answer.get());
            }
            if (round < ROUNDS_MAX && log.text().contains("is away (")) {
                return guessesTogether(house, ports, round + 1);
            }
        }
        return answers;
    }

    /// Names and values, and in whatever form Redis itself would write them down.
    private static void assertNothingTellsWho(TestRedis redis) {
        var url = redis.url(":" + PASSWORD);
        var keys = redis.keys(url);
        assertThat(keys)
                .anyMatch(key -> key.startsWith("bellhop:limit:sign-in:"))
                .anyMatch(key -> key.startsWith("bellhop:limit:sign-in-address:"))
                .allMatch(key -> key.startsWith("bellhop:"));
        for (var key : keys) {
            var value = redis.asked(url, client -> client.get(key));
            assertThat(key + value).doesNotContain("nobody", "shop.example", "127.0.0");
            var left = redis.asked(url, client -> client.pttl(key));
            assertThat(left).as(key).isPositive();
        }
    }

    @Test
    void withoutRedisEachGatewayGoesOnAndSaysSo() throws Exception {
        var redis = keep(TestRedis.start("--requirepass", PASSWORD));
        try (var log = new LogOfAll()) {
            var house = keep(House.open(shared(redis.url(":" + PASSWORD))));
            var cookie =
                    AgentClient.cookie(house, house.gateway().signInLink().orElseThrow().getPath());
            var other = beside(house).port();
            int port = house.gateway().port();
            assertThat(house.status().at("/redis/up").asBoolean()).isTrue();
            assertThat(metric(house)).isEqualTo(1);
            assertThat(settings(house, cookie))
                    .contains("Agents")
                    .doesNotContain("Redis has been away");
            assertThat(statuses(port, 4, "ida@shop.example")).containsOnly(401);

            redis.kill();
            Await.until("it is missed", () -> !house.status().at("/redis/up").asBoolean());
            assertThat(statuses(port, 4, "ida@shop.example")).containsExactly(401, 401, 429, 429);
            assertThat(statuses(other, 7, "ida@shop.example"))
                    .containsExactly(401, 401, 401, 401, 401, 401, 429);
            var ready = house.http().get("/observe/health/ready");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.text()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(house.status().at("/redis/since").asText()).startsWith("20");
            assertThat(metric(house)).isZero();
            assertThat(settings(house, cookie)).contains("Redis has been away since");

            redis.startAgain();
            Await.until("it is found", () -> house.status().at("/redis/up").asBoolean());
            Await.until("the other found it", () -> hasRedis(other, house));
            assertThat(statuses(port, 3, "kim@shop.example")).containsOnly(401);
            assertThat(statuses(other, 4, "kim@shop.example")).containsExactly(401, 401, 401, 429);
            assertThat(log.text())
                    .contains(
                            "Redis at 127.0.0.1:" + redis.port() + " is away (",
                            "Redis at 127.0.0.1:" + redis.port() + " is back")
                    .doesNotContain(PASSWORD);
            assertThat(house.status().toString()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void nobodyWaitsForARedisThatDoesNotAnswer() {
        var redis = keep(TestRedis.start());
        var house = keep(House.open(shared(redis.url())));
        var before = house.status();
        redis.freeze();
        var slowest = Duration.ZERO;
        var all = Duration.ZERO;
        for (int i = 0; i < ASKED; i++) {
            long began = System.nanoTime();
            assertThat(house.status().path("version")).isEqualTo(before.path("version"));
            var took = Duration.ofNanos(System.nanoTime() - began);
            slowest = Collections.max(List.of(slowest, took));
            all = all.plus(took);
        }
        // One of them waits for a fifth of a second, which all would do for forty.
        assertThat(slowest).isLessThan(Duration.ofSeconds(10));
        assertThat(all).isLessThan(Duration.ofSeconds(30));
        redis.thaw();
        Await.until("it answers again", () -> house.status().at("/redis/up").asBoolean());
    }

    @Test
    void aGatewayStartsWithoutRedisAndFindsItLater() throws Exception {
        var redis = keep(TestRedis.start("--requirepass", PASSWORD));
        redis.kill();
        try (var log = new LogOfAll()) {
            var house = keep(House.open(shared(redis.url(":" + PASSWORD))));
            assertThat(house.http().get("/observe/health/ready").text())
                    .isEqualTo("{\"status\":\"UP\"}");
            assertThat(house.status().at("/redis/up").asBoolean()).isFalse();
            assertThat(statuses(house.gateway().port(), 7, "lee@shop.example"))
                    .containsExactly(401, 401, 401, 401, 401, 401, 429);
            assertThat(log.text())
                    .contains("Redis at 127.0.0.1:" + redis.port() + " is away (")
                    .doesNotContain(PASSWORD);
            redis.startAgain();
            Await.until("it is found", () -> house.status().at("/redis/up").asBoolean());
            assertThat(statuses(house.gateway().port(), 1, "lee@shop.example"))
                    .containsExactly(401);
        }
    }

    @Test
    void aWrongPasswordEndsTheStartWithOneLine() {
        var redis = keep(TestRedis.start("--requirepass", PASSWORD));
        assertThatThrownBy(() -> House.open(shared(redis.url(":not-" + PASSWORD))).close())
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "cluster.redis-url: Redis at 127.0.0.1:"
                                + redis.port()
                                + " refuses: WRONGPASS invalid username-password pair or user is"
                                + " disabled.");
    }

    private static UnaryOperator<Settings> shared(String url) {
        return settings -> {
            var limited = Changes.limit(Limit.SIGN_IN, TRIES).apply(settings);
            return Changes.redis(url).apply(limited);
        };
    }

    private Gateway beside(House house) {
        return keep(Gateway.start(house.settings(), Clock.systemUTC(), new Random(1)));
    }

    private static List<Integer> statuses(int port, int times, String email) {
        return IntStream.range(0, times).mapToObj(_ -> guesses(port, email).status()).toList();
    }

    private static Browser.Answer guesses(int port, String email) {
        return new Browser(URI.create("http://127.0.0.1:" + port + "/"), 0)
                .post("/admin/sign-in", Map.of("email", email, "password", "a guess of mine"));
    }

    private static boolean hasRedis(int port, House house) {
        var status =
                new Browser(URI.create("http://127.0.0.1:" + port + "/"), 0)
                        .get("/api/v1/status", "Authorization", "Bearer " + house.apiToken());
        return status.text().contains("\"redis\":{\"up\":true");
    }

    private static String settings(House house, String cookie) {
        return house.http().get("/admin/settings/agents", "Cookie", cookie).text();
    }

    private static double metric(House house) {
        return Exposition.read(house.http().get("/observe/metrics").text())
                .value("bellhop_redis_up");
    }

    private <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }
}
