package dev.bellhop.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Connections to MariaDB. As a [Session], each statement runs on any of them and commits by
/// itself.
final class Pool implements Session, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Pool.class.getName());

    /// How a session treats a statement outside of what it was told to be a transaction.
    enum Mode {
        /// It commits by itself. A transaction is begun by saying so.
        ALONE,

        /// It begins a transaction, which saves the round trip of saying so. For whoever does
        /// nothing else.
        TRANSACTIONS_ONLY
    }

    private final HikariDataSource source;
    private final Mode mode;

    private Pool(HikariDataSource source, Mode mode) {
        this.source = source;
        this.mode = mode;
    }

    /// Makes one, which connects when it is first asked.
    ///
    /// @param connectionsMax how many connections it may open
    static Pool of(Database.Address address, int connectionsMax, Mode mode) {
        var config = new HikariConfig();
        config.setPoolName(mode == Mode.ALONE ? "bellhop" : "bellhop-shared");
        config.setAutoCommit(mode == Mode.ALONE);
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(Math.min(2, connectionsMax));
        config.setConnectionTimeout(address.patience().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("useServerPrepStmts", "true");
        config.addDataSourceProperty("prepStmtCacheSize", "250");
        config.addDataSourceProperty("connectTimeout", "5000");
        config.addDataSourceProperty("socketTimeout", "30000");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Locks: shorter than the socket's wait, or a row that somebody holds would look like a
        // database that is away. Transactions: a host that lost its power would keep its rows
        // locked until TCP finds out, which is two hours; a command for the key takes a minute.
        config.addDataSourceProperty(
                "sessionVariables",
                "innodb_lock_wait_timeout="
                        + (mode == Mode.ALONE ? 5 : 1) // others share what waits there
                        + ",idle_transaction_timeout=90");
        return new Pool(new HikariDataSource(config), mode);
    }

    Mode mode() {
        return mode;
    }

    @Override
    public <T> T lend(Use<T> use) throws SQLException {
        var connection = connection();
        try {
            return use.with(connection);
        } finally {
            giveBack(connection);
        }
    }

    /// One to be closed, or given up, by the caller.
    ///
    /// @throws DatabaseAway when there is none to be had in time
    Connection connection() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new DatabaseAway(
                    DatabaseAway.Kind.UNREACHED, "no connection to the database: " + reason(e), e);
        }
    }

    /// Takes a connection back, for the next one. What was done on it is done, even if it is of no
    /// use any more.
    void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.FINE, "a connection was lost as it was given back", e);
        }
    }

    /// Closes a connection that nobody is to use again.
    void giveUp(Connection connection) {
        source.evictConnection(connection);
    }

    Database.Usage usage() {
        var now = source.getHikariPoolMXBean();
        return new Database.Usage(
                now.getActiveConnections(),
                now.getIdleConnections(),
                now.getThreadsAwaitingConnection(),
                source.getMaximumPoolSize());
    }

    @Override
    public void close() {
        source.close();
    }

    static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
