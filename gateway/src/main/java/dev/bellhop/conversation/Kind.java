package dev.bellhop.conversation;

import java.util.Locale;

/// Which way a conversation came about.
public enum Kind {
    /// A visitor in the widget; the business number relays it to the inbox phones.
    WEB,
    /// Somebody who wrote to the business number.
    WHATSAPP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The way of this name.
    public static Kind read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
