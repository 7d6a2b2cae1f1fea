package dev.bellhop.admin;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Somebody as an avatar shows them: name, one or two letters, one of six tints, a presence dot.
public record Face(String name, String initials, int tint, Presence presence) {
    private static final int TINTS = 6;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public Face {
        if (tint < 1 || tint > TINTS) {
            throw new IllegalArgumentException("tint is 1 to 6, not " + tint);
        }
    }

    /// Letters and tint follow from the name, so that a person looks the same everywhere.
    public static Face of(String name, Presence presence) {
        return new Face(name, initials(name), 1 + Math.floorMod(name.hashCode(), TINTS), presence);
    }

    /// The first name, for "Reply to Elena".
    public String firstName() {
        return words(name).getFirst();
    }

    private static String initials(String name) {
        var words = words(name);
        var letters = first(words.getFirst());
        if (words.size() > 1) {
            letters += first(words.getLast());
        }
        return letters.isEmpty() ? "?" : letters.toUpperCase(Locale.ROOT);
    }

    private static List<String> words(String name) {
        return SPACE.splitAsStream(name.strip()).toList();
    }

    private static String first(String word) {
        return word.codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
