package dev.bellhop.sandbox;

import java.util.Locale;

/// How far a message has come; it only moves forward.
enum Status {
    ACCEPTED,
    SENT,
    DELIVERED,
    READ,
    FAILED;

    /// Whether a message may go from here to there: further on, or to failure while it has not
    /// arrived.
    boolean mayBecome(Status next) {
        if (this == FAILED) {
            return false;
        }
        if (next == FAILED) {
            return this == ACCEPTED || this == SENT;
        }
        return next.compareTo(this) > 0;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
