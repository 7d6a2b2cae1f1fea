package dev.bellhop.admin;

/// A line of the details pane.
///
/// @param more a second, quieter line such as a page's path; may be empty
public record Fact(String name, Text value, String more) {
    public static Fact of(String name, String value) {
        return new Fact(name, Text.plain(value), "");
    }
}
