package dev.bellhop.admin;

import java.util.Locale;

/// What an agent can be called for, in the order in which it is offered.
public enum Alert {
    MESSAGE("A customer writes in a conversation of mine"),
    UNASSIGNED("A new conversation has nobody yet"),
    ASSIGNED("Somebody gives me a conversation"),
    MENTION("Somebody means me in a private note"),
    OVERDUE("A customer of mine, or of nobody’s, waits for too long");

    private final String words;

    Alert(String words) {
        this.words = words;
    }

    /// As forms and the table say it.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String words() {
        return words;
    }
}
