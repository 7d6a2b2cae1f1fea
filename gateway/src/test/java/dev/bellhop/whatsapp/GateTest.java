package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.whatsapp.Outcome.Trouble;

import io.github.bucket4j.TimeMeter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// What shuts the gate of a number, and what opens it.
final class GateTest {
    private static final Outcome SENT = new Outcome.Accepted("wamid.A");
    private static final Outcome UNSURE = new Outcome.Unsure("no answer");
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final Failure EXPIRED =
            new Failure(190, ErrorCodes.words(190), "Session has expired", Optional.empty());

    private final List<String> told = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Clock clock =
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };

    private Gate gate(Duration delay, Duration callMax) {
        return new Gate(
                "300000000000001",
                new Graph.Settings(
                        () -> URI.create("http://127.0.0.1:1"),
                        "v26.0",
                        callMax.dividedBy(2),
                        callMax.dividedBy(2),
                        new Graph.Breaker(4, 50, delay),
                        1_000,
                        8),
                clock,
                TimeMeter.SYSTEM_NANOTIME,
                view -> told.add(view.state()));
    }

    private Gate gate() {
        return gate(Duration.ofMinutes(1), Duration.ofSeconds(20));
    }

    private Supplier<Outcome> answering(Outcome outcome) {
        return () -> {
            calls.incrementAndGet();
            return outcome;
        };
    }

    @Test
    void failuresOpenTheBreakerAndASuccessfulProbeClosesIt() {
        var gate = gate(Duration.ofMillis(50), Duration.ofSeconds(20));
        for (int i = 0; i < 4; i++) {
            assertThat(gate.pass(answering(UNSURE))).isEqualTo(UNSURE);
        }
        assertThat(gate.view().state()).isIn("open", "half_open");
        assertThat(gate.view().reason()).hasValue("no answer");
        Await.until("it probes", () -> gate.view().state().equals("half_open"));
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(gate.view().state()).isEqualTo("closed");
        assertThat(gate.view().reason()).isEmpty();
        assertThat(told).endsWith("closed");
    }

    @Test
    void anOpenBreakerMakesNoCallsAndSaysWhenToComeBack() {
        var gate = gate();
        for (int i = 0; i < 4; i++) {
            gate.pass(answering(UNSURE));
        }
        int before = calls.get();
        assertThat(gate.pass(answering(SENT)))
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> {
                            assertThat(later.trouble()).isEqualTo(Trouble.OUTAGE);
                            assertThat(later.after()).hasValue(Duration.ofMinutes(1));
                        });
        assertThat(calls).hasValue(before);
        assertThat(told).containsExactly("open");
    }

    @Test
    void aRefusalForTheMessagesSakeDoesNotCount() {
        var gate = gate();
        var never = new Outcome.Never(Failure.without("no"), false);
        for (int i = 0; i < 20; i++) {
            assertThat(gate.pass(answering(never))).isEqualTo(never);
        }
        assertThat(gate.view().passes()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void anExpiredTokenStopsTheNumberForAnHour() {
        var gate = gate();
        var channel =
                new Outcome.Later(
                        Trouble.CHANNEL,
                        Optional.of(Duration.ofHours(1)),
                        OptionalInt.empty(),
                        EXPIRED);
        gate.pass(answering(channel));
        now = now.plus(Duration.ofMinutes(59));
        assertThat(gate.pass(answering(SENT)))
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> {
                            assertThat(later.after()).hasValue(Duration.ofMinutes(1));
                            assertThat(later.failure()).isEqualTo(EXPIRED);
                        });
        assertThat(gate.view().state()).isEqualTo("stopped");
        assertThat(gate.view().reason())
                .hasValue(
                        "The access token has expired or was revoked. (Meta: 190, Session has"
                                + " expired)");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(gate.view().passes()).isTrue();
        assertThat(told).containsExactly("stopped", "closed");
        assertThat(calls).hasValue(2);
    }

    @Test
    void mendingWhatStoppedItOpensItAtOnce() {
        var gate = gate();
        gate.pass(answering(Outcome.Later.of(Trouble.CHANNEL, Duration.ofHours(1), EXPIRED)));
        gate.release();
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
    }

    @Test
    void somebodyMayPauseANumberAndReleaseIt() {
        var gate = gate();
        gate.hold("Maya");
        assertThat(gate.pass(answering(SENT)))
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> {
                            assertThat(later.trouble()).isEqualTo(Trouble.PAUSED);
                            assertThat(later.failure().words())
                                    .isEqualTo("Sending was paused by Maya.");
                        });
        assertThat(calls).hasValue(0);
        gate.release();
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(told).containsExactly("held", "closed");
    }

    @Test
    void releaseClosesAnOpenBreakerToo() {
        var gate = gate();
        for (int i = 0; i < 4; i++) {
            gate.pass(answering(UNSURE));
        }
        gate.release();
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
    }

    @Test
    void aCallThatTakesForeverIsEndedAndUnsure() {
        var gate = gate(Duration.ofMinutes(1), Duration.ofSeconds(1));
        assertThat(
                        gate.pass(() -> {
                            Await.until("it is interrupted", Thread.currentThread()::isInterrupted);
                            return UNSURE;
                        }))
                .isEqualTo(new Outcome.Unsure("no answer from Meta within 1 s in all"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anAnswerThatCameAsItsTimeWasOverCounts() {
        var gate = gate(Duration.ofMinutes(1), Duration.ofMillis(100));
        assertThat(
                        gate.pass(() -> {
                            Await.until("it is interrupted", Thread.currentThread()::isInterrupted);
                            return SENT;
                        }))
                .isEqualTo(SENT);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void tooFastSlowsTheNumberDown() {
        var gate = gate();
        gate.pass(
                answering(
                        Outcome.Later.of(
                                Trouble.NUMBER_LIMIT,
                                Duration.ofSeconds(2),
                                new Failure(130_429, "", "", Optional.empty()))));
        assertThat(gate.view().perSecond()).isEqualTo(40);
        assertThat(gate.view().passes()).isTrue();
    }

    /// Its own refusal is no news of Meta's, and must not make an hour a minute.
    @Test
    void whatQueuedWhileItWasStoppedDoesNotShortenTheStop() throws InterruptedException {
        var gate = gate(Duration.ofMinutes(1), Duration.ofSeconds(20));
        var under = new CountDownLatch(8);
        var over = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() ->
                                    gate.pass(() -> {
                                        under.countDown();
                                        awaits(over);
                                        return Outcome.Later.of(
                                                Trouble.CHANNEL, Duration.ofHours(1), EXPIRED);
                                    })));
        }
        under.await();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(() -> gate.pass(answering(SENT))));
        }
        Await.until(
                "they wait behind it",
                () ->
                        threads.stream()
                                        .skip(8)
                                        .filter(t -> t.getState() == Thread.State.WAITING)
                                        .count()
                                == 4);
        over.countDown();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(calls).hasValue(0);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(gate.view().state()).isEqualTo("stopped");
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRefusalOfTheOldTokenThatComesAfterTheNewOneStopsNothing() {
        var gate = gate();
        var outcome =
                gate.pass(() -> {
                    gate.mended();
                    return Outcome.Later.of(Trouble.CHANNEL, Duration.ofHours(1), EXPIRED);
                });
        assertThat(gate.view().passes()).isTrue();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> assertThat(later.after().orElseThrow()).isLessThan(ONE_MINUTE));
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
    }

    @ParameterizedTest
    @CsvSource({"131048, PT1H", "4, PT5M", "80007, PT5M"})
    void aLimitThatLastsStopsTheWholeNumberUntilItIsOver(int code, Duration wait) {
        var gate = gate();
        var limited =
                ErrorCodes.treatment(400, code, 0, false)
                        .outcome(new Failure(code, "", "", Optional.empty()));
        assertThat(gate.pass(answering(limited))).isEqualTo(limited);
        assertThat(gate.pass(answering(SENT))).isInstanceOf(Outcome.Later.class);
        assertThat(gate.view().state()).isEqualTo("stopped");
        now = now.plus(wait);
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(told).containsExactly("stopped", "closed");
    }

    /// Not all that waits is to find out at once whether it is over.
    @Test
    void oneCallTriesWhenAStopIsOver() {
        var gate = gate();
        gate.pass(answering(Outcome.Later.of(Trouble.CHANNEL, Duration.ofHours(1), EXPIRED)));
        now = now.plus(Duration.ofHours(1));
        var meanwhile = new ArrayList<Outcome>();
        gate.pass(() -> {
            meanwhile.add(gate.pass(answering(SENT)));
            return SENT;
        });
        assertThat(meanwhile.getFirst()).isInstanceOf(Outcome.Later.class);
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(told).containsExactly("stopped", "closed");
    }

    private void complains(Gate gate, int code, Instant sentAt) {
        gate.hear(ErrorCodes.treatment(0, code, 0, false), "No payment.", sentAt);
    }

    /// Meta accepts what it will complain of: only when no complaint follows, it is over.
    @Test
    void whatMetaComplainsOfAfterItAcceptedIsTriedByOneMessageAnHour() {
        var gate = gate();
        complains(gate, 131_042, now);
        assertThat(gate.view().state()).isEqualTo("stopped");
        assertThat(gate.view().reason()).hasValue("No payment.");
        now = now.plus(Duration.ofHours(1));
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(gate.pass(answering(SENT))).isInstanceOf(Outcome.Later.class);
        complains(gate, 131_042, now);
        now = now.plus(Duration.ofMinutes(59));
        assertThat(gate.pass(answering(SENT))).isInstanceOf(Outcome.Later.class);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        now = now.plus(ONE_MINUTE);
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
        assertThat(calls).hasValue(4);
        assertThat(told).containsExactly("stopped", "closed");
    }

    @Test
    void aComplaintOfWhatWasSentBeforeTheMendIsOld() {
        var gate = gate();
        var sentAt = now;
        now = now.plusMillis(1);
        gate.mended();
        complains(gate, 131_042, sentAt);
        assertThat(gate.view().passes()).isTrue();
        complains(gate, 131_042, now);
        assertThat(gate.view().passes()).isFalse();
    }

    @Test
    void tooFastByNotificationSlowsTheNumberDownToo() {
        var gate = gate();
        complains(gate, 130_429, now);
        assertThat(gate.view().perSecond()).isEqualTo(40);
        assertThat(gate.view().passes()).isTrue();
    }

    private static final Outcome PARAMETER =
            new Outcome.Never(
                    new Failure(
                            100,
                            "A parameter is wrong.",
                            "Invalid appsecret_proof",
                            Optional.empty()),
                    false);

    @Test
    void aRowOfRefusalsForAParameterStopsTheNumber() {
        var gate = gate();
        for (int i = 0; i < 5; i++) {
            assertThat(gate.view().passes()).isTrue();
            assertThat(gate.pass(answering(PARAMETER))).isEqualTo(PARAMETER);
        }
        assertThat(gate.view().state()).isEqualTo("stopped");
        assertThat(gate.view().reason().orElseThrow()).contains("app secret proof", "Meta: 100");
        now = now.plus(Duration.ofHours(1));
        assertThat(gate.pass(answering(PARAMETER))).isEqualTo(PARAMETER);
        assertThat(gate.pass(answering(SENT))).isInstanceOf(Outcome.Later.class);
        gate.mended();
        assertThat(gate.pass(answering(PARAMETER))).isEqualTo(PARAMETER);
        assertThat(gate.pass(answering(SENT))).isEqualTo(SENT);
    }

    @Test
    void refusalsForAParameterWithAnAcceptedMessageBetweenThemAreTheMessagesFault() {
        var gate = gate();
        for (int i = 0; i < 12; i++) {
            gate.pass(answering(i % 4 == 3 ? SENT : PARAMETER));
        }
        assertThat(gate.view().passes()).isTrue();
    }
}
