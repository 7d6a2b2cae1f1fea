package dev.bellhop.db;

/// A statement with a limit of its own was given up when it had run so long; it changed nothing.
public final class TookTooLong extends RuntimeException {
    /// As one that has several ways and came to an end on none of them.
    public TookTooLong() {
        super("no way came to an end in time");
    }

    TookTooLong(Throwable cause) {
        super("the statement took longer than it may", cause);
    }
}
