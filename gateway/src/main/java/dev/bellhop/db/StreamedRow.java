package dev.bellhop.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;

/// The row at which a streamed query is; the next one takes its place. Columns are counted from 1,
/// as they stand in the query: there are hundreds of thousands of rows, and a name is looked up for
/// each value.
public final class StreamedRow {
    private final ResultSet rows;

    StreamedRow(ResultSet rows) {
        this.rows = rows;
    }

    /// A whole number, 0 where there is none.
    ///
    /// @throws DatabaseAway when the connection is lost
    public long number(int column) {
        return read(() -> rows.getLong(column));
    }

    public OptionalLong numberMaybe(int column) {
        return read(() -> {
            long number = rows.getLong(column);
            return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        });
    }

    public String text(int column) {
        return read(() -> rows.getString(column));
    }

    public Optional<String> textMaybe(int column) {
        return Optional.ofNullable(text(column));
    }

    public byte[] bytes(int column) {
        return read(() -> rows.getBytes(column));
    }

    /// A DATETIME column, which holds UTC.
    public Instant instant(int column) {
        return read(() -> rows.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }

    public Optional<Instant> instantMaybe(int column) {
        return read(() ->
                Optional.ofNullable(rows.getObject(column, LocalDateTime.class))
                        .map(time -> time.toInstant(ZoneOffset.UTC)));
    }

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw new DatabaseAway("a query was broken off: " + e.getMessage(), e);
        }
    }
}
