package dev.bellhop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// What gateways tell each other, at a real Redis.
final class BusTest {
    private static final SecretKey OURS = key(1);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final TestRedis server = keep(TestRedis.start());

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }

    private static SecretKey key(int which) {
        return new SecretKeySpec(new byte[] {(byte) which, 2, 3, 4}, "HmacSHA256");
    }

    /// A gateway with what it has heard.
    private final class Gateway {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final AtomicInteger gaps = new AtomicInteger();
        final Bus bus;

        Gateway(SecretKey key) {
            this(key, server.url());
        }

        Gateway(SecretKey key, String url) {
            var redis = keep(Redis.open(Address.of(url), Clock.systemUTC()));
            bus = keep(Bus.over(Optional.of(redis), key));
            bus.hear("news", heard::addAll);
            bus.onGap(gaps::incrementAndGet);
            bus.start();
            Await.until("it hears", bus::isUp);
            Await.until("it has read what may be old", () -> gaps.get() == 1);
        }
    }

    @Test
    void whatOneTellsTheOthersHearInItsOrderAndItselfNot() {
        var one = new Gateway(OURS);
        var two = new Gateway(OURS);
        var three = new Gateway(OURS);
        var lines = IntStream.range(0, 2_000).mapToObj(i -> "line " + i).toList();
        lines.forEach(line -> one.bus.tell("news", line));
        one.bus.tell("nobody", "listens to this");
        Await.until("all is heard", () -> two.heard.size() == 2_000 && three.heard.size() == 2_000);
        assertThat(two.heard).isEqualTo(lines);
        assertThat(three.heard).isEqualTo(lines);
        assertThat(one.heard).isEmpty();
        Await.until("all is told", () -> one.bus.figures().told() == 2_001);
    }

    @Test
    void othersAtTheSameRedisHearNothingAndPutInNothing() throws InterruptedException {
        var one = new Gateway(OURS);
        var two = new Gateway(OURS);
        var strangers = new Gateway(key(7));
        var seal = new BusSeal(OURS);
        var caught = new CopyOnWriteArrayList<byte[]>();
        try (var spy = new Jedis(URI.create(server.url()))) {
            var ear =
                    new BinaryJedisPubSub() {
                        @Override
                        public void onMessage(byte[] channel, byte[] message) {
                            caught.add(message);
                        }
                    };
            var thread = Thread.ofVirtual().start(() -> spy.subscribe(ear, seal.channel()));
            Await.until("the spy listens", ear::isSubscribed);
            one.bus.tell("news", "who writes to whom");
            Await.until("it is heard", () -> two.heard.size() == 1);
            Await.until("it is caught", () -> caught.size() > 1);
            assertThat(caught)
                    .allMatch(
                            it -> !new String(it, StandardCharsets.ISO_8859_1).contains("writes"));
            // Once more, changed, and of their own.
            try (var other = new Jedis(URI.create(server.url()))) {
                for (var message : List.copyOf(caught)) {
                    other.publish(seal.channel(), message);
                    message[message.length - 1] ^= 1;
                    other.publish(seal.channel(), message);
                }
                other.publish(seal.channel(), new byte[3]);
                other.publish(seal.channel(), new byte[100]);
            }
            one.bus.tell("news", "after it");
            Await.until("it is heard", () -> two.heard.size() == 2);
            assertThat(two.heard).containsExactly("who writes to whom", "after it");
            assertThat(strangers.heard).isEmpty();
            ear.unsubscribe();
            thread.join();
        }
    }

    @Test
    void aUserWhoMayDoWhatTheManualSaysTellsAndHears() throws IOException {
        var line =
                Files.readString(Path.of("..", "docs", "operating.md"))
                        .lines()
                        .filter(it -> it.startsWith("    ACL SETUSER bellhop "))
                        .findFirst()
                        .orElseThrow();
        var rules = line.replace(">PASSWORD", ">s3cret").strip().split(" ", -1);
        var _ =
                server.asked(
                        server.url(),
                        client ->
                                client.aclSetUser(
                                        rules[2], Arrays.copyOfRange(rules, 3, rules.length)));
        var one = new Gateway(OURS, server.url("bellhop:s3cret"));
        var two = new Gateway(OURS, server.url("bellhop:s3cret"));
        one.bus.tell("news", "allowed");
        Await.until("it is heard", () -> two.heard.contains("allowed"));
    }

    @Test
    void whoeverMissedSomethingIsToldSo() {
        var one = new Gateway(OURS);
        var two = new Gateway(OURS);
        one.bus.tell("news", "before");
        Await.until("it is heard", () -> two.heard.size() == 1);
        int gaps = two.gaps.get();
        server.kill();
        Await.until("it is missed", () -> !one.bus.isUp() && !two.bus.isUp());
        one.bus.tell("news", "while it was away");
        server.startAgain();
        Await.until("both hear", () -> one.bus.isUp() && two.bus.isUp());
        Await.until("it is read anew", () -> two.gaps.get() > gaps);
        one.bus.tell("news", "after");
        Await.until("it is heard", () -> two.heard.contains("after"));
    }

    /// Nobody's commit waits for it, and the hole in the numbers is seen.
    @Test
    void whatIsTooMuchIsDroppedAndMissed() {
        var one = new Gateway(OURS);
        var two = new Gateway(OURS);
        int gaps = two.gaps.get();
        server.freeze();
        long began = System.nanoTime();
        IntStream.range(0, 30_000).forEach(i -> one.bus.tell("news", "line " + i));
        assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
        assertThat(one.bus.figures().lost()).isPositive();
        server.thaw();
        Await.until("it is read anew", () -> two.gaps.get() > gaps);
        one.bus.tell("news", "after");
        Await.until("it is heard", () -> two.heard.contains("after"));
    }

    /// What could not be read is read again, and nothing else is lost by it.
    @Test
    void whatCannotBeReadIsReadAMomentLater() {
        var one = new Gateway(OURS);
        var two = new Gateway(OURS);
        two.bus.hear(
                "news",
                _ -> {
                    throw new IllegalStateException("the database is away");
                });
        int gaps = two.gaps.get();
        one.bus.tell("news", "this");
        Await.until("it is read anew", () -> two.gaps.get() > gaps);
    }

    @Test
    void withoutRedisNothingIsToldAndNothingHappens() {
        try (var bus = Bus.over(Optional.empty(), OURS)) {
            bus.start();
            bus.tell("news", "to nobody");
            assertThat(bus.isThere()).isFalse();
            assertThat(bus.isUp()).isFalse();
            assertThat(bus.figures()).isEqualTo(new Bus.Figures(0, 0, 0, 0));
        }
    }
}
