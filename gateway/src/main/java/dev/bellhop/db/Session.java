package dev.bellhop.db;

import java.sql.Connection;
import java.sql.SQLException;

/// Where statements run: on the one connection of a transaction, or each on one of the pool's.
interface Session {
    /// What is done with a connection, which is not to be kept, nor closed.
    interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Lends a connection.
    ///
    /// @throws DatabaseAway when there is none to be had in time
    <T> T lend(Use<T> use) throws SQLException;
}
