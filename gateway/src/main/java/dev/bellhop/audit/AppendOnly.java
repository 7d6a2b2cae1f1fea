package dev.bellhop.audit;

import dev.bellhop.db.Database;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Has the database refuse to change or delete entries and checkpoints. This guards against
/// mistakes: a wrong statement, by hand or by a defect. Whoever may drop a trigger gets by it, and
/// is found by the chain and the checkpoints.
///
/// It is no step of the schema, because a server with a binary log lets only a privileged user make
/// triggers; the gateway works without, and says so. One that was dropped comes back at the next
/// start.
final class AppendOnly {
    private static final Logger LOG = Logger.getLogger(AppendOnly.class.getName());
    private static final List<String> TABLES = List.of("audit", "audit_checkpoint");
    private static final List<String> DEEDS = List.of("UPDATE", "DELETE");

    private AppendOnly() {}

    /// Puts the triggers where they are missing.
    ///
    /// @return whether they are there
    static boolean keep(Database database) {
        try {
            for (String table : TABLES) {
                for (String deed : DEEDS) {
                    keep(database, table, deed);
                }
            }
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "the database does not let this user make triggers, so it does not refuse to"
                            + " change the audit log; a change is still found by a check: {0}",
                    e.getMessage());
            return false;
        }
    }

    private static void keep(Database database, String table, String deed) {
        var name = table + "_no_" + deed.toLowerCase(java.util.Locale.ROOT);
        boolean there =
                database.read(tx ->
                                tx.one(
                                        """
                                        SELECT trigger_name AS name FROM information_schema.triggers
                                        WHERE trigger_schema = DATABASE() AND trigger_name = ?
                                        """,
                                        row -> row.text("name"),
                                        name))
                        .isPresent();
        if (!there) {
            database.alone(tx ->
                    tx.change(
                            """
                            CREATE TRIGGER %s BEFORE %s ON %s FOR EACH ROW
                            SIGNAL SQLSTATE '45000'
                              SET MESSAGE_TEXT = 'The audit log is append-only.'
                            """
                                    .formatted(name, deed, table)));
        }
    }
}
