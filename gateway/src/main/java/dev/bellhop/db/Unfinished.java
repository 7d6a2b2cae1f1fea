package dev.bellhop.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A mark in the database while its tables are made, changed or filled: MariaDB cannot take back
/// half of that, so whoever finds the mark knows that the tables are neither of before nor of
/// after.
final class Unfinished {
    static final String TABLE = "schema_unfinished";

    /// The first making of the tables. Nothing was ever stored, so it may simply be gone on with.
    static final String FIRST = "first";

    private Unfinished() {}

    static void mark(Connection connection, String what) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS " + TABLE + " (what VARCHAR(600) NOT NULL)");
            statement.execute("DELETE FROM " + TABLE);
        }
        try (var statement =
                connection.prepareStatement("INSERT INTO " + TABLE + " (what) VALUES (?)")) {
            statement.setString(1, what);
            statement.executeUpdate();
        }
    }

    /// What was begun and not finished.
    static Optional<String> find(Connection connection) throws SQLException {
        try (var tables =
                connection.getMetaData().getTables(connection.getCatalog(), null, TABLE, null)) {
            if (!tables.next()) {
                return Optional.empty();
            }
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT what FROM " + TABLE)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    static void clear(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + TABLE);
        }
    }
}
