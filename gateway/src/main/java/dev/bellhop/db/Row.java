package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;

/// The row at which a result is, read by column name; the next one takes its place. Columns that
/// may be NULL have readers that answer with an empty Optional; the others throw when they meet
/// one, because the schema promised otherwise.
public final class Row {
    private final ResultSet rows;
    private final Columns columns;

    Row(ResultSet rows, Columns columns) {
        this.rows = rows;
        this.columns = columns;
    }

    public String text(String column) {
        return required(column, ResultSet::getString);
    }

    public Optional<String> textMaybe(String column) {
        return Optional.ofNullable(value(column, ResultSet::getString));
    }

    /// A whole number of any integer column.
    public long number(String column) {
        try {
            long number = rows.getLong(columns.place(column));
            if (number == 0 && rows.wasNull()) {
                throw isNull(column);
            }
            return number;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    public OptionalLong numberMaybe(String column) {
        try {
            long number = rows.getLong(columns.place(column));
            return number == 0 && rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /// A BOOLEAN column; MariaDB keeps it as a small number.
    public boolean flag(String column) {
        return number(column) != 0;
    }

    public byte[] bytes(String column) {
        return required(column, ResultSet::getBytes);
    }

    public Optional<byte[]> bytesMaybe(String column) {
        return Optional.ofNullable(value(column, ResultSet::getBytes));
    }

    /// A DATETIME column, which holds UTC.
    public Instant instant(String column) {
        return required(column, Row::time).toInstant(ZoneOffset.UTC);
    }

    public Optional<Instant> instantMaybe(String column) {
        return Optional.ofNullable(value(column, Row::time))
                .map(time -> time.toInstant(ZoneOffset.UTC));
    }

    private static @Nullable LocalDateTime time(ResultSet rows, int place) throws SQLException {
        return rows.getObject(place, LocalDateTime.class);
    }

    private interface Reader<T> {
        @Nullable T read(ResultSet rows, int place) throws SQLException;
    }

    private <T> T required(String column, Reader<T> reader) {
        T value = value(column, reader);
        if (value == null) {
            throw isNull(column);
        }
        return value;
    }

    private <T> @Nullable T value(String column, Reader<T> reader) {
        try {
            return reader.read(rows, columns.place(column));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static IllegalStateException isNull(String column) {
        return new IllegalStateException("column " + column + " is NULL");
    }
}
