package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.live.Topic;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Connections that take too long over something.
final class DeadlineTest {

    @Test
    void whoSaysNoHelloIsSentAwayAndWhoStaysAnywayIsCut() throws IOException {
        try (var porch = new Porch();
                var stranger = porch.stranger()) {
            porch.awaitConnected(1);
            porch.passes(Duration.ofMillis(9_900));
            stranger.sends("{\"t\":\"ping\"}");
            assertThat(stranger.readsFrame().path("t").asText()).isEqualTo("pong");
            porch.passes(Duration.ofMillis(100));
            assertThat(stranger.readsUntilClosed(_ -> {})).isEqualTo(1008);
            porch.awaitConnected(0);
            stranger.sends("{\"t\":\"ping\"}");
            Await.until(
                    "the connection is cut",
                    () -> {
                        porch.passes(Duration.ofSeconds(5));
                        return stranger.hasEnded();
                    });
        }
    }

    @Test
    void whoHasSaidHelloMayBeSilent() throws IOException {
        try (var porch = new Porch();
                var visitor = porch.visitor(Optional.empty())) {
            assertThat(visitor.readsFrame().path("t").asText()).isEqualTo("welcome");
            porch.passes(Duration.ofSeconds(15));
            visitor.sends("{\"t\":\"ping\"}");
            assertThat(visitor.readsFrame().path("t").asText()).isEqualTo("pong");
        }
    }

    /// As many as may be let in at once are stuck there.
    @Test
    void whoWaitsToBeLetInIsToldSoAndNotSentAway() throws Exception {
        var leave = new CountDownLatch(1);
        var in = new AtomicInteger();
        try (var porch = new Porch();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < Admission.ALONE; i++) {
                    var _ =
                            threads.submit(() ->
                                    porch.newcomers()
                                            .admit(
                                                    () -> {},
                                                    () -> {
                                                        in.incrementAndGet();
                                                        return await(leave);
                                                    }));
                }
                Await.until("all places are taken", () -> in.get() == Admission.ALONE);
                try (var visitor = porch.visitor(Optional.empty())) {
                    assertThat(visitor.readsFrame().path("t").asText()).isEqualTo("pong");
                    porch.passes(Duration.ofSeconds(15));
                    leave.countDown();
                    assertThat(visitor.readsFrame().path("t").asText()).isEqualTo("welcome");
                }
            } finally {
                leave.countDown();
            }
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefusedHelloIsNone() throws IOException {
        try (var porch = new Porch();
                var visitor = porch.visitor(Optional.empty())) {
            var token = visitor.readsFrame().path("token").asText();
            porch.parlour.database.write(tx -> tx.change("UPDATE visitor SET blocked_at = NOW(3)"));
            try (var back = porch.visitor(Optional.of(token))) {
                assertThat(back.readsFrame().path("code").asText()).isEqualTo("blocked");
                porch.passes(Duration.ofSeconds(10));
                assertThat(back.readsUntilClosed(_ -> {})).isEqualTo(1008);
            }
        }
    }

    @Test
    void fromOnePlaceFewMayBeWithoutHello() throws IOException {
        var silent = new ArrayList<RawSocket>();
        try (var porch = new Porch()) {
            for (int i = 0; i < Lobby.PLACES_OF_PREFIX; i++) {
                silent.add(porch.stranger());
            }
            porch.awaitConnected(Lobby.PLACES_OF_PREFIX);
            try (var oneTooMany = porch.stranger()) {
                assertThat(oneTooMany.readsUntilClosed(_ -> {})).isEqualTo(1013);
                oneTooMany.readsToTheEnd();
            }
            silent.getFirst().sends("{\"t\":\"hello\",\"token\":null,\"after\":0}");
            assertThat(silent.getFirst().readsFrame().path("t").asText()).isEqualTo("welcome");
            silent.getLast().close();
            porch.awaitConnected(Lobby.PLACES_OF_PREFIX - 1);
            for (int i = 0; i < 2; i++) {
                var next = porch.stranger();
                silent.add(next);
                next.sends("{\"t\":\"ping\"}");
                assertThat(next.readsFrame().path("t").asText()).isEqualTo("pong");
            }
        } finally {
            silent.forEach(RawSocket::close);
        }
    }

    @Test
    void whoGoesWithoutAWordIsMissed() throws IOException {
        try (var porch = new Porch()) {
            var visitor = porch.visitor(Optional.empty());
            visitor.readsFrame();
            porch.awaitConnected(1);
            visitor.close();
            porch.awaitConnected(0);
        }
    }

    /// Far more than the operating system holds between two ends waits for somebody who does not
    /// read, but goes on writing so that the connection is never silent.
    @Test
    void whoStopsReadingIsCut() throws IOException {
        try (var porch = new Porch()) {
            var token = tokenOfSomebodyWhoLeft(porch);
            int messages = 500;
            for (int i = 0; i < messages; i++) {
                porch.says("😀".repeat(4_096));
            }
            try (var deaf = porch.visitor(Optional.of(token))) {
                Await.until(
                        "the deaf one is welcome",
                        () -> porch.parlour.live.count(Topic.visitor(1)) == 1);
                Await.until(
                        "the one who does not read is gone",
                        () -> {
                            goesOn(deaf);
                            porch.passes(Duration.ofSeconds(20));
                            return porch.door.connected() == 0;
                        });
                assertThat(deaf.readsToTheEnd()).isLessThan(messages * 16_000L);
            }
        }
    }

    private static String tokenOfSomebodyWhoLeft(Porch porch) throws IOException {
        try (var visitor = porch.visitor(Optional.empty())) {
            return visitor.readsFrame().path("token").asText();
        } finally {
            porch.awaitConnected(0);
        }
    }

    private static void goesOn(RawSocket socket) {
        try {
            socket.sends("{\"t\":\"got\",\"seq\":1}");
        } catch (IOException ended) {
            return; // which is what the test waits for
        }
    }
}
