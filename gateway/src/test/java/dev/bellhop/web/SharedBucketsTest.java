package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.cluster.Redis;
import dev.bellhop.cluster.TestRedis;
import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import javax.crypto.spec.SecretKeySpec;

/// Buckets of several gateways, at a real Redis.
final class SharedBucketsTest {
    private static final Limit.Rate SIX = new Limit.Rate(6, 1, Duration.ofHours(1));

    /// What Redis says of a key that has ended since it was listed.
    private static final long ENDED = -2;

    private static final String WHO = "203.0.113.7 ida@shop.example";

    private final TestRedis server = TestRedis.start();
    private final List<Redis> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Redis::close);
        server.close();
    }

    @Test
    void manyAtOnceAtTwoGatewaysGetWhatIsInOneBucket() throws Exception {
        var gateways = List.of(gateway("ours"), gateway("ours"));
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries =
                    IntStream.range(0, 60)
                            .<Callable<Boolean>>mapToObj(
                                    at -> () -> gets(gateways.get(at % 2), Limit.SIGN_IN, SIX))
                            .toList();
            int got = 0;
            for (var used : all.invokeAll(tries)) {
                got += used.get() ? 1 : 0;
            }
            assertThat(got).isEqualTo(6);
        }
    }

    @Test
    void whoIsRefusedIsToldWhenThereIsOneAgain() {
        var rate = new Limit.Rate(1, 1, Duration.ofMinutes(10));
        assertThat(gateway("ours").take(Limit.SIGN_IN, rate, WHO)).isEmpty();
        assertThat(gateway("ours").take(Limit.SIGN_IN, rate, WHO).orElseThrow())
                .isBetween(Duration.ofSeconds(590), Duration.ofMinutes(10));
    }

    @Test
    void nothingInRedisTellsWhoItIs() {
        var gateway = gateway("ours");
        assertThat(gets(gateway, Limit.SIGN_IN, SIX)).isTrue();
        assertThat(gets(gateway, Limit.VISITOR_SESSIONS, SIX)).isTrue();
        var keys = server.keys(server.url());
        assertThat(keys).filteredOn(key -> key.startsWith("bellhop:limit:")).hasSize(2);
        assertThat(keys).allMatch(key -> key.matches("bellhop:(probe|limit:[a-z-]+:[\\w-]{22})"));
        for (var key : keys) {
            byte[] value =
                    server.asked(
                            server.url(),
                            client -> client.get(key.getBytes(StandardCharsets.UTF_8)));
            assertThat(new String(value, StandardCharsets.ISO_8859_1))
                    .doesNotContain("ida", "203", "shop");
        }
    }

    @Test
    void everyKeyEndsWhenItsBucketIsFull() {
        var gateway = gateway("ours");
        assertThat(gets(gateway, Limit.SIGN_IN, SIX)).isTrue();
        assertThat(gets(gateway, Limit.SIGN_IN, SIX)).isTrue();
        assertThat(gets(gateway, Limit.PASSKEYS, new Limit.Rate(5, 5, Duration.ofMillis(100))))
                .isTrue();
        for (var key : server.keys(server.url())) {
            long left = server.asked(server.url(), client -> client.pttl(key));
            if (left == ENDED) {
                continue;
            }
            assertThat(left).as(key).isBetween(1L, Duration.ofHours(2).toMillis() + 1_000);
        }
        Await.until(
                "the quick one has ended and the slow one has not",
                () ->
                        server.keys(server.url()).stream()
                                .filter(key -> key.contains(":limit:"))
                                .allMatch(key -> key.contains(":sign-in:")));
        assertThat(server.keys(server.url())).anyMatch(key -> key.contains(":sign-in:"));
    }

    @Test
    void anotherInstallationAnotherRateAndAnotherLimitHaveBucketsOfTheirOwn() {
        var ours = gateway("ours");
        var once = new Limit.Rate(1, 1, Duration.ofHours(1));
        assertThat(gets(ours, Limit.SIGN_IN, once)).isTrue();
        assertThat(gets(gateway("ours"), Limit.SIGN_IN, once)).isFalse();
        assertThat(gets(gateway("theirs"), Limit.SIGN_IN, once)).isTrue();
        assertThat(gets(ours, Limit.SIGN_IN, SIX)).isTrue();
        assertThat(gets(ours, Limit.SECOND_STEP, once)).isTrue();
    }

    @Test
    void whatOneGatewayCanTakeEachCountsByItself() {
        var once = new Limit.Rate(1, 1, Duration.ofHours(1));
        for (var limit : List.of(Limit.WEBHOOKS, Limit.VISITOR_FRAMES)) {
            var gateway = gateway("ours");
            assertThat(gets(gateway, limit, once)).isTrue();
            assertThat(gets(gateway, limit, once)).isFalse();
            assertThat(gets(gateway("ours"), limit, once)).isTrue();
        }
        assertThat(server.keys(server.url())).containsExactly("bellhop:probe");
    }

    @Test
    void withoutRedisEachGoesOnWithWhatWasTakenThere() {
        var one = gateway("ours");
        var other = gateway("ours");
        for (int i = 0; i < 4; i++) {
            assertThat(gets(one, Limit.SIGN_IN, SIX)).isTrue();
        }
        server.kill();
        assertThat(taken(one)).isEqualTo(2);
        assertThat(taken(other)).isEqualTo(6);
        server.startAgain();
        Await.until("both found it", () -> opened.stream().allMatch(it -> it.state().up()));
        assertThat(taken(one) + taken(other)).isEqualTo(6);
    }

    @Test
    void aUserWhoMayDoWhatTheManualSaysIsEnough() throws IOException {
        var line =
                Files.readString(Path.of("..", "docs", "operating.md"))
                        .lines()
                        .filter(it -> it.startsWith("    ACL SETUSER bellhop "))
                        .findFirst()
                        .orElseThrow();
        var rules = line.replace(">PASSWORD", ">s3cret").strip().split(" ", -1);
        server.asked(
                server.url(),
                client -> client.aclSetUser(rules[2], Arrays.copyOfRange(rules, 3, rules.length)));
        var gateway = gateway("ours", server.url("bellhop:s3cret"));
        assertThat(taken(gateway)).isEqualTo(6);
        assertThat(server.keys(server.url())).anyMatch(key -> key.contains(":sign-in:"));
        assertThat(opened.getFirst().state().up()).isTrue();
    }

    private static int taken(Buckets gateway) {
        int taken = 0;
        while (gets(gateway, Limit.SIGN_IN, SIX)) {
            taken++;
        }
        return taken;
    }

    private static boolean gets(Buckets gateway, Limit limit, Limit.Rate rate) {
        return gateway.take(limit, rate, WHO).isEmpty();
    }

    private Buckets gateway(String vault) {
        return gateway(vault, server.url());
    }

    private Buckets gateway(String vault, String url) {
        var redis = TestRedis.patient(url);
        opened.add(redis);
        var key = new SecretKeySpec(vault.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return new SharedBuckets(redis, key);
    }
}
