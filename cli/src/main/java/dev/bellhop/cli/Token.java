package dev.bellhop.cli;

/// What a caller signs in with. It never shows itself in a message.
record Token(String value) {

    /// Refuses what no token looks like before it can end up in a header, or a header's error
    /// message.
    static Token parse(String text) {
        var value = text.strip();
        if (!value.matches("[!-~]+")) {
            throw new Failure(
                    Exit.USAGE,
                    "The token cannot be used.",
                    value.isEmpty()
                            ? "It is empty."
                            : "It holds characters that are in no token, such as spaces or line"
                                    + " breaks.",
                    "Copy it again; it looks like bhp_ and a row of letters and digits.");
        }
        return new Token(value);
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
