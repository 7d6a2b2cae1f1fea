package dev.bellhop.db;

import java.util.Optional;
import java.util.UUID;

/// Which installation a database is: the same for all gateways that share it, and another for what
/// is restored from a backup.
public final class Installation {
    private Installation() {}

    /// Its id, which is made when it is asked for the first time.
    public static String id(Database database) {
        return find(database).orElseGet(() -> make(database));
    }

    private static Optional<String> find(Database database) {
        return database.read(tx -> tx.one("SELECT id FROM installation", row -> row.text("id")));
    }

    /// Of two gateways that ask at once, one makes it.
    private static String make(Database database) {
        database.write(tx ->
                tx.change(
                        """
                        INSERT IGNORE INTO installation (one, id, made_at)
                        VALUES (1, ?, UTC_TIMESTAMP(3))
                        """,
                        UUID.randomUUID().toString()));
        return find(database).orElseThrow();
    }
}
