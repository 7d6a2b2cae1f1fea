package dev.bellhop.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a conversation ended.
public enum Outcome {
    SALE("Sale"),
    ANSWERED("Question answered"),
    ORDER_HELP("Order help"),
    RETURN("Return"),
    NOT_FOR_US("Not for us");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The outcome of this name, if there is one.
    public static Optional<Outcome> named(String wireName) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.wireName().equals(wireName))
                .findFirst();
    }
}
