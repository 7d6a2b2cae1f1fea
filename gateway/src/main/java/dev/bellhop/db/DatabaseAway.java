package dev.bellhop.db;

/// The database did not answer, or did not answer in time. What was asked may be asked again later.
public final class DatabaseAway extends RuntimeException {
    DatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseAway(String message) {
        super(message);
    }
}
