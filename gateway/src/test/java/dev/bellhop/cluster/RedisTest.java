package dev.bellhop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.story.Witness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

final class RedisTest {
    private static final String PASSWORD = "kept-from-everybody";

    @Test
    void whatIsAskedIsAnswered() {
        try (var server = TestRedis.start();
                var redis = open(server.url())) {
            assertThat(redis.state().up()).isTrue();
            assertThat(redis.ask(client -> client.set("a", "1"))).contains("OK");
            assertThat(redis.ask(client -> client.get("a"))).contains("1");
        }
    }

    @Test
    void oneThatIsNotThereIsNotAsked() throws IOException {
        try (var nobody = Witness.nobody();
                var redis = open("redis://127.0.0.1:" + nobody.getLocalPort())) {
            assertThat(redis.state().up()).isFalse();
            assertThat(redis.ask(_ -> "asked")).isEmpty();
        }
    }

    @Test
    void oneThatDiesIsAwayAtTheNextQuestionAndIsFoundAgain() {
        var start = Instant.parse("2026-03-01T10:00:00Z");
        try (var server = TestRedis.start();
                var redis = TestRedis.patient(server.url(), Clock.fixed(start, ZoneOffset.UTC))) {
            assertThat(redis.ask(client -> client.set("a", "1"))).contains("OK");
            server.kill();
            assertThat(redis.ask(client -> client.get("a"))).isEmpty();
            assertThat(redis.state()).isEqualTo(new Redis.State(false, start));
            server.startAgain();
            Await.until("it is back", () -> redis.state().up());
            assertThat(redis.ask(client -> client.set("a", "2"))).contains("OK");
            server.kill();
            Await.until("it is missed though nobody asks", () -> !redis.state().up());
        }
    }

    @Test
    void oneThatDoesNotAnswerIsWaitedForOnce() {
        try (var server = TestRedis.start();
                var redis = Redis.open(Address.of(server.url()), Clock.systemUTC())) {
            server.freeze();
            long began = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                assertThat(redis.ask(client -> client.get("a"))).isEmpty();
            }
            // A fifth of a second for each would be forty.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(20));
            server.thaw();
            Await.until("it answers again", () -> redis.state().up());
        }
    }

    @Test
    void oneThatIsFullOrAReplicaIsAwayUntilItTakesSomething() {
        try (var server = TestRedis.start();
                var redis = open(server.url())) {
            sets(server, "maxmemory", "1");
            Await.until("it is full", () -> !redis.state().up());
            sets(server, "maxmemory", "0");
            Await.until("it takes again", () -> redis.state().up());
            server.asked(server.url(), client -> client.replicaof("127.0.0.1", 1));
            Await.until("it is a replica", () -> !redis.state().up());
            server.asked(server.url(), Jedis::replicaofNoOne);
            Await.until("it leads again", () -> redis.state().up());
        }
    }

    private static void sets(TestRedis server, String name, String value) {
        var answer = server.asked(server.url(), client -> client.configSet(name, value));
        assertThat(answer).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":not-" + PASSWORD,
                "nobody:" + PASSWORD,
                "reader:" + PASSWORD,
                "elsewhere:" + PASSWORD,
                "almost:" + PASSWORD
            })
    void oneThatDoesNotLetUsInEndsTheStartWithoutTellingThePassword(String who) {
        try (var server = TestRedis.start("--requirepass", PASSWORD)) {
            server.asked(
                    server.url(":" + PASSWORD),
                    client -> {
                        client.aclSetUser("reader", "on", ">" + PASSWORD, "~*", "+@read");
                        client.aclSetUser(
                                "almost",
                                "on",
                                ">" + PASSWORD,
                                "~bellhop:*",
                                "+eval",
                                "+set",
                                "+get",
                                "+client");
                        return client.aclSetUser(
                                "elsewhere", "on", ">" + PASSWORD, "~other:*", "+@all");
                    });
            var url = who.isEmpty() ? server.url() : server.url(who);
            assertThatThrownBy(() -> open(url).close())
                    .isInstanceOf(RedisRefuses.class)
                    .hasMessageStartingWith("Redis at 127.0.0.1:" + server.port() + " refuses: ")
                    .message()
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void aDatabaseThatItDoesNotHaveEndsTheStart() {
        try (var server = TestRedis.start()) {
            assertThatThrownBy(() -> open(server.url() + "/99").close())
                    .isInstanceOf(RedisRefuses.class)
                    .hasMessageContaining("DB index is out of range");
        }
    }

    private static Redis open(String url) {
        return TestRedis.patient(url);
    }
}
