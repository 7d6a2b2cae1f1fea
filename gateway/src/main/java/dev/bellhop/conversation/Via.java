package dev.bellhop.conversation;

import java.util.Locale;

/// Where a message was written.
public enum Via {
    WIDGET,
    PANEL,
    WHATSAPP,
    API,
    BELLHOP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Via read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
