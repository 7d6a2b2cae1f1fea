package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Who shares a transaction with whom, and who hears of a failure.
final class SharedTransactionsTest {
    private final Database database = Database.unchecked(TestDatabase.empty());
    private final AtomicInteger groups = new AtomicInteger();
    private final SharedTransactions shared =
            new SharedTransactions(
                    new Doing(work -> {
                        groups.incrementAndGet();
                        database.write(work);
                    }),
                    Duration.ofMinutes(1),
                    1,
                    8);
    private final CountDownLatch turn = new CountDownLatch(1);
    private final AtomicInteger cuts = new AtomicInteger();

    /// Groups as the test wants them, and what is done alone as it always is.
    private final class Doing implements SharedTransactions.Committing {
        private final Consumer<Consumer<Tx>> groups;

        Doing(Consumer<Consumer<Tx>> groups) {
            this.groups = groups;
        }

        @Override
        public void together(Consumer<Tx> work) {
            groups.accept(work);
        }

        @Override
        public <T> T alone(Function<Tx, T> work) {
            return database.inTransaction(work);
        }
    }

    @BeforeEach
    void makeTable() {
        long _ =
                database.alone(tx -> tx.change("CREATE TABLE word (text VARCHAR(20) PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        turn.countDown();
        shared.close();
        database.close();
    }

    @Test
    void whatComesTogetherIsCommittedTogether() {
        var seen = new ArrayList<List<String>>();
        var answers =
                behindAnother(
                        tx -> put(tx, "one"),
                        tx -> {
                            seen.add(words(tx));
                            seen.add(database.read(SharedTransactionsTest::words));
                            return put(tx, "two");
                        });
        assertThat(answers).extracting(CompletableFuture::join).containsExactly("one", "two");
        assertThat(seen)
                .as("by the second one, within the transaction and from outside")
                .containsExactly(List.of("first", "one"), List.of("first"));
        assertThat(database.read(SharedTransactionsTest::words))
                .containsExactly("first", "one", "two");
    }

    @Test
    void whatFailsFailsAlone() {
        var answers =
                behindAnother(
                        tx -> put(tx, "before"),
                        tx -> {
                            put(tx, "spoilt");
                            throw new IllegalArgumentException("no good");
                        },
                        tx -> put(tx, "first"), // is there already
                        tx -> put(tx, "behind"));
        assertThat(answers.get(0).join()).isEqualTo("before");
        assertThatThrownBy(answers.get(1)::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no good");
        assertThatThrownBy(answers.get(2)::join).cause().isInstanceOf(DuplicateKey.class);
        assertThat(answers.get(3).join()).isEqualTo("behind");
        assertThat(database.read(SharedTransactionsTest::words))
                .containsExactly("before", "behind", "first");
    }

    @Test
    void whoRefusesBeforeAnythingWasChangedSpoilsNothing() {
        var answers =
                behindAnother(
                        tx -> put(tx, "before"),
                        tx -> {
                            assertThat(words(tx)).contains("before");
                            throw new IllegalArgumentException("not welcome");
                        },
                        tx -> put(tx, "behind"));
        assertThat(answers.get(0).join()).isEqualTo("before");
        assertThatThrownBy(answers.get(1)::join).cause().hasMessage("not welcome");
        assertThat(answers.get(2).join()).isEqualTo("behind");
        assertThat(groups).as("the first one, and these").hasValue(2);
    }

    @Test
    void anErrorOfOneIsNobodyElses() {
        var answers =
                behindAnother(
                        tx -> put(tx, "before"),
                        _ -> {
                            throw new StackOverflowError("for a test");
                        },
                        tx -> put(tx, "behind"));
        assertThat(answers.get(0).join()).isEqualTo("before");
        assertThatThrownBy(answers.get(1)::join).hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(answers.get(2).join()).isEqualTo("behind");
    }

    /// As a gateway that lost its power holds them, until the database gives it up.
    @Test
    void whoWaitsForARowThatSomebodyHoldsHoldsUpNobody() throws SQLException {
        for (int i = 0; i < 4; i++) {
            var word = "held " + i;
            long _ = database.alone(tx -> tx.change("INSERT INTO word (text) VALUES (?)", word));
        }
        var waiting = new ArrayList<CompletableFuture<Long>>();
        try (var holder = database.patient();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.get().setAutoCommit(false);
            try (var statement = holder.get().createStatement()) {
                statement.execute("SELECT text FROM word FOR UPDATE");
            }
            for (int i = 0; i < 4; i++) {
                var word = "held " + i;
                waiting.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        database.together(tx ->
                                                tx.change(
                                                        "UPDATE word SET text = CONCAT(text, '!')"
                                                                + " WHERE text = ?",
                                                        word)),
                                callers));
            }
            for (int i = 0; i < 20; i++) {
                var word = "free " + i;
                assertThat(database.<String>together(tx -> put(tx, word))).isEqualTo(word);
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            holder.get().rollback();
            assertThat(waiting).allSatisfy(it -> assertThat(it.join()).isEqualTo(1));
        }
    }

    @Test
    void whoIsNotBegunInTimeIsToldSoAndNeverBegun() {
        var runs = new AtomicInteger();
        try (var busy =
                new SharedTransactions(new Doing(database::write), Duration.ofMillis(200), 1, 8)) {
            var begun = new CountDownLatch(1);
            var first =
                    Thread.ofVirtual()
                            .start(() ->
                                    busy.run(tx -> {
                                        begun.countDown();
                                        await(turn);
                                        return put(tx, "first");
                                    }));
            await(begun);
            assertThatThrownBy(() -> busy.run(_ -> runs.incrementAndGet()))
                    .isInstanceOfSatisfying(
                            DatabaseAway.class, away -> assertThat(away.mayBeStored()).isFalse());
            turn.countDown();
            assertThat(first).satisfies(Thread::join);
        }
        assertThat(runs).hasValue(0);
        assertThat(database.read(SharedTransactionsTest::words)).containsExactly("first");
    }

    /// A connection that broke says nothing of the next one.
    @Test
    void whatWasCutOffInTheMiddleIsDoneOver() {
        var answers =
                behindAnother(
                        tx -> put(tx, "before"),
                        tx -> {
                            if (tx.one("SELECT text FROM word WHERE text = 'cut'", _ -> true)
                                            .isEmpty()
                                    && cuts.getAndIncrement() == 0) {
                                long id =
                                        tx.one("SELECT CONNECTION_ID() AS id", r -> r.number("id"))
                                                .orElseThrow();
                                long _ = database.alone(other -> other.change("KILL " + id));
                            }
                            return put(tx, "cut");
                        },
                        tx -> put(tx, "behind"));
        assertThat(answers)
                .extracting(CompletableFuture::join)
                .containsExactly("before", "cut", "behind");
        assertThat(cuts).hasPositiveValue();
    }

    /// Nobody can tell whether it was committed, so it is not done over.
    @Test
    void whatMayBeStoredIsDoneOnceAndAllAreToldThatTheDatabaseIsAway() {
        var runs = new AtomicInteger();
        try (var unclear =
                new SharedTransactions(
                        new Doing(work -> {
                            database.write(work);
                            throw new DatabaseAway("for a test");
                        }),
                        Duration.ofMinutes(1),
                        1,
                        8)) {
            assertThatThrownBy(() ->
                            unclear.run(tx -> {
                                runs.incrementAndGet();
                                return put(tx, "one");
                            }))
                    .isInstanceOf(DatabaseAway.class);
        }
        assertThat(runs).hasValue(1);
        assertThat(database.read(SharedTransactionsTest::words)).containsExactly("one");
    }

    @Test
    void oneWithinAnotherIsRefused() {
        assertThatThrownBy(() -> shared.run(_ -> shared.run(tx -> put(tx, "inner"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("within another");
        String next = shared.run(tx -> put(tx, "next"));
        assertThat(next).as("the worker goes on").isEqualTo("next");
    }

    @Test
    void whatWaitsWhenItClosesIsDoneAndWhatComesLaterIsTold() {
        var answers = behindAnother(tx -> put(tx, "last"));
        shared.close();
        assertThat(answers.getFirst().join()).isEqualTo("last");
        assertThatThrownBy(() -> shared.run(tx -> put(tx, "late")))
                .isInstanceOf(DatabaseAway.class);
    }

    @Test
    void whatComesAgainAtOnceWaitsUntilAnythingIsBegun() {
        var saying = saying(Duration.ofHours(1));
        assertThat(shared.run(saying, "first")).as("begun at once").isEqualTo("first");
        var second = later(saying, "second");
        Await.until("it waits", () -> shared.waiting() == 1);
        assertThat(second).isNotDone();
        assertThat(shared.overdue()).as("it waits for company, and not for a worker").isZero();
        String other = shared.run(tx -> put(tx, "other"));
        assertThat(other).isEqualTo("other");
        assertThat(second.join()).isEqualTo("second");
        assertThat(groups).as("the first, and the other two").hasValue(2);
    }

    @Test
    void whatIsOfAnotherKindIsBegunAtOnce() {
        assertThat(shared.run(saying(Duration.ofHours(1)), "first")).isEqualTo("first");
        assertThat(shared.run(saying(Duration.ofHours(1)), "other")).isEqualTo("other");
    }

    @Test
    void whatHasWaitedForItsPaceIsBegun() {
        var pace = Duration.ofMillis(30);
        var saying = saying(pace);
        long began = System.nanoTime();
        assertThat(shared.run(saying, "first")).isEqualTo("first");
        assertThat(shared.run(saying, "second")).isEqualTo("second");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(pace);
    }

    @Test
    void aFullGroupWaitsForNothing() {
        var saying = saying(Duration.ofHours(1));
        assertThat(shared.run(saying, "first")).isEqualTo("first");
        var all = IntStream.range(0, 8).mapToObj(i -> later(saying, "word " + i)).toList();
        assertThat(all).allSatisfy(CompletableFuture::join);
        assertThat(groups).as("the first, and the eight").hasValue(2);
    }

    @Test
    void whatWaitsForCompanyWhenItClosesIsDone() {
        var saying = saying(Duration.ofHours(1));
        assertThat(shared.run(saying, "first")).isEqualTo("first");
        var last = later(saying, "last");
        Await.until("it waits", () -> shared.waiting() == 1);
        shared.close();
        assertThat(last.join()).isEqualTo("last");
    }

    @Test
    void twoWorkersLoseNothingAndDoNothingTwice() {
        var saying = saying(Duration.ofMillis(3));
        try (var two =
                        new SharedTransactions(
                                new Doing(database::write), Duration.ofMinutes(1), 2, 8);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    IntStream.range(0, 300)
                            .mapToObj(i ->
                                    CompletableFuture.supplyAsync(
                                            () ->
                                                    i % 3 == 0
                                                            ? two.<String>run(
                                                                    tx -> put(tx, "word " + i))
                                                            : two.run(saying, "word " + i),
                                            callers))
                            .toList();
            assertThat(all).allSatisfy(CompletableFuture::join);
        }
        assertThat(database.read(SharedTransactionsTest::words)).hasSize(300);
    }

    private static Batch<String, String> saying(Duration pace) {
        return new Batch<>() {
            @Override
            public List<String> apply(Tx tx, List<String> words) {
                return words.stream().map(word -> put(tx, word)).toList();
            }

            @Override
            public Duration pace() {
                return pace;
            }
        };
    }

    private CompletableFuture<String> later(Batch<String, String> kind, String word) {
        var answer = new CompletableFuture<String>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(shared.run(kind, word));
                    } catch (RuntimeException why) {
                        answer.completeExceptionally(why);
                    }
                });
        return answer;
    }

    /// Has the work wait, all of it, while the only worker is busy.
    @SafeVarargs
    private List<CompletableFuture<String>> behindAnother(Function<Tx, String>... works) {
        var callers = Executors.newVirtualThreadPerTaskExecutor();
        var begun = new CountDownLatch(1);
        var first =
                CompletableFuture.supplyAsync(
                        () ->
                                shared.run(tx -> {
                                    begun.countDown();
                                    await(turn);
                                    return put(tx, "first");
                                }),
                        callers);
        await(begun);
        var answers = new ArrayList<CompletableFuture<String>>();
        for (var work : works) {
            answers.add(CompletableFuture.supplyAsync(() -> shared.run(work), callers));
            Await.until("it waits", () -> shared.waiting() == answers.size());
        }
        turn.countDown();
        assertThat(first.join()).isEqualTo("first");
        return answers;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String put(Tx tx, String word) {
        long _ = tx.change("INSERT INTO word (text) VALUES (?)", word);
        return word;
    }

    private static List<String> words(Tx tx) {
        return tx.query("SELECT text FROM word ORDER BY text", row -> row.text("text"));
    }
}
