package dev.bellhop.inbox;

import java.util.Locale;

/// What people are called in running text.
final class Names {
    private Names() {}

    /// The first of somebody's names.
    static String first(String name) {
        var stripped = name.strip();
        int space = stripped.indexOf(' ');
        return space < 0 ? stripped : stripped.substring(0, space);
    }

    /// A word of a program as people read it: "Utility" for `UTILITY`, "First name" for
    /// `first_name`.
    static String capital(String word) {
        var small = word.toLowerCase(Locale.ROOT).replace('_', ' ').strip();
        return small.isEmpty()
                ? ""
                : small.substring(0, 1).toUpperCase(Locale.ROOT) + small.substring(1);
    }
}
