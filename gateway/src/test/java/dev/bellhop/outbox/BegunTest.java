package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.db.DatabaseAway;
import dev.bellhop.db.Tx;
import dev.bellhop.db.UnderWay;
import dev.bellhop.outbox.Outbox.Counts;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Jobs that are taken up by the transaction that adds them.
final class BegunTest extends LanesWorld {
    @Test
    void aJobOfAnEmptyLaneIsTakenUpAsItIsAdded() {
        var starts = begun("a", "first");
        assertThat(starts).hasSize(1).allSatisfy(start -> assertThat(start).isPresent());
        assertThat(state("first")).isEqualTo("claimed");
        assertThat(script.said()).as("before its news are told").isEmpty();
        starts.getFirst().orElseThrow().run();
        awaitEmpty();
        assertThat(script.tries())
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.payload()).isEqualTo("first");
                    assertThat(job.attempts()).isZero();
                    assertThat(job.unsure()).isFalse();
                });
    }

    /// What a worker is given is what it would be given by a claim.
    @Test
    void itIsTheJobThatTheTableHas() {
        script.when("first", new End.Later(in(Duration.ofMinutes(1)), "not now"));
        add("a", "first");
        Await.until("it waits", () -> "not now".equals(lastError()));
        clock.move(Duration.ofMinutes(1));
        lanes.wake("a");
        awaitEmpty();
        var tries = script.tries();
        assertThat(tries).hasSize(2);
        assertThat(tries.getLast().createdAt()).isEqualTo(tries.getFirst().createdAt());
        assertThat(tries.getLast().id()).isEqualTo(tries.getFirst().id());
        assertThat(tries).extracting(Job::attempts).containsExactly(0, 1);
        assertThat(tries).extracting(Job::claimedBy).containsOnly("alone");
    }

    @Test
    void ofSeveralInOneLaneTheFirstIsTakenUpAndTheOthersFollow() {
        var words = Stream.iterate(0, i -> i + 1).limit(20).map(i -> "word " + i).toList();
        var starts = begun("a", words.toArray(String[]::new));
        assertThat(starts.getFirst()).isPresent();
        assertThat(starts.subList(1, 20)).containsOnly(Optional.empty());
        starts.getFirst().orElseThrow().run();
        awaitEmpty();
        assertThat(script.said()).isEqualTo(words);
    }

    @Test
    void whatHasToWaitForOthersIsNotTakenUp() {
        script.when("first", new End.Later(in(Duration.ofMinutes(1)), "not now"));
        add("a", "first");
        Await.until("it waits", () -> "not now".equals(lastError()));
        assertThat(begun("a", "second")).containsExactly(Optional.empty());
        clock.move(Duration.ofMinutes(1));
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "first", "second");
    }

    @Test
    void aLaneThatIsBeingWorkedTakesItUpItself() {
        var gate = new CountDownLatch(1);
        script.when("first", _ -> doneAfter(gate));
        add("a", "first");
        Await.until("it is being tried", () -> script.said().contains("first"));
        assertThat(begun("a", "second")).containsExactly(Optional.empty());
        gate.countDown(); // nobody wakes it: what ends the first takes up the second
        awaitEmpty();
        assertThat(script.said()).containsExactly("first", "second");
    }

    @Test
    void whatIsNotCommittedLetsTheLaneGo() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            begin(tx, "a", "first");
                            lanes.wake("a"); // by somebody who has added another
                            throw new IllegalStateException("undone");
                        }))
                .hasMessage("undone");
        assertThat(counts()).isEqualTo(new Counts(0, 0, 0));
        put("a", "other");
        lanes.wake("a");
        awaitEmpty();
        assertThat(script.said()).containsExactly("other");
        add("a", "first");
        awaitEmpty();
        assertThat(script.said()).containsExactly("other", "first");
    }

    /// Another thread may wake the lane while it is kept; nobody else would come back to it.
    @Test
    void aWakeWhileTheLaneIsKeptIsNotForgotten() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            begin(tx, "a", "first");
                            put("a", "other");
                            lanes.wake("a");
                            throw new IllegalStateException("undone");
                        }))
                .hasMessage("undone");
        awaitEmpty();
        assertThat(script.said()).containsExactly("other");
    }

    /// Its row is not there for whoever looks before the commit has come to its end.
    @Test
    void takingBackWaitsForTheCommitThatAddsIt() throws Exception {
        var took = new CompletableFuture<Void>();
        lanes.close(); // this test takes back by itself
        database.write(tx -> {
            var claimed =
                    OutboxOrders.put(
                            tx, List.of(order("a", "first")), Set.of(0), "alone", clock.instant());
            assertThat(claimed).allSatisfy(job -> assertThat(job).isPresent());
            Thread.ofVirtual()
                    .start(() -> {
                        outbox.unclaim("a");
                        took.complete(null);
                    });
            Await.until("it waits", () -> UnderWay.isAny(database, "SELECT id FROM outbox FORCE%"));
        });
        took.get(20, TimeUnit.SECONDS);
        assertThat(state("first")).isEqualTo("ready");
    }

    /// A statement about many is so long that it goes another way to the server.
    @Test
    void manyAreTakenUpTogether() {
        var orders = IntStream.range(0, 64).mapToObj(i -> order("lane " + i, "word " + i)).toList();
        var starts = database.inTransaction(tx -> outbox.begin(tx, orders));
        assertThat(starts).hasSize(64).allSatisfy(it -> assertThat(it).isPresent());
        starts.forEach(start -> start.orElseThrow().run());
        awaitEmpty();
        assertThat(script.tries())
                .hasSize(64)
                .allSatisfy(job ->
                        assertThat(job.payload()).isEqualTo(job.lane().replace("lane", "word")));
    }

    /// A row that somebody holds spoils the group: what was kept for its first form is let go.
    @Test
    void whatIsDoneOverAloneIsTakenUpAllTheSame() {
        var tries = new AtomicInteger();
        database.write(tx -> note(tx, "held"));
        var starts =
                database.inTransaction(holder -> {
                    note(holder, "held");
                    return database.<List<Optional<Runnable>>>together(tx -> {
                        var begun = begin(tx, "a", "first");
                        if (tries.incrementAndGet() == 1) {
                            note(tx, "held");
                        }
                        return begun;
                    });
                });
        assertThat(tries).hasValue(2);
        assertThat(starts.getFirst()).isPresent();
        starts.getFirst().orElseThrow().run();
        awaitEmpty();
        assertThat(script.said()).containsExactly("first");
    }

    @Test
    void aHeadThatSomebodyHoldsIsLeftWhereItIs() {
        lanes.close(); // this test claims by itself
        put("a", "held", "behind");
        put("b", "free");
        database.write(tx -> {
            var _ =
                    tx.query(
                            "SELECT id FROM outbox WHERE payload = 'held' FOR UPDATE",
                            row -> row.number("id"));
            for (var ofLanes : List.of(List.of("a"), List.of("a", "b"))) {
                var taken =
                        database.inTransaction(other ->
                                OutboxHeads.claimFree(other, ofLanes, "node", clock.instant()));
                assertThat(taken.getFirst()).isEmpty();
                assertThat(taken.getLast().map(Job::payload))
                        .isEqualTo(ofLanes.size() == 1 ? Optional.empty() : Optional.of("free"));
            }
        });
        assertThat(state("behind")).isEqualTo("ready");
    }

    /// It may stand in the table as being tried, and nobody tries it.
    @Test
    void whatMayBeStoredIsTakenBackAndTried() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            begin(tx, "a", "first");
                            wire.cutAfter("COMMIT");
                        }))
                .isInstanceOf(DatabaseAway.class);
        wire.mend();
        Await.until("it is done", () -> wokenAndEmpty("a") && !script.said().isEmpty());
        assertThat(script.tries())
                .singleElement()
                .satisfies(job -> assertThat(job.unsure()).isFalse());
    }

    @Test
    void nothingIsTakenUpBeforeTheStartAndAfterTheEnd() {
        lanes.close();
        assertThat(begun("a", "first")).containsExactly(Optional.empty());
        assertThat(state("first")).isEqualTo("ready");
        restart();
        awaitEmpty();
        assertThat(script.said()).containsExactly("first");
    }

    /// The end of a stop waits for it.
    @Test
    void whatIsTakenUpBeforeAStopIsTried() {
        var starts = begun("a", "first", "second");
        starts.getFirst().orElseThrow().run();
        lanes.close();
        assertThat(script.said()).startsWith("first");
        assertThat(counts().unsure()).isZero();
    }

    private List<Optional<Runnable>> begin(Tx tx, String lane, String... payloads) {
        return outbox.begin(tx, Stream.of(payloads).map(payload -> order(lane, payload)).toList());
    }

    private static Outbox.Order order(String lane, String payload) {
        return new Outbox.Order(lane, "say", OptionalLong.empty(), 1, 1, payload);
    }

    private List<Optional<Runnable>> begun(String lane, String... payloads) {
        return database.inTransaction(tx -> begin(tx, lane, payloads));
    }

    /// As whoever adds something does.
    private void add(String lane, String payload) {
        begun(lane, payload)
                .forEach(start -> start.ifPresentOrElse(Runnable::run, () -> lanes.wake(lane)));
    }

    private String state(String payload) {
        return database.read(tx ->
                        tx.one(
                                "SELECT state FROM outbox WHERE payload = ?",
                                row -> row.text("state"),
                                payload))
                .orElseThrow();
    }
}
