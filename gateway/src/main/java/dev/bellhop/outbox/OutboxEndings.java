package dev.bellhop.outbox;

import dev.bellhop.db.Tx;

import java.time.Instant;

/// The statements of the [Outbox] that write how a try ended. Each is about a job that is still
/// being tried, so that an outcome whose own answer was lost is not written a second time.
final class OutboxEndings {
    private static final int WHY_MAX = 500;

    private OutboxEndings() {}

    /// Writes it.
    ///
    /// @return false when the job is not being tried any more: its outcome is written, or it was
    ///   taken away meanwhile
    static boolean write(Tx tx, Job job, Settlement.End end, Instant now) {
        return changed(tx, job, end, now) > 0;
    }

    private static long changed(Tx tx, Job job, Settlement.End end, Instant now) {
        return switch (end) {
            case Settlement.End.Done() ->
                    tx.change(
                            """
                            DELETE FROM outbox WHERE (id = ? AND state = 'claimed') OR carrier = ?
                            """,
                            job.id(),
                            job.id());
            case Settlement.End.Next() ->
                    tx.change(
                            """
                            UPDATE outbox
                            SET state = 'ready', step = step + 1, attempts = 0, doubtful = FALSE,
                                waits_for = '', next_at = ?, last_error = NULL
                            WHERE id = ? AND state = 'claimed'
                            """,
                            now,
                            job.id());
            case Settlement.End.Later later -> later(tx, job, later);
            case Settlement.End.Unsure(var at, var why) ->
                    tx.change(
                            """
                            UPDATE outbox
                            SET state = 'unsure', doubtful = TRUE, next_at = ?, last_error = ?
                            WHERE id = ? AND state = 'claimed'
                            """,
                            at,
                            cut(why),
                            job.id());
            case Settlement.End.Dead(var why) ->
                    tx.change(
                            """
                            UPDATE outbox
                            SET state = 'dead', carrier = NULL, next_at = ?, last_error = ?
                            WHERE (id = ? AND state = 'claimed') OR carrier = ?
                            """,
                            now,
                            cut(why),
                            job.id(),
                            job.id());
        };
    }

    /// Attempts count what met the same trouble: another trouble begins its own series.
    private static long later(Tx tx, Job job, Settlement.End.Later later) {
        boolean sameTrouble = job.waitsFor().equals(later.waitsFor());
        int before = sameTrouble ? job.attempts() : 0;
        return tx.change(
                """
                UPDATE outbox
                SET state = 'ready', attempts = ?, waits_for = ?, next_at = ?, last_error = ?
                WHERE id = ? AND state = 'claimed'
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
