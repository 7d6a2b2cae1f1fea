package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/// Fills an empty database with what a [Snapshot] held: its tables are made as they were then,
/// filled, and brought up to date. Until [#finish] the database bears a mark, and no gateway starts
/// on it.
public final class Restoration implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Database database;
    private final Database.Patient connection;

    private Restoration(Database database, Database.Patient connection) {
        this.database = database;
        this.connection = connection;
    }

    /// Makes the tables.
    ///
    /// @param steps the schema's, as [Snapshot#steps] tells them
    /// @throws DatabaseAway in words for a person, when the database is not empty, or this version
    ///   does not know these steps
    public static Restoration begin(Database.Address address, Collection<String> steps) {
        var database = Database.unchecked(address);
        try {
            var connection = database.patient();
            var restoration = new Restoration(database, connection);
            restoration.make(connection.get(), steps);
            return restoration;
        } catch (SQLException e) {
            database.close();
            throw new DatabaseAway(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void make(Connection connection, Collection<String> steps) throws SQLException {
        if (!Schema.isEmpty(connection)) {
            throw new DatabaseAway("it holds tables already; a copy is restored into an empty one");
        }
        Unfinished.mark(
                connection,
                "a copy was being restored into it and that did not come to its end; empty it"
                        + " and restore again");
        if (!Schema.make(connection, steps)) {
            throw new DatabaseAway(
                    "the copy is of a newer Bellhop, or of one between two releases; restore it"
                            + " with the version that made it");
        }
        execute("SET SESSION foreign_key_checks = 0, unique_checks = 0");
        connection.setAutoCommit(false);
    }

    /// Puts rows into a table, in place of whatever the schema's steps have put there.
    ///
    /// @param rows the values in the order of the table's columns, as [Snapshot#rows] gives them
    /// @return how many
    public long fill(Snapshot.Table table, Iterator<@Nullable String[]> rows) {
        try {
            execute("DELETE FROM " + Snapshot.quoted(table.name()));
            long count = insert(table, rows);
            connection.get().commit();
            if (table.nextId().isPresent()) {
                execute(
                        "ALTER TABLE "
                                + Snapshot.quoted(table.name())
                                + " AUTO_INCREMENT = "
                                + table.nextId().getAsLong());
            }
            return count;
        } catch (SQLException | IllegalArgumentException e) {
            throw new DatabaseAway(
                    "its table " + table.name() + " does not take a value: " + e.getMessage(), e);
        }
    }

    private long insert(Snapshot.Table table, Iterator<@Nullable String[]> rows)
            throws SQLException {
        var columns = table.columns();
        long count = 0;
        try (var insert =
                connection
                        .get()
                        .prepareStatement(
                                "INSERT INTO "
                                        + Snapshot.quoted(table.name())
                                        + " ("
                                        + table.columnNames()
                                        + ") VALUES "
                                        + Tx.rows(1, columns.size()))) {
            while (rows.hasNext()) {
                var row = rows.next();
                for (int i = 0; i < columns.size(); i++) {
                    if (row[i] == null) {
                        insert.setNull(i + 1, Types.VARCHAR);
                    } else if (columns.get(i).binary()) {
                        insert.setBytes(i + 1, Base64.getDecoder().decode(row[i]));
                    } else {
                        insert.setString(i + 1, row[i]);
                    }
                }
                insert.addBatch();
                if (++count % ROWS_AT_ONCE == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        return count;
    }

    /// Brings the tables up to date; the database is one that a gateway may start on then.
    ///
    /// @param finishing what is to be changed in it before that
    public void finish(Consumer<Database> finishing) {
        try {
            connection.get().setAutoCommit(true);
            execute("SET SESSION foreign_key_checks = 1, unique_checks = 1");
            Schema.bringUpToDate(connection.get());
            finishing.accept(database);
            Unfinished.clear(connection.get());
        } catch (SQLException e) {
            throw new DatabaseAway(String.valueOf(e.getMessage()), e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.get().createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        connection.close();
        database.close();
    }
}
