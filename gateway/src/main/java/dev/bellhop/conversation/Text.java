package dev.bellhop.conversation;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

/// The words of a message: trimmed, without control characters other than new line and tab, without
/// what turns the direction of text, 1 to 4,096 characters. WhatsApp's limit is the same;
/// characters are code points.
public record Text(String value) {
    private static final int CHARACTERS_MAX = 4_096;

    public Text {
        value = clean(value);
        if (value.isEmpty()) {
            throw Refusal.of(Code.EMPTY);
        }
        int characters = value.codePointCount(0, value.length());
        if (characters > CHARACTERS_MAX) {
            throw Refusal.of(
                    Code.TOO_LONG,
                    "That's %,d characters; WhatsApp takes 4,096. Split it in two."
                            .formatted(characters));
        }
    }

    /// Words from outside that cannot be refused any more: cut to what fits, with a sign that
    /// something is missing.
    static String cut(String text, int charactersMax) {
        var cleaned = clean(text);
        if (cleaned.codePointCount(0, cleaned.length()) <= charactersMax) {
            return cleaned;
        }
        return cleaned.substring(0, cleaned.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }

    private static String clean(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\u2028' || c == '\u2029' ? '\n' : c)
                .filter(c -> c == '\n' || c == '\t' || !isDropped(c))
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    /// Control characters, halves of surrogate pairs, which no UTF-8 can hold, and what would turn
    /// the direction of the text around it, such as the time beside it or another name in a list.
    /// The marks that Arabic and Hebrew need stay, and so does what joins emoji.
    private static boolean isDropped(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                || (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
