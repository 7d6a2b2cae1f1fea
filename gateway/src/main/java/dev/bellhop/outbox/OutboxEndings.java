package dev.bellhop.outbox;

import dev.bellhop.db.Tx;

import java.time.Instant;

/// The statements of the [Outbox] that write how a try ended.
final class OutboxEndings {
    private static final int WHY_MAX = 500;

    private OutboxEndings() {}

    static void write(Tx tx, Job job, Settlement.End end, Instant now) {
        switch (end) {
            case Settlement.End.Done() ->
                    tx.change("DELETE FROM outbox WHERE id = ? OR carrier = ?", job.id(), job.id());
            case Settlement.End.Next() ->
                    tx.change(
                            """
                            UPDATE outbox
                            SET state = 'ready', step = step + 1, attempts = 0, doubtful = FALSE,
                                waits_for = '', next_at = ?, last_error = NULL
                            WHERE id = ?
                            """,
                            now,
                            job.id());
            case Settlement.End.Later later -> later(tx, job, later);
            case Settlement.End.Unsure(var at, var why) ->
                    tx.change(
                            """
                            UPDATE outbox
                            SET state = 'unsure', doubtful = TRUE, next_at = ?, last_error = ?
                            WHERE id = ?
                            """,
                            at,
                            cut(why),
                            job.id());
            case Settlement.End.Dead(var why) ->
                    tx.change(
                            """
                            UPDATE outbox
                            SET state = 'dead', carrier = NULL, next_at = ?, last_error = ?
                            WHERE id = ? OR carrier = ?
                            """,
                            now,
                            cut(why),
                            job.id(),
                            job.id());
        }
    }

    /// Attempts count what met the same trouble: another trouble begins its own series.
    private static void later(Tx tx, Job job, Settlement.End.Later later) {
        boolean sameTrouble = job.waitsFor().equals(later.waitsFor());
        int before = sameTrouble ? job.attempts() : 0;
        tx.change(
                """
                UPDATE outbox
                SET state = 'ready', attempts = ?, waits_for = ?, next_at = ?, last_error = ?
                WHERE id = ?
                """,
                later.isTry() ? before + 1 : job.attempts(),
                later.waitsFor(),
                later.at(),
                cut(later.why()),
                job.id());
    }

    /// What the table keeps of a reason.
    static String cut(String why) {
        return why.length() > WHY_MAX ? why.substring(0, WHY_MAX) : why;
    }
}
