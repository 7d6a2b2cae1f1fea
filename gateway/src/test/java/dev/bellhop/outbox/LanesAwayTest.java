package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Absent;
import dev.bellhop.db.Await;
import dev.bellhop.outbox.Outbox.Counts;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Lanes whose database is away, or answers when nobody hears it.
final class LanesAwayTest extends LanesWorld {
    @Test
    void aClaimWhoseAnswerWasLostIsTakenBackForNobodyTriedTheJob() {
        put("a", "first", "second");
        wire.cutAfter("COMMIT");
        lanes.wake("a");
        Await.until("the wire is cut", wire::isCut);
        wire.mend();
        Await.until("it is done", () -> wokenAndEmpty("a"));
        assertThat(script.said()).containsExactly("first", "second");
        assertThat(script.tries()).extracting(Job::unsure).containsExactly(false, false);
        assertThat(script.tries()).extracting(Job::attempts).containsExactly(0, 0);
    }

    /// What is in doubt stays so, and nobody has to wake the lane.
    @Test
    void theSweepComesBackToALaneWhoseClaimWasLost() {
        script.when("first", new End.Unsure(in(Duration.ofSeconds(1)), "no answer"));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it is in doubt", () -> "no answer".equals(lastError()));
        lanes.close();
        clock.move(Duration.ofSeconds(1));
        var often = new Lanes.Timing(Duration.ofMillis(50), UNSURE_WAIT, Duration.ofSeconds(20));
        lanes = new Lanes(outbox, clock, often);
        wire.cutAfter("COMMIT");
        lanes.start(Map.of("say", script));
        Await.until("the wire is cut", wire::isCut);
        wire.mend();
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "second");
        assertThat(script.tries()).extracting(Job::unsure).containsExactly(false, true, false);
        assertThat(script.tries()).extracting(Job::attempts).containsExactly(0, 1, 0);
    }

    @Test
    void anOutcomeIsWrittenAlthoughTheDatabaseWasAway() {
        script.when(
                "first",
                _ -> {
                    wire.cut();
                    return Settlement.of(new End.Done());
                });
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("the wire is cut", wire::isCut);
        wire.mend();
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "second");
    }

    @Test
    void anOutcomeWhoseOwnAnswerWasLostIsWrittenOnce() {
        script.when(
                "first",
                _ -> {
                    wire.cutAfter("COMMIT");
                    return new Settlement(new End.Done(), tx -> note(tx, "first"), () -> {});
                });
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("the wire is cut", wire::isCut);
        wire.mend();
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "second");
        assertThat(noted()).containsExactly("first");
    }

    @Test
    void aStepWhoseOwnAnswerWasLostIsTakenOnce() {
        script.when(
                        "first",
                        _ -> {
                            wire.cutAfter("COMMIT");
                            return new Settlement(
                                    new End.Next(), tx -> note(tx, "first"), () -> {});
                        })
                .when("first", new End.Next());
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("the wire is cut", wire::isCut);
        wire.mend();
        awaitEmpty();
        assertThat(script.tries()).extracting(Job::step).containsExactly(0, 1, 2, 0);
        assertThat(noted()).containsExactly("first");
    }

    /// It comes back in its old place when it turns out not to have worked; that it was done is
    /// written late, and must not take it away.
    @Test
    void anOutcomeThatIsWrittenTwiceTakesNothingAwayThatCameBack() {
        lanes.close(); // this test claims by itself
        put("a", "first");
        var first = outbox.claim("a").orElseThrow().job();
        outbox.settle(first, Settlement.of(new End.Done()), false);
        var order = new Outbox.Order("a", "say", OptionalLong.empty(), 1, 1, "first");
        boolean back =
                database.inTransaction(
                        tx -> outbox.putBack(tx, first.id(), 0, order, new End.Dead("refused")));
        assertThat(back).isTrue();
        outbox.settle(
                first,
                new Settlement(new End.Done(), tx -> note(tx, "once more"), () -> {}),
                false);
        assertThat(counts()).isEqualTo(new Counts(0, 0, 1));
        assertThat(noted()).isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsTriedAndAfterwardsAWakeIsEnough() {
        put("a", "first");
        wire.cut();
        lanes.wake("a");
        wire.mend();
        Await.until("it is done", () -> wokenAndEmpty("a"));
        assertThat(script.said()).containsExactly("first");
    }

    /// That nobody could be told is no defect of ours.
    @Test
    void whatFollowsAJobWhileTheDatabaseIsAwayIsAWarning() {
        var levels = new CopyOnWriteArrayList<Level>();
        var log = Logger.getLogger(Lanes.class.getName());
        Filter hears =
                line -> {
                    levels.add(line.getLevel());
                    return true;
                };
        log.setFilter(hears);
        try {
            script.when(
                    "first",
                    _ ->
                            new Settlement(
                                    new End.Done(),
                                    _ -> {},
                                    () -> {
                                        throw Absent.away();
                                    }));
            put("a", "first", "second");
            lanes.wake("a");
            awaitEmpty();
        } finally {
            log.setFilter(null);
        }
        assertThat(levels).containsExactly(Level.WARNING);
    }
}
