package dev.bellhop.admin;

import java.util.Locale;

/// Where a conversation takes place.
public enum Channel {
    WEB("Website chat", "site"),
    WHATSAPP("WhatsApp", "wa");

    private final String words;
    private final String icon;

    Channel(String words, String icon) {
        this.words = words;
        this.icon = icon;
    }

    public String words() {
        return words;
    }

    /// As addresses say it.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String icon() {
        return icon;
    }
}
