package dev.bellhop.media;

import java.util.Locale;

/// Whether a file can be had.
public enum State {
    /// It is still where it came from.
    WAITING,
    READY,
    /// It could not be had; the reason says why.
    FAILED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State read(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
