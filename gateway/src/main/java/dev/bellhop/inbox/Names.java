package dev.bellhop.inbox;

/// What people are called in running text.
final class Names {
    private Names() {}

    /// The first of somebody's names.
    static String first(String name) {
        var stripped = name.strip();
        int space = stripped.indexOf(' ');
        return space < 0 ? stripped : stripped.substring(0, space);
    }
}
