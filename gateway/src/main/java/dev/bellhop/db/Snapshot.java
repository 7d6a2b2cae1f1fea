package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The whole database as it was at one moment, read while everybody goes on: one transaction that
/// sees nothing of what is committed after it began. It knows tables by what the database says of
/// them, so it reads those of older versions as well.
///
/// Values are text, as the server itself writes them; those of binary columns are base64.
public final class Snapshot implements AutoCloseable {

    /// What belongs to one run of the gateway, to one installation or to Liquibase, and is made
    /// anew where the rest is restored. Whoever was signed in then signs in again: what was revoked
    /// since the snapshot must not come back with it.
    private static final List<String> LEFT_OUT =
            List.of(
                    "DATABASECHANGELOG",
                    "DATABASECHANGELOGLOCK",
                    "schema_state",
                    Unfinished.TABLE,
                    "installation",
                    "agent_session",
                    "one_time_link");

    private static final int FETCHED_AT_ONCE = 1_000;

    /// A column.
    ///
    /// @param binary whether its values are bytes
    public record Column(String name, boolean binary) {
        private String selected(boolean temporal) {
            // The driver's own text for a time loses the zeros behind the point: .040 becomes .40.
            return temporal ? "CAST(" + quoted(name) + " AS CHAR)" : quoted(name);
        }
    }

    /// A table.
    ///
    /// @param nextId the id that its next row gets; none where rows have no numbers. An id must not
    ///   be given twice, even if its row is gone
    public record Table(String name, List<Column> columns, OptionalLong nextId) {
        public Table {
            columns = List.copyOf(columns);
        }

        String columnNames() {
            return String.join(
                    ", ", columns.stream().map(column -> quoted(column.name())).toList());
        }
    }

    private final Connection connection;
    private final Runnable end;
    private final Map<String, List<String>> selected = new HashMap<>();

    /// @param end gives up the connection, which is of no use for anything else after this
    Snapshot(Connection connection, Runnable end) throws SQLException {
        this.connection = connection;
        this.end = end;
        try (var statement = connection.createStatement()) {
            // Whoever takes the rows may be slow: a disk, or a network.
            statement.execute("SET SESSION net_write_timeout = 86400");
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("SET SESSION idle_transaction_timeout = 0"); // readers may be slow
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        }
    }

    /// Every table that is kept, by name.
    public List<Table> tables() {
        var columns = new LinkedHashMap<String, List<Column>>();
        var next = new LinkedHashMap<String, OptionalLong>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                SELECT t.TABLE_NAME, t.AUTO_INCREMENT, c.COLUMN_NAME,
                                  c.DATA_TYPE LIKE '%blob' OR c.DATA_TYPE LIKE '%binary' AS bytes,
                                  c.DATETIME_PRECISION IS NOT NULL AS temporal
                                FROM information_schema.TABLES t
                                JOIN information_schema.COLUMNS c
                                  ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
                                WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'
                                  AND c.IS_GENERATED = 'NEVER'
                                ORDER BY t.TABLE_NAME, c.ORDINAL_POSITION
                                """)) {
            while (rows.next()) {
                var table = rows.getString(1);
                long id = rows.getLong(2);
                next.put(table, rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(id));
                var column = new Column(rows.getString(3), rows.getBoolean(4));
                columns.computeIfAbsent(table, _ -> new ArrayList<>()).add(column);
                selected.computeIfAbsent(table, _ -> new ArrayList<>())
                        .add(column.selected(rows.getBoolean(5)));
            }
        } catch (SQLException e) {
            throw brokenOff(e);
        }
        columns.keySet().removeAll(LEFT_OUT);
        return columns.entrySet().stream()
                .map(entry ->
                        new Table(
                                entry.getKey(),
                                entry.getValue(),
                                next.getOrDefault(entry.getKey(), OptionalLong.empty())))
                .toList();
    }

    /// The steps of the schema that this database has gone through.
    public List<String> steps() {
        var steps = new ArrayList<String>();
        query(
                "SELECT FILENAME, ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED",
                row -> steps.add(Schema.step(row[0], row[1])));
        return steps;
    }

    /// Every row of a table, one at a time: what has been taken is not kept.
    ///
    /// @param table one of [#tables]
    /// @param taker gets the values in the order of the table's columns; what it throws ends the
    ///   reading and is thrown on
    public void rows(Table table, Consumer<@Nullable String[]> taker) {
        var what = String.join(", ", selected.getOrDefault(table.name(), List.of()));
        read("SELECT " + what + " FROM " + quoted(table.name()), table, taker);
    }

    /// The rows of a query whose columns are all text, one at a time.
    public void query(String sql, Consumer<String[]> taker) {
        try (var statement = streaming(sql);
                var rows = statement.executeQuery()) {
            var values = new String[rows.getMetaData().getColumnCount()];
            while (rows.next()) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = rows.getString(i + 1);
                }
                taker.accept(values);
            }
        } catch (SQLException e) {
            throw brokenOff(e);
        }
    }

    private void read(String sql, Table table, Consumer<@Nullable String[]> taker) {
        try (var statement = streaming(sql)) {
            var base64 = Base64.getEncoder();
            var values = new @Nullable String[table.columns().size()];
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    for (int i = 0; i < values.length; i++) {
                        if (table.columns().get(i).binary()) {
                            byte[] bytes = rows.getBytes(i + 1);
                            values[i] = bytes == null ? null : base64.encodeToString(bytes);
                        } else {
                            values[i] = rows.getString(i + 1);
                        }
                    }
                    taker.accept(values);
                }
            }
        } catch (SQLException e) {
            throw brokenOff(e);
        }
    }

    private PreparedStatement streaming(String sql) throws SQLException {
        var statement =
                connection.prepareStatement(
                        sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCHED_AT_ONCE);
        return statement;
    }

    private static DatabaseAway brokenOff(SQLException e) {
        return new DatabaseAway("the reading of a snapshot was broken off: " + e.getMessage(), e);
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    @Override
    public void close() {
        end.run();
    }
}
