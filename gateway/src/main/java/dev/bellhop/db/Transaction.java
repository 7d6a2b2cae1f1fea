package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;

/// One transaction, which begins with its first statement and has a connection of the pool's until
/// it is committed or rolled back. A statement that fails does not end it, unless MariaDB says so.
final class Transaction implements Session {
    private final Pool pool;
    private @Nullable Connection connection;

    Transaction(Pool pool) {
        this.pool = pool;
    }

    @Override
    public <T> T lend(Use<T> use) throws SQLException {
        return use.with(connection == null ? begin() : connection);
    }

    private Connection begin() throws SQLException {
        var begun = pool.connection();
        connection = begun; // whatever happens now, it is given back
        if (pool.mode() == Pool.Mode.ALONE) {
            // Said in words: JDBC would turn the session's autocommit off, and the pool would have
            // to turn it on again, which is a round trip more for each.
            try (var statement = begun.createStatement()) {
                statement.execute("START TRANSACTION");
            }
        }
        return begun;
    }

    /// Commits what there is.
    ///
    /// @throws SqlFailure when nobody knows whether it is committed, unless it says that InnoDB let
    ///   another one pass
    void commit() {
        end(Connection::commit);
    }

    /// Undoes what there is.
    ///
    /// @throws SqlFailure when the database was not told. It finds out by itself
    void rollback() {
        end(Connection::rollback);
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }

    private void end(Ending ending) {
        var ended = connection;
        if (ended == null) {
            return;
        }
        connection = null;
        try {
            ending.of(ended);
        } catch (SQLException e) {
            pool.giveUp(ended); // nobody is to go on in what may be left of it
            throw new SqlFailure(e);
        }
        pool.giveBack(ended);
    }
}
