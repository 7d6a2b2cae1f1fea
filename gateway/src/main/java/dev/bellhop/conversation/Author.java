package dev.bellhop.conversation;

import java.util.Locale;

/// Whose words a message holds.
public enum Author {
    VISITOR,
    AGENT,
    SYSTEM;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Author read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
