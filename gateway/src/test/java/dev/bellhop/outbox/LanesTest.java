package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.outbox.Outbox.Counts;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

final class LanesTest extends LanesWorld {
    @Test
    void jobsOfALaneAreDoneOneAfterTheOther() {
        var words = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
        put("a", words.toArray(String[]::new));
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).isEqualTo(words);
    }

    @Test
    void lanesDoNotWaitForEachOther() {
        var gate = new CountDownLatch(1);
        script.when("slow", _ -> doneAfter(gate));
        put("a", "slow", "behind");
        put("b", "quick");
        lanes.wake("a");
        lanes.wake("b");
        Await.until("b is done", () -> script.said().contains("quick") && counts().ready() == 2);
        assertThat(script.said()).doesNotContain("behind");
        gate.countDown();
        awaitEmpty();
    }

    @Test
    void aJobForLaterHoldsTheLaneUntilItsTime() {
        script.when("first", new End.Later(in(Duration.ofMinutes(10)), "too fast"));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it waits", () -> "too fast".equals(lastError()));
        assertThat(outbox.claim("a")).isEmpty();
        assertThat(outbox.due("a")).contains(in(Duration.ofMinutes(10)));
        clock.move(Duration.ofMinutes(10).minusMillis(1));
        assertThat(outbox.claim("a")).isEmpty();
        assertThat(outbox.lists().dueLanes()).as("by the one behind it").containsExactly("a");

        clock.move(Duration.ofMillis(1));
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "second");
        assertThat(script.tries()).extracting(Job::attempts).containsExactly(0, 1, 0);
        assertThat(script.tries()).extracting(Job::unsure).containsOnly(false);
    }

    /// The clock goes on between two looks at a lane; a job that becomes due in between has no
    /// other wake.
    @Test
    void aJobThatBecomesDueWhileTheLaneIsLookedAtIsNotForgotten() {
        script.when(
                "first",
                _ -> {
                    var at = in(Duration.ofSeconds(1));
                    return new Settlement(
                            new End.Later(at, "soon"),
                            _ -> {},
                            () -> clock.move(Duration.ofMinutes(1)));
                });
        put("a", "first");
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first");
    }

    @Test
    void aDeadJobIsKeptAndTheLaneGoesOn() {
        script.when("first", new End.Dead("no such number"));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("the second is done", () -> counts().equals(new Counts(0, 0, 1)));
        assertThat(script.said()).containsExactly("first", "second");
        assertThat(lastError()).isEqualTo("no such number");
    }

    @Test
    void aJobThatNobodyDoesIsDead() {
        database.write(tx -> outbox.put(tx, "a", "sing", 1, 1, "la"));
        lanes.wake("a");
        Await.until("it is dead", () -> counts().dead() == 1);
        assertThat(lastError()).isEqualTo("nobody does jobs of kind sing");
    }

    @Test
    void anUnsureJobIsLookedAtAgainAndKnowsThatItIsUnsure() {
        script.when("first", new End.Unsure(in(Duration.ofMinutes(1)), "no answer"));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it is unsure", () -> counts().unsure() == 1);
        assertThat(outbox.claim("a")).isEmpty();
        clock.move(Duration.ofMinutes(1));
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "second");
        assertThat(script.tries()).extracting(Job::unsure).containsExactly(false, true, false);
    }

    @Test
    void newsHastenAnUnsureJobAndNoOther() {
        script.when("first", new End.Unsure(in(Duration.ofDays(1)), "no answer"));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it is unsure", () -> counts().unsure() == 1);
        long first = script.tries().getFirst().id();
        assertThat(hasten(first + 1)).as("it only waits for its turn").isEmpty();
        assertThat(hasten(first + 99)).as("it never was").isEmpty();
        var lane = hasten(first);
        assertThat(lane).contains("a");
        lanes.wake(lane.orElseThrow());
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "second");
    }

    @Test
    void aJobInStepsTakesTheNextAtOnce() {
        script.when("first", new End.Later(clock.instant(), "again"))
                .when("first", new End.Next())
                .when("first", new End.Next());
        put("a", "first", "second");
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "first", "first", "second");
        assertThat(script.tries()).extracting(Job::step).containsExactly(0, 0, 1, 2, 0);
        assertThat(script.tries()).extracting(Job::attempts).containsExactly(0, 1, 0, 0, 0);
    }

    @Test
    void aJobThatWasBeingTriedWhenItsGatewayDiedIsUnsure() {
        lanes.close(); // this test claims by itself
        put("a", "first", "second");
        assertThat(outbox.claim("a")).isPresent();
        assertThat(outbox.claim("a")).as("one at a time").isEmpty();

        restart();
        assertThat(counts()).isEqualTo(new Counts(1, 1, 0));
        assertThat(outbox.claim("a")).as("news may still come").isEmpty();
        clock.move(UNSURE_WAIT);
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "second");
        assertThat(script.tries()).extracting(Job::unsure).containsExactly(true, false);
        assertThat(script.tries()).extracting(Job::attempts).containsExactly(1, 0);
    }

    @Test
    void aStartTakesUpWhatIsDue() {
        put("a", "first");
        put("b", "other");
        restart();
        awaitEmpty();
        assertThat(script.said()).containsExactlyInAnyOrder("first", "other");
    }

    @Test
    void aClaimThatIsNotSettledInTimeIsUnsure() {
        put("a", "first", "second");
        assertThat(outbox.claim("a")).isPresent(); // by somebody who is not heard of again
        clock.move(Duration.ofMinutes(5));
        assertThat(outbox.lists().dueLanes()).containsExactly("a");
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "second");
        assertThat(script.tries()).extracting(Job::unsure).containsExactly(true, false);
    }

    @Test
    void whatHasNoAnswerAgainAndAgainIsLeftToAPersonInTheEnd() {
        for (int i = 0; i < 20; i++) {
            script.when(
                    "first",
                    _ -> {
                        throw new IllegalStateException("after the call");
                    });
        }
        put("a", "first", "second");
        for (int tries = 1; tries <= 8; tries++) {
            int count = tries;
            lanes.wake("a");
            Await.until("it is tried", () -> script.tries().size() >= count);
            Await.until("it is written", () -> counts().unsure() == 1 || counts().dead() == 1);
            clock.move(Duration.ofMinutes(2 << Math.min(tries, 5)));
        }
        Await.until("the second is done", () -> counts().equals(new Counts(0, 0, 1)));
        assertThat(script.said()).hasSize(9).endsWith("second");
    }

    /// What was tried before holds its place: nothing behind it goes with what is before it.
    @Test
    void nothingIsCarriedOverWhatWasTriedBefore() {
        lanes.close(); // this test claims by itself
        put("a", "first", "second", "third", "fourth");
        database.write(tx -> tx.change("UPDATE outbox SET attempts = 1 WHERE payload = 'third'"));
        var first = outbox.claim("a").orElseThrow().job();
        assertThat(database.<List<Job>>read(tx -> outbox.behind(tx, first, 10)))
                .extracting(Job::payload)
                .containsExactly("second");
    }

    @Test
    void whatASettlementAddsIsThereExactlyWhenItIs() {
        var told = new AtomicBoolean();
        script.when(
                "first",
                _ ->
                        new Settlement(
                                new End.Done(),
                                tx -> note(tx, "first"),
                                () -> told.set(noted().contains("first"))));
        put("a", "first");
        lanes.wake("a");
        Await.until("it is told after the commit", told::get);
    }

    @Test
    void anOutcomeThatCannotBeWrittenKillsTheJobInsteadOfRepeatingIt() {
        script.when(
                "first",
                _ ->
                        new Settlement(
                                new End.Done(),
                                tx -> {
                                    note(tx, "half");
                                    throw new IllegalStateException("a defect");
                                },
                                () -> {}));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("the lane goes on", () -> counts().equals(new Counts(0, 0, 1)));
        assertThat(script.said()).containsExactly("first", "second");
        assertThat(noted()).isEmpty();
        assertThat(lastError()).contains("a defect");
    }

    /// As a gateway that lost its power holds it, for longer than anybody waits.
    @Test
    void anOutcomeThatSomebodysRowKeepsFromBeingWrittenWaits() {
        long _ =
                database.alone(tx ->
                        tx.change(
                                """
                                CREATE TRIGGER held BEFORE INSERT ON setting FOR EACH ROW
                                IF NEW.name = 'held' THEN
                                  SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1205;
                                END IF
                                """));
        try {
            var runs = new AtomicInteger();
            script.when(
                    "first",
                    _ ->
                            new Settlement(
                                    new End.Done(),
                                    tx -> note(tx, runs.incrementAndGet() < 18 ? "held" : "done"),
                                    () -> {}));
            put("a", "first", "second");
            lanes.wake("a");
            awaitEmpty();
            assertThat(runs).as("for more than three settles").hasValue(18);
            assertThat(script.said()).containsExactly("first", "second");
            assertThat(noted()).containsExactly("done");
        } finally {
            long _ = database.alone(tx -> tx.change("DROP TRIGGER held"));
        }
    }

    @Test
    void whatFollowsAJobMayFailWithoutHarm() {
        script.when(
                "first",
                _ ->
                        new Settlement(
                                new End.Done(),
                                _ -> {},
                                () -> {
                                    throw new IllegalStateException("a defect");
                                }));
        put("a", "first", "second");
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "second");
    }

    @Test
    void aWorkerThatFailsLeavesItsJobUnsure() {
        script.when(
                "first",
                _ -> {
                    throw new IllegalStateException("a defect");
                });
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it is unsure", () -> counts().unsure() == 1);
        clock.move(UNSURE_WAIT);
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "second");
    }

    @Test
    void noOtherJobSuffersFromOneThatCannotBeBegun() {
        script.spoiltBy("spoilt");
        put("a", "spoilt", "behind");
        put("b", "other");
        var jobs = List.of(claimed("a"), claimed("b"));
        var works =
                database.<Map<Long, Lanes.Work>>inTransaction(
                        tx -> outbox.workers().begin(tx, jobs));
        assertThat(works)
                .hasEntrySatisfying(
                        jobs.getFirst().id(),
                        work ->
                                assertThatThrownBy(work::done)
                                        .hasStackTraceContaining("cannot_be_begun"))
                .hasEntrySatisfying(
                        jobs.getLast().id(),
                        work -> assertThat(work.done().end()).isInstanceOf(End.Done.class));
    }

    @Test
    void aLaneGetsPastAJobThatCannotBeBegun() {
        script.spoiltBy("spoilt");
        put("a", "spoilt", "behind");
        Await.until(
                "the lane goes on",
                () -> {
                    clock.move(Duration.ofHours(2));
                    lanes.wake("a");
                    return counts().equals(new Counts(0, 0, 1));
                });
        assertThat(script.said()).containsExactly("behind");
        assertThat(lastError()).isNotEmpty();
    }

    private Job claimed(String lane) {
        return outbox.claim(lane).orElseThrow().job();
    }

    @Test
    void aWorkerThatEndsByAnErrorDoesNotTakeTheLaneWithIt() {
        script.when(
                "first",
                _ -> {
                    throw new StackOverflowError("a defect");
                });
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it was tried", () -> script.said().size() == 1);
        clock.move(Duration.ofMinutes(5));
        Await.until("it is done", () -> wokenAndEmpty("a"));
        assertThat(script.said()).containsExactly("first", "first", "second");
        assertThat(script.tries()).extracting(Job::unsure).containsExactly(false, true, false);
    }

    /// Whoever has news about a job locks its row; the job behind it must wait too.
    @Test
    void aHeadThatSomebodyHoldsIsNotOvertaken() throws Exception {
        lanes.close(); // this test claims by itself
        put("a", "first", "second");
        var claim = new CompletableFuture<Optional<Outbox.Claimed>>();
        database.write(tx -> {
            tx.query(
                    "SELECT id FROM outbox WHERE payload = 'first' FOR UPDATE",
                    row -> row.number("id"));
            Thread.ofVirtual().start(() -> claim.complete(outbox.claim("a")));
            assertThatThrownBy(() -> claim.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
        });
        assertThat(claim.get(20, TimeUnit.SECONDS).orElseThrow().job().payload())
                .isEqualTo("first");
    }

    @Test
    void aJobIsPutExactlyWhenItsCauseIs() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            outbox.put(tx, "a", "say", 1, 1, "first");
                            throw new IllegalStateException("undone");
                        }))
                .hasMessage("undone");
        assertThat(counts()).isEqualTo(new Counts(0, 0, 0));
    }

    @Test
    void theJobsOfAMessageThatAreNotDoneAreKnown() {
        lanes.close(); // this test claims by itself
        put("a", "first", "second", "third");
        var first = outbox.claim("a").orElseThrow().job();
        outbox.settle(first, Settlement.of(new Settlement.End.Dead("never")), false);
        var second = outbox.claim("a").orElseThrow().job();
        outbox.settle(second, Settlement.of(new Settlement.End.Done()), false);
        assertThat(
                        database.<List<Outbox.Left>>read(
                                tx -> outbox.lists().left(tx, first.conversationId(), 1)))
                .containsExactly(
                        new Outbox.Left(first.id(), true), new Outbox.Left(second.id() + 1, false));
        assertThat(database.<List<Outbox.Left>>read(tx -> outbox.lists().left(tx, 1, 2))).isEmpty();
    }

    @Test
    void aStopFinishesWhatIsUnderWayAndBeginsNothingElse() throws Exception {
        var gate = new CountDownLatch(1);
        script.when("first", _ -> doneAfter(gate));
        put("a", "first", "second");
        lanes.wake("a");
        Await.until("it is under way", () -> script.said().size() == 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stop = threads.submit(lanes::close);
            assertThatThrownBy(() -> stop.get(200, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            gate.countDown();
            stop.get(20, TimeUnit.SECONDS);
        }
        assertThat(counts()).isEqualTo(new Counts(1, 0, 0));
        lanes.wake("a");
        lanes.close();
        assertThat(script.said()).containsExactly("first");
    }

    @Test
    void aStopDoesNotWaitForEver() {
        lanes.close();
        lanes =
                new Lanes(
                        outbox,
                        clock,
                        new Lanes.Timing(Duration.ofHours(1), UNSURE_WAIT, Duration.ofMillis(100)));
        lanes.start(Map.of("say", script));
        var gate = new CountDownLatch(1);
        script.when("first", _ -> doneAfter(gate));
        put("a", "first");
        lanes.wake("a");
        Await.until("it is under way", () -> script.said().size() == 1);
        lanes.close();
        assertThat(outbox.claim("a")).as("the next start clears it up").isEmpty();
        gate.countDown();
        awaitEmpty();
    }
}
