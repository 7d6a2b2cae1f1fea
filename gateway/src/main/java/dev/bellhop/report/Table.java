package dev.bellhop.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Csv;
import dev.bellhop.web.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/// Columns of a report, by the names that they have in every format.
///
/// @param <T> what a row is made of
record Table<T>(List<Column<T>> columns) {
    /// @param value a whole number, a [BigDecimal], a text, or null where there is none
    record Column<T>(String name, Function<T, @Nullable Object> value) {}

    Table {
        columns = List.copyOf(columns);
    }

    /// A time in seconds as it is written: exact averages have more digits than anybody needs.
    static @Nullable BigDecimal seconds(OptionalDouble seconds) {
        return seconds.isPresent()
                ? BigDecimal.valueOf(seconds.getAsDouble()).setScale(1, RoundingMode.HALF_UP)
                : null;
    }

    /// The same, of milliseconds.
    static @Nullable BigDecimal seconds(OptionalLong millis) {
        return millis.isPresent()
                ? BigDecimal.valueOf(millis.getAsLong(), 3).setScale(1, RoundingMode.HALF_UP)
                : null;
    }

    static @Nullable BigDecimal share(OptionalDouble share) {
        return share.isPresent()
                ? BigDecimal.valueOf(share.getAsDouble()).setScale(2, RoundingMode.HALF_UP)
                : null;
    }

    /// The columns of a time that something took so often.
    static <T> Stream<Column<T>> times(String name, Function<T, Times> times) {
        return Stream.of(
                new Column<>(name + "_count", row -> times.apply(row).count()),
                new Column<>(name + "_average_s", row -> seconds(times.apply(row).average())),
                new Column<>(name + "_median_s", row -> seconds(times.apply(row).median())),
                new Column<>(name + "_p90_s", row -> seconds(times.apply(row).p90())));
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /// A row for a spreadsheet; nothing where there is no value.
    List<String> cells(T row) {
        return columns.stream().map(column -> cell(column.value().apply(row))).toList();
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.toPlainString();
            case String text -> Csv.text(text);
            default -> value.toString();
        };
    }

    ObjectNode object(T row) {
        var node = Json.object();
        for (var column : columns) {
            switch (column.value().apply(row)) {
                case null -> node.putNull(column.name());
                case Long number -> node.put(column.name(), number);
                case Integer number -> node.put(column.name(), number);
                case BigDecimal number -> node.put(column.name(), number);
                case Object text -> node.put(column.name(), text.toString());
            }
        }
        return node;
    }
}
