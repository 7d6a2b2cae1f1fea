package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

final class DatabaseTest {
    private static final Database.Address ADDRESS = address();

    private final Wire wire = Wire.to(ADDRESS);
    private final Database database = Database.open(wire.address());

    private static Database.Address address() {
        var fresh = TestDatabase.fresh();
        try (var connection =
                        DriverManager.getConnection(fresh.url(), fresh.user(), fresh.password());
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE thing (
                      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                      name VARCHAR(40) NULL UNIQUE,
                      at DATETIME(3) NULL,
                      raw VARBINARY(40) NULL,
                      flag BOOLEAN NOT NULL DEFAULT FALSE)
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        // Two connections and little patience: a connection that is not given back is missed at
        // once.
        return new Database.Address(
                fresh.url(), fresh.user(), fresh.password(), 2, Duration.ofMillis(600));
    }

    @BeforeEach
    void empty() {
        Await.untilBack(database);
        database.write(tx -> tx.change("DELETE FROM thing"));
    }

    @AfterEach
    void close() {
        database.close();
        wire.close();
    }

    private record Added(String name) implements Note {}

    /// Writes down what was added, as another row.
    private static final class Copyist implements Recorder {
        private final AtomicInteger told = new AtomicInteger();
        private boolean listening = true;

        @Override
        public boolean isListening() {
            return listening;
        }

        @Override
        public Runnable record(Tx tx, List<Note> notes) {
            for (Note note : notes) {
                if (note instanceof Added(var name)) {
                    add(tx, "copy of " + name);
                }
            }
            return told::incrementAndGet;
        }
    }

    @Test
    void whatIsSaidIsWrittenInTheSameTransactionOrNotAtAll() {
        var copyist = new Copyist();
        database.recordBy(copyist);
        database.write(tx -> {
            add(tx, "one");
            tx.note(new Added("one"));
        });
        assertThat(names()).containsExactly("copy of one", "one");
        assertThat(copyist.told).hasValue(1);
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            tx.note(new Added("two"));
                            throw new IllegalStateException("no");
                        }))
                .hasMessage("no");
        // What cannot be written down takes the deed with it.
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            add(tx, "three");
                            tx.note(new Added("one"));
                        }))
                .isInstanceOf(DuplicateKey.class);
        assertThat(names()).containsExactly("copy of one", "one");
        assertThat(copyist.told).hasValue(1);
        copyist.listening = false;
        database.write(tx -> {
            assertThat(tx.isNoted()).isFalse();
            tx.note(new Added("nobody hears"));
        });
        assertThat(names()).containsExactly("copy of one", "one");
    }

    /// It was committed, and to do it over would find it done.
    @Test
    void whatFollowsACommitMayFailAndTheDeedIsDoneAllTheSame() {
        database.recordBy(
                new Recorder() {
                    @Override
                    public boolean isListening() {
                        return true;
                    }

                    @Override
                    public Runnable record(Tx tx, List<Note> notes) {
                        return () -> {
                            throw new IllegalStateException("a defect");
                        };
                    }
                });
        long id =
                database.together(tx -> {
                    tx.note(new Added("one"));
                    return add(tx, "one");
                });
        assertThat(id).isPositive();
        assertThat(names()).containsExactly("one");
    }

    @Test
    void aTransactionIsAllThereOrNotAtAll() {
        long id =
                database.inTransaction(tx -> {
                    add(tx, "one");
                    return add(tx, "two");
                });
        assertThat(id).isPositive();
        assertThat(names()).containsExactly("one", "two");

        assertThatThrownBy(() ->
                        database.write(tx -> {
                            add(tx, "three");
                            throw new IllegalStateException("no");
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(names()).containsExactly("one", "two");
    }

    @Test
    void nobodySeesWhatIsNotCommitted() {
        database.write(tx -> {
            add(tx, "one");
            assertThat(names()).isEmpty();
        });
        assertThat(names()).containsExactly("one");
    }

    @Test
    void anErrorRollsBackLikeAnException() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            add(tx, "one");
                            throw new AssertionError("an error");
                        }))
                .isInstanceOf(AssertionError.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void workThatDoesNothingIsFine() {
        assertThat(database.<String>inTransaction(_ -> "nothing")).isEqualTo("nothing");
    }

    @Test
    void theFirstFailureIsTheOneThatIsTold() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            add(tx, "one");
                            wire.cut();
                            throw new IllegalStateException("the first");
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the first")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    }

    @Test
    void afterAStatementThatFailedTheTransactionGoesOn() {
        database.write(tx -> add(tx, "one"));
        database.write(tx -> {
            add(tx, "before");
            assertThatThrownBy(() -> add(tx, "one")).isInstanceOf(DuplicateKey.class);
            assertThatThrownBy(() -> tx.change("INSERT INTO thing (name) VALUES ('one')"))
                    .isInstanceOf(DuplicateKey.class);
            add(tx, "after");
        });
        assertThat(names()).containsExactly("after", "before", "one");
    }

    @Test
    void aDuplicateKeyThatNobodyCaughtComesOutAsOne() {
        database.write(tx -> add(tx, "one"));
        assertThatThrownBy(() -> database.write(tx -> add(tx, "one")))
                .isInstanceOf(DuplicateKey.class);
    }

    @Test
    void workThatLostADeadlockIsRunAgain() throws Exception {
        database.write(tx -> List.of("a", "b").forEach(name -> add(tx, name)));
        var both = new CyclicBarrier(2);
        var runs = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> lockBoth("a", "b", both, runs));
            var other = threads.submit(() -> lockBoth("b", "a", both, runs));
            one.get(30, TimeUnit.SECONDS);
            other.get(30, TimeUnit.SECONDS);
        }
        assertThat(runs).hasValue(3);
        assertThat(
                        database.<Long>read(tx ->
                                tx.one("SELECT SUM(flag) AS n FROM thing", row -> row.number("n"))
                                        .orElseThrow()))
                .isEqualTo(4);
    }

    private void lockBoth(String first, String second, CyclicBarrier both, AtomicInteger runs) {
        database.write(tx -> {
            boolean firstRun = runs.incrementAndGet() <= 2;
            tx.change("UPDATE thing SET flag = flag + 1 WHERE name = ?", first);
            if (firstRun) {
                meet(both);
            }
            tx.change("UPDATE thing SET flag = flag + 1 WHERE name = ?", second);
        });
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void valuesComeBackAsTheyWent() {
        var at =
                Instant.parse("2026-03-29T01:30:00.123Z"); // an hour that Berlin's clocks leave out
        byte[] raw = {0, 1, (byte) 0xff, '\'', '\\', 0};
        database.write(tx ->
                tx.change(
                        "INSERT INTO thing (name, at, raw, flag) VALUES (?, ?, ?, ?)",
                        "Zoë \uD83D\uDC4B '\"\\ ",
                        at,
                        raw,
                        true));
        database.write(tx ->
                tx.change(
                        "INSERT INTO thing (name, at, raw, flag) VALUES (?, ?, ?, ?)",
                        Optional.empty(),
                        null,
                        Optional.<byte[]>empty(),
                        false));
        database.write(tx ->
                tx.change(
                        "INSERT INTO thing (name, at) VALUES (?, ?)",
                        Optional.of("given"),
                        Optional.of(at.plusSeconds(1))));
        List<Thing> things =
                database.read(tx ->
                        tx.query(
                                "SELECT name, at, raw, flag FROM thing ORDER BY id",
                                row ->
                                        new Thing(
                                                row.textMaybe("name"),
                                                row.instantMaybe("at"),
                                                row.bytesMaybe("raw").map(List::of),
                                                row.flag("flag"))));
        assertThat(things.get(0).name()).contains("Zoë \uD83D\uDC4B '\"\\ ");
        assertThat(things.get(0).at()).contains(at);
        assertThat(things.get(0).raw().orElseThrow().getFirst()).isEqualTo(raw);
        assertThat(things.get(0).flag()).isTrue();
        assertThat(things.get(1))
                .isEqualTo(new Thing(Optional.empty(), Optional.empty(), Optional.empty(), false));
        assertThat(things.get(2).name()).contains("given");
        assertThat(things.get(2).at()).contains(at.plusSeconds(1));
    }

    private record Thing(
            Optional<String> name,
            Optional<Instant> at,
            Optional<List<byte[]>> raw,
            boolean flag) {}

    @Test
    void aColumnThatMustNotBeNullSaysItsName() {
        database.write(tx -> tx.change("INSERT INTO thing (name) VALUES ('one')"));
        assertThatThrownBy(() ->
                        database.read(
                                tx -> tx.one("SELECT at FROM thing", row -> row.instant("at"))))
                .hasMessageContaining("at is NULL");
    }

    @Test
    void aQueryWithTwoColumnsOfOneNameIsRefusedAndSoIsAColumnThatItDoesNotHave() {
        assertThatThrownBy(() ->
                        database.read(
                                tx -> tx.query("SELECT 1 AS n, 2 AS n", row -> row.number("n"))))
                .hasMessageContaining("two columns n");
        assertThatThrownBy(() ->
                        database.read(tx -> tx.query("SELECT 1 AS n", row -> row.number("m"))))
                .hasMessageContaining("no column m");
    }

    /// MariaDB answers it without columns, as it does not look at the table.
    @Test
    void aQueryThatCouldFindNothingIsAskedAgainWhenItCan() {
        var sql = "DELETE FROM thing WHERE name = ? AND 0 < ? RETURNING name";
        database.write(tx -> add(tx, "one"));
        assertThat(deleted(sql, "one", -1)).isEmpty();
        assertThat(deleted(sql, "one", 1)).containsExactly("one");
    }

    private List<String> deleted(String sql, Object... parameters) {
        return database.inTransaction(tx -> tx.query(sql, row -> row.text("name"), parameters));
    }

    @Test
    void numbersOfAllKindsComeBackAsTheyWentAlsoInALongStatement() {
        for (var padding : List.of("", " ".repeat(2_000))) {
            List<OptionalLong> numbers =
                    database.read(tx ->
                            tx.query(
                                    """
                                    SELECT n FROM (
                                      SELECT ? AS n UNION ALL SELECT ? UNION ALL SELECT ?
                                      UNION ALL SELECT SUM(m) FROM (SELECT 3000000000 AS m) AS sums
                                    ) AS numbers
                                    """
                                            + padding,
                                    row -> row.numberMaybe("n"),
                                    OptionalLong.of(-7),
                                    OptionalInt.empty(),
                                    OptionalInt.of(0)));
            assertThat(numbers)
                    .containsExactly(
                            OptionalLong.of(-7),
                            OptionalLong.empty(),
                            OptionalLong.of(0),
                            OptionalLong.of(3_000_000_000L));
        }
    }

    @Test
    void aReaderMayAskAnotherQuery() {
        database.write(tx -> List.of("a", "b").forEach(name -> add(tx, name)));
        List<Long> counts =
                database.inTransaction(tx ->
                        tx.query(
                                "SELECT name FROM thing ORDER BY name",
                                row -> {
                                    var name = row.text("name");
                                    return tx.one(
                                                    "SELECT COUNT(*) AS n FROM thing WHERE name <="
                                                            + " ?",
                                                    inner -> inner.number("n"),
                                                    name)
                                            .orElseThrow();
                                }));
        assertThat(counts).containsExactly(1L, 2L);
    }

    @Test
    void nothingIsAskedAfterTheEndOfATransaction() {
        var kept = new AtomicReference<Tx>();
        database.write(kept::set);
        assertThatThrownBy(() -> kept.get().change("DELETE FROM thing"))
                .hasMessageContaining("after the end");
    }

    @Test
    void textIsNeverPartOfTheStatement() {
        var text = "x'); DROP TABLE thing; -- :name ? $1";
        database.write(tx -> tx.change("INSERT INTO thing (name) VALUES (?)", text));
        assertThat(names()).containsExactly(text);
    }

    /// A long statement goes to the server with its values in it.
    @Test
    void theSameInALongStatement() {
        var at = Instant.parse("2026-03-29T01:30:00.123Z");
        var random = new byte[40];
        new Random(7).nextBytes(random);
        var texts =
                List.of(
                        "x'); DROP TABLE thing; -- :name ? $1",
                        "Zoë \uD83D\uDC4B '\"\\ %_",
                        "\\",
                        "'",
                        "a\0b\n\r\u001a/*client prepare*/");
        var rows = new ArrayList<Object>();
        for (int i = 0; i < 200; i++) {
            rows.add(texts.get(i % texts.size()) + i);
            rows.add(i % 2 == 0 ? at : Optional.empty());
            rows.add(i % 3 == 0 ? random : Optional.empty());
            rows.add(i % 2 == 0);
        }
        var sql = "INSERT INTO thing (name, at, raw, flag) VALUES " + Tx.rows(200, 4);
        assertThat(sql.length()).isGreaterThan(1_000);
        var ids =
                database.<List<Long>>inTransaction(tx ->
                        tx.query(sql + " RETURNING id", row -> row.number("id"), rows.toArray()));
        assertThat(ids).hasSize(200).isSorted();
        var things =
                database.read(tx ->
                        tx.query(
                                "SELECT name, at, raw, flag FROM thing WHERE id IN ("
                                        + Tx.marks(ids.size())
                                        + ") ORDER BY id",
                                row ->
                                        List.of(
                                                row.text("name"),
                                                row.instantMaybe("at"),
                                                row.bytesMaybe("raw").map(ByteBuffer::wrap),
                                                row.flag("flag")),
                                ids.toArray()));
        for (int i = 0; i < 200; i++) {
            assertThat(things.get(i))
                    .containsExactly(
                            texts.get(i % texts.size()) + i,
                            i % 2 == 0 ? Optional.of(at) : Optional.empty(),
                            i % 3 == 0
                                    ? Optional.of(ByteBuffer.wrap(random))
                                    : Optional.<ByteBuffer>empty(),
                            i % 2 == 0);
        }
    }

    @Test
    void whenTheDatabaseIsAwayItSaysSoAndWhenItIsBackAllIsWell() {
        database.write(tx -> add(tx, "before"));
        wire.cut();
        assertThatThrownBy(() -> database.write(tx -> add(tx, "lost")))
                .isInstanceOf(DatabaseAway.class);
        assertThatThrownBy(this::names).isInstanceOf(DatabaseAway.class);
        assertThatThrownBy(() -> Database.open(wire.address())).isInstanceOf(DatabaseAway.class);
        wire.mend();
        Await.untilBack(database);
        database.write(tx -> add(tx, "after"));
        assertThat(names()).containsExactly("after", "before");
    }

    /// The driver calls it a trouble of the connection.
    @Test
    void anErrorOfAStateThatNobodyKnowsIsNotTheDatabaseBeingAway() {
        assertThatThrownBy(() ->
                        database.write(tx ->
                                tx.change(
                                        "BEGIN NOT ATOMIC SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT"
                                                + " = 'raised'; END")))
                .isNotInstanceOf(DatabaseAway.class)
                .hasStackTraceContaining("raised");
    }

    @Test
    void aStatementIsGivenUpAfterItsTime() {
        assertThatThrownBy(() ->
                        database.read(tx ->
                                tx.one(
                                        """
                                        SET STATEMENT max_statement_time = 0.05 FOR
                                        SELECT COUNT(*) AS n FROM seq_1_to_100000000000 WHERE seq % ? = 1
                                        """,
                                        row -> row.number("n"), 7)))
                .isInstanceOf(TookTooLong.class);
        database.write(tx -> add(tx, "after"));
        assertThat(names()).containsExactly("after");
    }

    @Test
    void aConnectionThatBreaksWithinATransactionIsTheDatabaseBeingAway() {
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            add(tx, "one");
                            wire.cut();
                            add(tx, "two");
                        }))
                .isInstanceOf(DatabaseAway.class);
        wire.mend();
        Await.untilBack(database);
        assertThat(names()).isEmpty();
    }

    /// The work is not run again: nobody can tell whether it was committed.
    @Test
    void aCommitWithoutAnAnswerIsTheDatabaseBeingAway() {
        var runs = new AtomicInteger();
        wire.cutAfter("COMMIT");
        assertThatThrownBy(() ->
                        database.write(tx -> {
                            runs.incrementAndGet();
                            add(tx, "one");
                        }))
                .isInstanceOf(DatabaseAway.class);
        assertThat(runs).hasValue(1);
        wire.mend();
        Await.untilBack(database);
        assertThat(names()).containsExactly("one");
    }

    @Test
    void aThousandFailuresLeaveEveryConnectionWhereItWas() {
        for (int i = 0; i < 1_000; i++) {
            int n = i;
            assertThatThrownBy(() -> database.write(tx -> fail(tx, n)))
                    .isInstanceOf(RuntimeException.class);
        }
        for (int i = 0; i < 5; i++) {
            wire.cut();
            assertThatThrownBy(() -> database.read(tx -> add(tx, "away")))
                    .isInstanceOf(DatabaseAway.class);
            wire.mend();
            Await.untilBack(database);
            assertThatThrownBy(() -> database.write(this::loseTheWire))
                    .isInstanceOf(DatabaseAway.class);
            wire.mend();
        }
        Await.until(
                "both of the two connections are there",
                () -> database.inTransaction(this::needsAnother));
        assertThat(names()).isEmpty();
    }

    private boolean needsAnother(Tx tx) {
        tx.query("SELECT 1 AS one", row -> row.number("one"));
        return !database.version().isEmpty();
    }

    private void fail(Tx tx, int n) {
        switch (n % 6) {
            case 0 -> throw new IllegalStateException("before anything");
            case 1 -> tx.change("no SQL at all");
            case 2 -> tx.query("SELECT id FROM nowhere", row -> row.number("id"));
            case 3 -> {
                add(tx, "twice");
                add(tx, "twice");
            }
            case 4 -> {
                add(tx, "one");
                tx.query("SELECT id FROM thing", row -> row.number("no_such_column"));
            }
            default -> tx.change("INSERT INTO thing (name) VALUES (?)", "too long ".repeat(10));
        }
        throw new IllegalStateException("after all");
    }

    private void loseTheWire(Tx tx) {
        add(tx, "one");
        wire.cut();
        add(tx, "two");
    }

    @Test
    void anAddressNeverPrintsItsPassword() {
        assertThat(ADDRESS.toString()).doesNotContain(ADDRESS.password());
    }

    @Test
    void theVersionIsTheServersOwn() {
        assertThat(database.version()).contains("MariaDB");
    }

    private static long add(Tx tx, String name) {
        return tx.insert("INSERT INTO thing (name) VALUES (?) RETURNING id", name);
    }

    private List<String> names() {
        return database.read(
                tx -> tx.query("SELECT name FROM thing ORDER BY name", row -> row.text("name")));
    }
}
