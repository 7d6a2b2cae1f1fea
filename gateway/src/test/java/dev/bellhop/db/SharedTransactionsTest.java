package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Who shares a transaction with whom, and who hears of a failure.
final class SharedTransactionsTest {
    private final Database database = Database.unchecked(TestDatabase.empty());
    private final SharedTransactions shared = new SharedTransactions(database::write, 1, 8);
    private final CountDownLatch turn = new CountDownLatch(1);

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

    /// Nobody can tell whether it was committed, so it is not done over.
    @Test
    void whatMayBeStoredIsDoneOnceAndAllAreToldThatTheDatabaseIsAway() {
        var runs = new AtomicInteger();
        try (var unclear =
                new SharedTransactions(
                        work -> {
                            database.write(work);
                            throw new DatabaseAway("for a test");
                        },
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
