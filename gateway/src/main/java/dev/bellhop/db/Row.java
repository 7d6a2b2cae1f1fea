package dev.bellhop.db;

import io.helidon.dbclient.DbRow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;

/// One row of a result, read by column name. Columns that may be NULL have readers that answer with
/// an empty Optional; the others throw when they meet one, because the schema promised otherwise.
public final class Row {
    private final DbRow row;

    Row(DbRow row) {
        this.row = row;
    }

    public String text(String column) {
        return required(column, String.class);
    }

    public Optional<String> textMaybe(String column) {
        return Optional.ofNullable(value(column, String.class));
    }

    /// A whole number of any integer column.
    public long number(String column) {
        return required(column, Number.class).longValue();
    }

    public int integer(String column) {
        return Math.toIntExact(number(column));
    }

    public OptionalLong numberMaybe(String column) {
        var number = value(column, Number.class);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number.longValue());
    }

    /// A BOOLEAN column; MariaDB keeps it as a small number.
    public boolean flag(String column) {
        Object raw = required(column, Object.class);
        return raw instanceof Boolean flag ? flag : ((Number) raw).longValue() != 0;
    }

    public byte[] bytes(String column) {
        return required(column, byte[].class);
    }

    public Optional<byte[]> bytesMaybe(String column) {
        return Optional.ofNullable(value(column, byte[].class));
    }

    /// A DATETIME column, which holds UTC.
    public Instant instant(String column) {
        return required(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    public Optional<Instant> instantMaybe(String column) {
        return Optional.ofNullable(value(column, LocalDateTime.class))
                .map(time -> time.toInstant(ZoneOffset.UTC));
    }

    private <T> T required(String column, Class<T> type) {
        T value = value(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is NULL");
        }
        return value;
    }

    private <T> @Nullable T value(String column, Class<T> type) {
        return row.column(column).get(type);
    }
}
