package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The one door to MariaDB: a pool, and transactions that are committed or rolled back, never left.
public final class Database implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Database.class.getName());
    private static final int TRIES_MAX = 4;

    /// One does its work while another waits for the disk; more would have less company each.
    private static final int SHARED_AT_A_TIME = 2;

    private static final int SHARED_MAX = 64;

    /// Rows of a streamed query that come together.
    private static final int FETCHED_AT_ONCE = 1_000;

    /// Where the database is and how to get in.
    ///
    /// @param url `jdbc:mariadb://…`
    /// @param connectionsMax how many connections the pool may hold; a quarter of that, two at
    ///   most, are added for transactions that are shared
    /// @param patience how long a caller waits for a connection before it is told that the database
    ///   is away
    public record Address(
            String url, String user, String password, int connectionsMax, Duration patience) {

        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    private final Pool pool;
    private final Pool sharedPool;
    private final SharedTransactions shared;

    private volatile Optional<Recorder> recorder = Optional.empty();

    private Database(Address address) {
        int sharing = Math.clamp(address.connectionsMax() / 4, 1, SHARED_AT_A_TIME);
        this.pool = Pool.of(address, address.connectionsMax(), Pool.Mode.ALONE);
        this.sharedPool = Pool.of(address, sharing, Pool.Mode.TRANSACTIONS_ONLY);
        this.shared = new SharedTransactions(new Shared(), address.patience(), sharing, SHARED_MAX);
    }

    /// Connects and brings the schema up to date.
    ///
    /// @throws DatabaseAway when there is no database at the address, or it does not let us in
    public static Database open(Address address) {
        return open(address, _ -> "there is none");
    }

    /// Connects and brings the schema up to date, after whatever is to be done before that.
    ///
    /// @param beforeChange is given what the database holds before its tables are changed, and
    ///   answers where the copy is, in words; what it throws leaves all as it was
    /// @throws DatabaseAway when there is no database at the address, it does not let us in, or its
    ///   tables are not such that this version could use them
    public static Database open(Address address, Function<Snapshot, String> beforeChange) {
        var database = unchecked(address);
        try (var connection = database.patient()) {
            Schema.update(
                    connection.get(),
                    _ -> {
                        try (var snapshot = database.snapshot()) {
                            return beforeChange.apply(snapshot);
                        }
                    });
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e instanceof DatabaseAway away ? away : new DatabaseAway(Pool.reason(e), e);
        }
    }

    /// One whose tables nobody has looked at.
    static Database unchecked(Address address) {
        return new Database(address);
    }

    /// Everything as it is at this moment. A connection is held until it is closed.
    public Snapshot snapshot() {
        var connection = pool.connection();
        try {
            return new Snapshot(connection, () -> pool.giveUp(connection));
        } catch (SQLException e) {
            pool.giveUp(connection);
            throw new DatabaseAway("no snapshot: " + Pool.reason(e), e);
        }
    }

    /// A connection for statements that take as long as they take, which is given up afterwards.
    record Patient(Connection get, Pool pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.giveUp(get);
        }
    }

    Patient patient() throws SQLException {
        var connection = pool.connection();
        connection.setNetworkTimeout(Runnable::run, 0);
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION idle_transaction_timeout = 0");
        }
        return new Patient(connection, pool);
    }

    /// Has what keepers say of their changes written down with them, from the next transaction on.
    public void recordBy(Recorder recorder) {
        this.recorder = Optional.of(recorder);
    }

    /// Runs the work in one transaction: all of it, or none. Work that lost a deadlock is run
    /// again, a few times, so it must not do anything outside the transaction that
    /// [Tx#unlessCommitted] does not take back.
    public <T> T inTransaction(Function<Tx, T> work) {
        return repeated(() -> once(pool, work));
    }

    /// Runs work that has no answer in one transaction, as [#inTransaction] does.
    public void write(Consumer<Tx> work) {
        boolean _ =
                inTransaction(tx -> {
                    work.accept(tx);
                    return true;
                });
    }

    /// The same for short work that many do at once: what comes together is done in one
    /// transaction, on a thread of the database's own. Where that fails, or waits for a row, each
    /// is done over as [#inTransaction] does it.
    public <T> T together(Function<Tx, T> work) {
        return shared.run(work);
    }

    /// The same for work of which many at once cost few statements.
    public <I, O> O together(Batch<I, O> kind, I input) {
        return shared.run(kind, input);
    }

    /// How shared transactions are done.
    private final class Shared implements SharedTransactions.Committing {
        /// Only a lost deadlock is run again here: whoever waits for a row is not to hold up
        /// others.
        @Override
        public void together(Consumer<Tx> work) {
            boolean _ =
                    repeated(
                            Failures::isDeadlock,
                            () ->
                                    once(
                                            sharedPool,
                                            tx -> {
                                                work.accept(tx);
                                                return true;
                                            }));
        }

        @Override
        public <T> T alone(Function<Tx, T> work) {
            return inTransaction(work);
        }
    }

    /// Runs a single statement that commits by itself, in one round trip where a transaction takes
    /// four. It is repeated as [#inTransaction] repeats.
    public <T> T alone(Function<Tx, T> statement) {
        return repeated(() -> statement.apply(new Tx(pool, false)));
    }

    /// Asks without changing anything; each statement sees what was committed when it ran.
    public <T> T read(Function<Tx, T> question) {
        return question.apply(new Tx(pool, false));
    }

    /// Runs a query of any size, a row at a time: what has been taken is not kept, and a connection
    /// is held until the last row. What the taker throws ends the query and is thrown on.
    public void stream(String sql, Consumer<StreamedRow> taker, @Nullable Object... parameters) {
        try (var connection = pool.connection();
                var statement =
                        connection.prepareStatement(
                                sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCHED_AT_ONCE);
            Parameters.set(statement, parameters);
            try (var rows = statement.executeQuery()) {
                var row = new StreamedRow(rows);
                while (rows.next()) {
                    taker.accept(row);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseAway("a query was broken off: " + Pool.reason(e), e);
        }
    }

    /// Whether a transaction may have ended by a failure, so that nothing more can be done in it.
    public static boolean mayHaveEnded(RuntimeException failure) {
        return Failures.isWorthRepeating(failure)
                || Failures.translate(failure) instanceof DatabaseAway;
    }

    /// How the pool is used, without asking the database.
    ///
    /// @param busy connections at work
    /// @param waiting callers that wait for one
    public record Usage(int busy, int idle, int waiting, int most) {}

    public Usage usage() {
        var one = pool.usage();
        var other = sharedPool.usage();
        return new Usage(
                one.busy() + other.busy(),
                one.idle() + other.idle(),
                one.waiting() + other.waiting() + shared.overdue(),
                one.most() + other.most());
    }

    /// What of the server's settings decides about what is kept.
    ///
    /// @param flushLogAtCommit 1 where what was committed survives a power cut
    public record Keeping(String version, long flushLogAtCommit, String characterSet) {}

    /// How the server keeps what it is given.
    public Keeping keeping() {
        return read(tx ->
                        tx.one(
                                """
                                SELECT VERSION() AS version, @@character_set_database AS charset,
                                  @@innodb_flush_log_at_trx_commit AS flush
                                """,
                                row ->
                                        new Keeping(
                                                row.text("version"),
                                                row.number("flush"),
                                                row.text("charset"))))
                .orElseThrow();
    }

    /// The server's version, such as `11.4.5-MariaDB`.
    public String version() {
        return read(tx -> tx.one("SELECT VERSION() AS version", row -> row.text("version")))
                .orElseThrow();
    }

    /// Whatever goes wrong with a commit, nobody knows then whether it was done, unless InnoDB says
    /// that it let another one pass.
    private static void commit(Transaction transaction, Tx tx) {
        try {
            transaction.commit();
        } catch (RuntimeException | Error failure) {
            boolean isUndone = Failures.isWorthRepeating(failure);
            tx.undo(!isUndone);
            if (isUndone) {
                throw failure;
            }
            throw new DatabaseAway("the database does not say whether it is stored", failure);
        }
    }

    @Override
    public void close() {
        shared.close();
        sharedPool.close();
        pool.close();
    }

    private static <T> T repeated(Supplier<T> work) {
        try {
            return repeated(Failures::isWorthRepeating, work);
        } catch (RuntimeException failure) {
            // Whoever holds the row for so long may be a gateway that lost its power.
            throw Failures.isWorthRepeating(failure)
                    ? new DatabaseAway(
                            DatabaseAway.Kind.UNDONE,
                            "somebody else holds what is needed, for too long",
                            failure)
                    : failure;
        }
    }

    private static <T> T repeated(Predicate<RuntimeException> isWorthIt, Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (RuntimeException failure) {
                if (tries == TRIES_MAX || !isWorthIt.test(failure)) {
                    throw Failures.translate(failure);
                }
            }
        }
    }

    private <T> T once(Pool from, Function<Tx, T> work) {
        var transaction = new Transaction(from);
        var listening = recorder.filter(Recorder::isListening);
        var tx = new Tx(transaction, listening.isPresent());
        Runnable after = () -> {};
        T result;
        try {
            result = work.apply(tx);
            if (!tx.notes().isEmpty()) {
                after = listening.orElseThrow().record(tx, List.copyOf(tx.notes()));
            }
        } catch (RuntimeException | Error failure) {
            try {
                transaction.rollback();
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            tx.undo(false);
            throw rolledBack(failure);
        }
        commit(transaction, tx); // outside: after a failed commit there is nothing to roll back
        follow(after);
        return result;
    }

    /// What was not committed is not stored, however the connection ended.
    private static RuntimeException rolledBack(Throwable failure) {
        if (!(failure instanceof RuntimeException known)) {
            throw (Error) failure;
        }
        return Failures.translate(known) instanceof DatabaseAway away ? away.undone() : known;
    }

    /// What is committed is done, and not done over because of what follows it.
    private static void follow(Runnable after) {
        try {
            after.run();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "what follows a commit failed", e);
        }
    }
}
