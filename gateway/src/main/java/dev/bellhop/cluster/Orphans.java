package dev.bellhop.cluster;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.util.ArrayList;
import java.util.List;

/// The rows of a table that are in the name of nodes that are no more. They are asked for before
/// they are changed: to look by changing would lock all that is in somebody's hand.
///
/// @param condition in SQL, of the rows that are so
public record Orphans(Database database, String table, String condition) {
    private static final int AT_ONCE = 100;

    /// Changes them, some at a time; those that are none any more by then stay as they are.
    ///
    /// @param set what to change, in SQL with a question mark for each of the values
    /// @return how many there were
    public long change(String set, Object... values) {
        long changed = 0;
        for (long after = 0; ; ) {
            long from = after;
            var ids =
                    database.read(tx ->
                            tx.query(
                                    "SELECT id FROM "
                                            + table
                                            + " WHERE "
                                            + condition
                                            + " AND id > ? ORDER BY id LIMIT "
                                            + AT_ONCE,
                                    row -> row.number("id"),
                                    from));
            if (ids.isEmpty()) {
                return changed;
            }
            after = ids.getLast();
            var all = new ArrayList<Object>(List.of(values));
            all.addAll(ids);
            changed +=
                    database.alone(tx ->
                            tx.change(
                                    "UPDATE "
                                            + table
                                            + " SET "
                                            + set
                                            + " WHERE id IN ("
                                            + Tx.marks(ids.size())
                                            + ") AND "
                                            + condition,
                                    all.toArray()));
        }
    }
}
