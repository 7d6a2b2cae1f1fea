package dev.bellhop.whatsapp;

/// Measures, cuts and cleans texts by code points: where Meta counts characters it nowhere says
/// which.
final class Texts {
    private Texts() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The text, or its beginning with an ellipsis so that it has at most so many characters.
    static String cut(String text, int charactersMax) {
        return length(text) > charactersMax
                ? text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…"
                : text;
    }

    /// Names, titles and other labels from outside: one line without what nobody can see. Line
    /// breaks and runs of blanks become one blank; control characters, halves of surrogate pairs
    /// and whatever would turn the direction of the text around it are left out.
    static String label(String text, int charactersMax) {
        var kept = new StringBuilder(Math.min(text.length(), 4 * charactersMax));
        int characters = 0;
        boolean blank = false;
        for (int i = 0; i < text.length() && characters <= charactersMax; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = characters > 0;
            } else if (!isDropped(c)) {
                if (blank) {
                    kept.append(' ');
                    characters++;
                    blank = false;
                }
                kept.appendCodePoint(c);
                characters++;
            }
        }
        return cut(kept.toString(), charactersMax);
    }

    /// Words of several lines without what nobody can see; they keep their lines and tabs.
    static String words(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !isDropped(c))
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static boolean isDropped(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            case Character.FORMAT -> isTurning(codePoint);
            default -> false;
        };
    }

    /// Embeddings, overrides and isolates of the bidirectional algorithm; the harmless marks that
    /// Arabic and Hebrew need stay, and so does what joins emoji.
    private static boolean isTurning(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
