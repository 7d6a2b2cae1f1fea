package dev.bellhop.cli;

import java.util.ArrayList;
import java.util.List;

/// Text from elsewhere, made fit for a terminal: it cannot move the cursor, and its width in
/// columns is known.
final class Text {
    private Text() {}

    /// The text on one line, with every control character, and so every escape sequence, made
    /// visible.
    static String oneLine(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point ->
                        line.appendCodePoint(
                                Character.isWhitespace(point)
                                        ? ' '
                                        : isUnprintable(point) ? 0xFFFD : point));
        return line.toString().strip();
    }

    private static boolean isUnprintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
            default -> false;
        };
    }

    /// How many columns the text takes: two for East Asian and emoji, none for marks that sit on
    /// others.
    static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    /// The text, or as much of it as fits, with a sign that there is more.
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        var cut = new StringBuilder();
        int taken = 1;
        for (int point : text.codePoints().toArray()) {
            taken += width(point);
            if (taken > columns) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut.append('…').toString();
    }

    /// The text in lines that are no wider than that, broken between words; a word that is wider
    /// has a line of its own.
    static List<String> wrapped(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return List.copyOf(lines);
    }

    private static int width(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    private static boolean isWide(int point) {
        if (Character.isIdeographic(point) || Character.isEmojiPresentation(point)) {
            return true;
        }
        return switch (Character.UnicodeScript.of(point)) {
            case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> !(point >= 0xFF61 && point <= 0xFFDC);
            default ->
                    // Chinese and Japanese punctuation, and the full-width forms of Latin.
                    (point >= 0x3000 && point <= 0x303E)
                            || (point >= 0xFF01 && point <= 0xFF60)
                            || (point >= 0xFFE0 && point <= 0xFFE6);
        };
    }
}
