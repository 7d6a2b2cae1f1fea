package dev.bellhop.db;

/// The database did not answer, or did not answer in time. What was asked may be asked again later.
public final class DatabaseAway extends RuntimeException {

    /// How far it was away.
    enum Kind {
        /// There was no connection to be had, or no time for it: nothing was asked.
        UNREACHED,

        /// Whatever was asked was rolled back.
        UNDONE,

        /// It is not known what became of it.
        UNKNOWN
    }

    private final Kind kind;

    DatabaseAway(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    DatabaseAway(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    DatabaseAway(String message, Throwable cause) {
        this(Kind.UNKNOWN, message, cause);
    }

    DatabaseAway(String message) {
        this(Kind.UNKNOWN, message);
    }

    Kind kind() {
        return kind;
    }

    /// Whether what was to be stored may be stored all the same, and only the answer lost.
    public boolean mayBeStored() {
        return kind == Kind.UNKNOWN;
    }

    /// The same, where it is certain that the transaction came to nothing.
    DatabaseAway undone() {
        return kind == Kind.UNKNOWN
                ? new DatabaseAway(Kind.UNDONE, String.valueOf(getMessage()), this)
                : this;
    }
}
