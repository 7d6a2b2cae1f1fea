package dev.bellhop.people;

import java.util.regex.Pattern;

/// What people enter on one line: without control characters, without those that turn the direction
/// of writing, and without blanks at its ends.
final class PlainText {
    private static final Pattern NOT_PLAIN =
            Pattern.compile("[\\p{Cntrl}\u202a-\u202e\u2066-\u2069]");

    private PlainText() {}

    static String of(String entered) {
        return NOT_PLAIN.matcher(entered).replaceAll("").strip();
    }
}
