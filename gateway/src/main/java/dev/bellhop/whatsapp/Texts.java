package dev.bellhop.whatsapp;

/// Measures and cuts texts by code points: where Meta counts characters it nowhere says which.
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
}
