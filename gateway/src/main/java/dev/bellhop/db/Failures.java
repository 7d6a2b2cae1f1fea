package dev.bellhop.db;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/// Reads what went wrong out of the layers of exceptions around MariaDB's own codes.
final class Failures {
    private static final int DUPLICATE_ENTRY = 1062;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int CONNECTION_KILLED = 1927;
    private static final int STATEMENT_TIMEOUT = 1969;

    /// What InnoDB answers, without words, when it is interrupted within a full-text query; or when
    /// more fits than its memory for that may hold.
    private static final int FULL_TEXT_GIVEN_UP = 188;

    private Failures() {}

    static RuntimeException translate(RuntimeException failure) {
        if (failure instanceof DuplicateKey
                || failure instanceof DatabaseAway
                || failure instanceof TookTooLong) {
            return failure;
        }
        var told = told(failure);
        if (told.isPresent()) {
            return told.get();
        }
        var cause = sqlCause(failure);
        if (cause.isEmpty()) {
            return failure;
        }
        if (cause.get().getErrorCode() == DUPLICATE_ENTRY) {
            return new DuplicateKey(failure);
        }
        int code = cause.get().getErrorCode();
        if (code == STATEMENT_TIMEOUT || code == FULL_TEXT_GIVEN_UP) {
            return new TookTooLong(failure);
        }
        if (isAway(cause.get())) {
            return new DatabaseAway("the database does not answer", failure);
        }
        return failure;
    }

    /// Whether InnoDB rolled a transaction back to let another one pass, so that it can simply be
    /// run again.
    static boolean isWorthRepeating(Throwable failure) {
        return isDeadlock(failure) || isHeldUp(failure);
    }

    /// Whether it comes from the database, so that a transaction may have ended by it.
    static boolean isOfDatabase(Throwable failure) {
        return failure instanceof DuplicateKey
                || failure instanceof DatabaseAway
                || failure instanceof TookTooLong
                || sqlCause(failure).isPresent();
    }

    /// Whether somebody held a row for longer than a statement waits.
    static boolean isHeldUp(Throwable failure) {
        return code(failure) == LOCK_WAIT_TIMEOUT;
    }

    static boolean isDeadlock(Throwable failure) {
        return code(failure) == DEADLOCK;
    }

    private static int code(Throwable failure) {
        return sqlCause(failure).map(SQLException::getErrorCode).orElse(0);
    }

    /// The driver also takes each error whose state it does not know, such as one that a trigger
    /// raises, for a transient trouble of the connection. But who sends an error code is there.
    private static boolean isAway(SQLException e) {
        var state = e.getSQLState();
        return (e instanceof SQLTransientConnectionException && e.getErrorCode() <= 0)
                || e instanceof SQLNonTransientConnectionException
                || e.getErrorCode() == CONNECTION_KILLED
                || (state != null && state.startsWith("08"));
    }

    /// What was told already, in whatever was wrapped around it.
    private static Optional<DatabaseAway> told(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof DatabaseAway away) {
                return Optional.of(away);
            }
        }
        return Optional.empty();
    }

    private static Optional<SQLException> sqlCause(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
