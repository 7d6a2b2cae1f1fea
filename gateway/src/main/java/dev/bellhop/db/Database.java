package dev.bellhop.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientProvider;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import io.helidon.dbclient.jdbc.JdbcParametersConfig;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The one door to MariaDB: a pool, DbClient on it, and transactions that are committed or rolled
/// back, never left.
public final class Database implements AutoCloseable {
    private static final int TRIES_MAX = 4;

    /// Rows of a streamed query that come together.
    private static final int FETCHED_AT_ONCE = 1_000;

    /// Left alone, DbClient sends every text of bytes, and long words, as a stream: each in a
    /// packet of its own before the statement.
    private static final JdbcParametersConfig IN_ONE_PACKET =
            JdbcParametersConfig.builder()
                    .useByteArrayBinding(false)
                    .useStringBinding(false)
                    .build();

    /// Where the database is and how to get in.
    ///
    /// @param url `jdbc:mariadb://…`
    /// @param connectionsMax how many connections the pool may hold
    /// @param patience how long a caller waits for a connection before it is told that the database
    ///   is away
    public record Address(
            String url, String user, String password, int connectionsMax, Duration patience) {

        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    private final HikariDataSource pool;

    private final DbClient client;

    private volatile Optional<Recorder> recorder = Optional.empty();

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.client =
                new JdbcClientProvider()
                        .builder()
                        .connectionPool(
                                new JdbcConnectionPool() {
                                    @Override
                                    public Connection connection() {
                                        return KeptConnection.of(Database.this.connection());
                                    }

                                    @Override
                                    public String dbType() {
                                        return "mariadb";
                                    }
                                })
                        .parametersSetter(IN_ONE_PACKET)
                        .build();
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
            throw e instanceof DatabaseAway away ? away : new DatabaseAway(reason(e), e);
        }
    }

    /// One whose tables nobody has looked at.
    static Database unchecked(Address address) {
        return new Database(new HikariDataSource(configuration(address)));
    }

    /// Everything as it is at this moment. A connection is held until it is closed.
    public Snapshot snapshot() {
        var connection = connection();
        try {
            return new Snapshot(connection, () -> pool.evictConnection(connection));
        } catch (SQLException e) {
            pool.evictConnection(connection);
            throw new DatabaseAway("no snapshot: " + reason(e), e);
        }
    }

    /// A connection for statements that take as long as they take, which is given up afterwards.
    record Patient(Connection get, HikariDataSource pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.evictConnection(get);
        }
    }

    Patient patient() throws SQLException {
        var connection = connection();
        connection.setNetworkTimeout(Runnable::run, 0);
        return new Patient(connection, pool);
    }

    /// Has what keepers say of their changes written down with them, from the next transaction on.
    public void recordBy(Recorder recorder) {
        this.recorder = Optional.of(recorder);
    }

    /// Runs the work in one transaction: all of it, or none. Work that lost a deadlock is run
    /// again, a few times, so it must not do anything outside the transaction.
    public <T> T inTransaction(Function<Tx, T> work) {
        return repeated(() -> once(work));
    }

    /// Runs work that has no answer in one transaction, as [#inTransaction] does.
    public void write(Consumer<Tx> work) {
        boolean _ =
                inTransaction(tx -> {
                    work.accept(tx);
                    return true;
                });
    }

    /// Runs a single statement that commits by itself, in one round trip where a transaction takes
    /// four. It is repeated as [#inTransaction] repeats.
    public <T> T alone(Function<Tx, T> statement) {
        return repeated(() -> statement.apply(new Tx(client.execute(), false)));
    }

    /// Asks without changing anything; each statement sees what was committed when it ran.
    public <T> T read(Function<Tx, T> question) {
        return Failures.translated(() -> question.apply(new Tx(client.execute(), false)));
    }

    /// Runs a query of any size, a row at a time: what has been taken is not kept, and a connection
    /// is held until the last row. What the taker throws ends the query and is thrown on.
    public void stream(String sql, Consumer<StreamedRow> taker, @Nullable Object... parameters) {
        try (var connection = connection();
                var statement =
                        connection.prepareStatement(
                                sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCHED_AT_ONCE);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, Tx.plain(parameters[i]));
            }
            try (var rows = statement.executeQuery()) {
                var row = new StreamedRow(rows);
                while (rows.next()) {
                    taker.accept(row);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseAway("a query was broken off: " + reason(e), e);
        }
    }

    /// How the pool is used, without asking the database.
    ///
    /// @param busy connections at work
    /// @param waiting callers that wait for one
    public record Usage(int busy, int idle, int waiting, int most) {}

    public Usage usage() {
        var now = pool.getHikariPoolMXBean();
        return new Usage(
                now.getActiveConnections(),
                now.getIdleConnections(),
                now.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize());
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

    @Override
    public void close() {
        pool.close();
    }

    private static <T> T repeated(Supplier<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return work.get();
            } catch (RuntimeException failure) {
                if (tries == TRIES_MAX || !Failures.isWorthRepeating(failure)) {
                    throw Failures.translate(failure);
                }
            }
        }
    }

    private <T> T once(Function<Tx, T> work) {
        DbTransaction transaction = client.transaction();
        var listening = recorder.filter(Recorder::isListening);
        var tx = new Tx(transaction, listening.isPresent());
        Runnable after = () -> {};
        T result;
        try {
            result = work.apply(tx);
            if (!tx.notes().isEmpty()) {
                after = listening.orElseThrow().record(tx, List.copyOf(tx.notes()));
            }
        } catch (Throwable failure) {
            try {
                transaction.rollback();
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        transaction.commit(); // outside: a failed commit has given the connection back already
        after.run();
        return result;
    }

    private Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new DatabaseAway("no connection to the database: " + reason(e), e);
        }
    }

    private static HikariConfig configuration(Address address) {
        var config = new HikariConfig();
        config.setPoolName("bellhop");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(address.connectionsMax());
        config.setMinimumIdle(Math.min(2, address.connectionsMax()));
        config.setConnectionTimeout(address.patience().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("useServerPrepStmts", "true");
        config.addDataSourceProperty("prepStmtCacheSize", "250");
        config.addDataSourceProperty("connectTimeout", "5000");
        config.addDataSourceProperty("socketTimeout", "30000");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Shorter than the socket's, or a row that somebody holds would look like a database that
        // is away.
        config.addDataSourceProperty("sessionVariables", "innodb_lock_wait_timeout=5");
        return config;
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
