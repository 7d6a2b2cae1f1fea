package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;

/// One transaction, which begins with its first statement and has a connection of the pool's until
/// it is committed or rolled back. A statement that fails does not end it, unless MariaDB says so.
final class Transaction implements Session {
    private final Pool pool;
    private @Nullable Connection connection;
    private boolean ended;

    Transaction(Pool pool) {
        this.pool = pool;
    }

    /// @throws IllegalStateException when it is over: another would begin that nobody ends
    @Override
    public <T> T lend(Use<T> use) throws SQLException {
        if (ended) {
            throw new IllegalStateException("a statement after the end of its transaction");
        }
        var held = connection;
        if (held == null) {
            held = begin();
            connection = held;
        }
        return use.with(held);
    }

    private Connection begin() throws SQLException {
        var begun = pool.connection();
        if (pool.mode() == Pool.Mode.TRANSACTIONS_ONLY) {
            return begun;
        }
        // Said in words: JDBC would turn the session's autocommit off, and the pool would have to
        // turn it on again, which is a round trip more for each.
        boolean isBegun = false;
        try (var statement = begun.createStatement()) {
            statement.execute("START TRANSACTION");
            isBegun = true;
            return begun;
        } finally {
            if (!isBegun) {
                pool.giveUp(begun); // what followed on it would commit by itself
            }
        }
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
        ended = true;
        var held = connection;
        if (held == null) {
            return;
        }
        boolean isSound = false;
        try {
            ending.of(held);
            isSound = true;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        } finally {
            if (isSound) {
                pool.giveBack(held);
            } else {
                pool.giveUp(held); // nobody is to go on in what may be left of it
            }
        }
    }
}
