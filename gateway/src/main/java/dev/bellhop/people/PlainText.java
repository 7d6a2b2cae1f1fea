package dev.bellhop.people;

import java.util.regex.Pattern;

/// What people enter on one line: without control characters, without those that turn the direction
/// of writing or are not seen, by which two names would look like one, and without blanks at its
/// ends.
final class PlainText {
    /// Soft hyphens, blanks without width, fillers, marks of direction, tags: they show as nothing
    /// (Unicode's `Default_Ignorable_Code_Point`, without the joiners and what emoji need).
    private static final Pattern NOT_PLAIN =
            Pattern.compile(
                    "[\\p{Cntrl}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
                        + "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\\x{e0000}-\\x{e0fff}]");

    /// Joiners change the letter before them in Arabic and Indian scripts, and join emoji; behind
    /// one of these they are not seen.
    private static final String PLAIN_SIDE =
            "[\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}\\p{Punct}\\p{Digit}\\s]";

    private static final Pattern IDLE_JOINER =
            Pattern.compile("(?<=^|" + PLAIN_SIDE + ")[\u200c\u200d]+");

    private PlainText() {}

    static String of(String entered) {
        var seen = NOT_PLAIN.matcher(entered).replaceAll("");
        return IDLE_JOINER.matcher(seen).replaceAll("").strip();
    }
}
