package dev.bellhop.rule;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Words as they are compared: whatever their case, accents and points, in any script. A mark that
/// makes another word of it, as vowels do in Devanagari and the voiced mark in Kana, stays.
final class Fold {
    /// Letters with a stroke or tied together, which Unicode does not take apart.
    private static final Map<Integer, String> PLAIN =
            Map.of(
                    (int) 'ø', "o", (int) 'ł', "l", (int) 'đ', "d", (int) 'ð', "d", (int) 'þ', "th",
                    (int) 'æ', "ae", (int) 'œ', "oe", (int) 'ı', "i", (int) 'ħ', "h");

    /// Where words stand together without a blank between them.
    private static final Set<Character.UnicodeScript> WITHOUT_BLANKS =
            EnumSet.of(
                    Character.UnicodeScript.HAN,
                    Character.UnicodeScript.HIRAGANA,
                    Character.UnicodeScript.KATAKANA,
                    Character.UnicodeScript.THAI,
                    Character.UnicodeScript.LAO,
                    Character.UnicodeScript.KHMER,
                    Character.UnicodeScript.MYANMAR,
                    Character.UnicodeScript.TIBETAN);

    private static final int VOICED = 0x3099;
    private static final int HALF_VOICED = 0x309A;

    private Fold() {}

    /// The text as it is compared; of several blanks one stays.
    static String of(String text) {
        // Taken apart before, because there are signs with capitals in them, and after, because
        // letters with accents have none. Down, up and down again: ß is two letters in capitals,
        // and ẞ is one that only becomes ß when it is made small.
        var small =
                Normalizer.normalize(text, Form.NFKD)
                        .toLowerCase(Locale.ROOT)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT);
        var folded = new StringBuilder(small.length());
        Normalizer.normalize(small, Form.NFKD)
                .codePoints()
                .filter(c -> !isAccent(c))
                .forEach(c -> {
                    var plain = PLAIN.get(c);
                    if (plain != null) {
                        folded.append(plain);
                    } else {
                        folded.appendCodePoint(c == 'ς' ? 'σ' : c);
                    }
                });
        return Normalizer.normalize(folded, Form.NFC).replaceAll("\\s+", " ").strip();
    }

    private static boolean isAccent(int codePoint) {
        if (Character.getType(codePoint) != Character.NON_SPACING_MARK) {
            return false;
        }
        var script = Character.UnicodeScript.of(codePoint);
        return codePoint != VOICED
                && codePoint != HALF_VOICED
                && (script == Character.UnicodeScript.INHERITED
                        || script == Character.UnicodeScript.HEBREW
                        || script == Character.UnicodeScript.ARABIC);
    }

    /// Whether a text has a word, or words that follow each other, and not as a part of a longer
    /// one. Both are folded.
    static boolean has(String text, String word) {
        if (word.isEmpty()) {
            return false;
        }
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || isBetween(text.codePointBefore(at), text.codePointAt(at));
            boolean ends =
                    end == text.length()
                            || isBetween(text.codePointBefore(end), text.codePointAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /// Whether a word may end between two characters.
    private static boolean isBetween(int before, int after) {
        return !isOfWord(before)
                || !isOfWord(after)
                || (standsAlone(before) && !isMark(after))
                || (standsAlone(after) && !isMark(after));
    }

    private static boolean isOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean standsAlone(int codePoint) {
        return WITHOUT_BLANKS.contains(Character.UnicodeScript.of(codePoint));
    }
}
