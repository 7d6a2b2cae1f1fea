package dev.bellhop.db;

/// A statement with a limit of its own was given up when it had run so long; it changed nothing.
public final class TookTooLong extends RuntimeException {
    TookTooLong(Throwable cause) {
        super("the statement took longer than it may", cause);
    }
}
