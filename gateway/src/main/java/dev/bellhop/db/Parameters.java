package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What stands for the question marks of a statement, in their order: an `Instant` is written as
/// UTC, an `Optional` as its value or NULL.
final class Parameters {
    private Parameters() {}

    static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            set(statement, i + 1, values[i]);
        }
    }

    /// By type, as far as there is one of the driver's methods for it: asked to set an object, it
    /// goes through all the kinds that it knows.
    private static void set(PreparedStatement statement, int index, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setBoolean(index, flag);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant at ->
                    statement.setObject(index, LocalDateTime.ofInstant(at, ZoneOffset.UTC));
            case Optional<?> optional -> set(statement, index, optional.orElse(null));
            case OptionalLong number when number.isPresent() ->
                    statement.setLong(index, number.getAsLong());
            case OptionalInt number when number.isPresent() ->
                    statement.setInt(index, number.getAsInt());
            case OptionalLong _, OptionalInt _ -> statement.setNull(index, Types.NULL);
            case Enum<?> constant ->
                    throw new IllegalArgumentException("write the name of " + constant);
            default -> statement.setObject(index, value);
        }
    }
}
