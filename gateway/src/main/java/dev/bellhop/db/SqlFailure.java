package dev.bellhop.db;

import java.sql.SQLException;

/// A statement that failed, as the driver says it, for whoever must not declare it.
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SqlFailure(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
