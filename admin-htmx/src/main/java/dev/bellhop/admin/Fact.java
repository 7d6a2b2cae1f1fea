package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// A line of the details pane.
///
/// @param more a second, quieter line such as a page's path; may be empty
public record Fact(String name, Text value, String more) {
    public static Fact of(String name, String value) {
        return new Fact(name, Text.plain(value), "");
    }

    /// What stands now and differs from what somebody entered, in the order of the names.
    ///
    /// @param names what the fields are called
    /// @param words how a field's value is said
    public static List<Fact> differing(
            Map<String, String> names,
            Map<String, String> entered,
            Map<String, String> now,
            BinaryOperator<String> words) {
        return names.entrySet().stream()
                .filter(field -> !value(now, field).equals(value(entered, field)))
                .map(field -> of(field.getValue(), words.apply(field.getKey(), value(now, field))))
                .toList();
    }

    private static String value(Map<String, String> values, Map.Entry<String, String> field) {
        return values.getOrDefault(field.getKey(), "");
    }
}
