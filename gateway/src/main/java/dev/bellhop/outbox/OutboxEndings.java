package dev.bellhop.outbox;

import dev.bellhop.db.Tx;

import java.time.Instant;

/// The statements of the [Outbox] that write how a try ended. Each is about one claim, so that an
/// outcome whose own answer was lost is not written a second time, and that of somebody who was
/// taken for gone not over what others did since.
///
/// A claim that was put in doubt and that nobody has taken up again may still be ended: who knows
/// how it ended is better than doubt.
final class OutboxEndings {
    private static final int WHY_MAX = 500;

    private static final String THIS_CLAIM =
            "id = ? AND state IN ('claimed', 'unsure') AND " + OutboxHeads.THIS_CLAIM;

    private OutboxEndings() {}

    /// Writes it.
    ///
    /// @return false when the job is not being tried any more: its outcome is written, or it was
    ///   taken away meanwhile
    static boolean write(Tx tx, Job job, Settlement.End end, Instant now) {
        return switch (end) {
            case Settlement.End.Done() -> done(tx, job);
            case Settlement.End.Next() ->
                    tx.change(
                                    """
                                    UPDATE outbox
                                    SET state = 'ready', step = step + 1, attempts = 0,
                                        doubtful = FALSE, waits_for = '', next_at = ?,
                                        last_error = NULL
                                    WHERE %s
                                    """
                                            .formatted(THIS_CLAIM),
                                    now,
                                    job.id(),
                                    job.claimedBy(),
                                    job.attempts() + 1)
                            > 0;
            case Settlement.End.Later later -> later(tx, job, later);
            case Settlement.End.Unsure(var at, var why) ->
                    tx.change(
                                    """
                                    UPDATE outbox
                                    SET state = 'unsure', doubtful = TRUE, next_at = ?,
                                        last_error = ?
                                    WHERE %s
                                    """
                                            .formatted(THIS_CLAIM),
                                    at,
                                    cut(why),
                                    job.id(),
                                    job.claimedBy(),
                                    job.attempts() + 1)
                            > 0;
            case Settlement.End.Dead(var why) -> dead(tx, job, why, now);
        };
    }

    private static boolean done(Tx tx, Job job) {
        var carries =
                tx.one(
                        "DELETE FROM outbox WHERE " + THIS_CLAIM + " RETURNING carries",
                        row -> row.flag("carries"),
                        job.id(),
                        job.claimedBy(),
                        job.attempts() + 1);
        if (carries.orElse(false)) {
            tx.change("DELETE FROM outbox WHERE carrier = ?", job.id());
        }
        return carries.isPresent();
    }

    private static boolean dead(Tx tx, Job job, String why, Instant now) {
        long changed =
                tx.change(
                        """
                        UPDATE outbox
                        SET state = 'dead', carries = FALSE, next_at = ?, last_error = ?
                        WHERE %s
                        """
                                .formatted(THIS_CLAIM),
                        now,
                        cut(why),
                        job.id(),
                        job.claimedBy(),
                        job.attempts() + 1);
        if (changed > 0) {
            tx.change(
                    """
                    UPDATE outbox
                    SET state = 'dead', carrier = NULL, next_at = ?, last_error = ?
                    WHERE carrier = ?
                    """,
                    now,
                    cut(why),
                    job.id());
        }
        return changed > 0;
    }

    /// Attempts count what met the same trouble: another trouble begins its own series.
    private static boolean later(Tx tx, Job job, Settlement.End.Later later) {
        boolean sameTrouble = job.waitsFor().equals(later.waitsFor());
        int before = sameTrouble ? job.attempts() : 0;
        return tx.change(
                        """
                        UPDATE outbox
                        SET state = 'ready', attempts = ?, waits_for = ?, next_at = ?,
                            last_error = ?
                        WHERE %s
                        """
                                .formatted(THIS_CLAIM),
                        later.isTry() ? before + 1 : job.attempts(),
                        later.waitsFor(),
                        later.at(),
                        cut(later.why()),
                        job.id(),
                        job.claimedBy(),
                        job.attempts() + 1)
                > 0;
    }

    /// What the table keeps of a reason.
    static String cut(String why) {
        return why.length() > WHY_MAX ? why.substring(0, WHY_MAX) : why;
    }
}
