package dev.bellhop.admin;

import java.util.Locale;

/// How far an outgoing message has come, as icon and words.
public enum Tick {
    /// Kept here, not with the customer's side yet.
    WAITING("Sending", "t-clock"),
    SENT("Sent", "t-sent"),
    DELIVERED("Delivered", "t-two"),
    READ("Read", "t-two"),
    FAILED("Not sent", "t-fail");

    private final String words;
    private final String icon;

    Tick(String words, String icon) {
        this.words = words;
        this.icon = icon;
    }

    public String words() {
        return words;
    }

    public String icon() {
        return icon;
    }

    /// The word in `data-tick`, which the styles and the scripts read.
    public String mark() {
        return name().toLowerCase(Locale.ROOT);
    }
}
