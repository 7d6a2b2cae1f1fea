package dev.bellhop.outbox;

import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Settlement.End;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /// Writes them.
    ///
    /// @return those that were written. The job of any other is not being tried any more: its
    ///   outcome is written, or it was taken away meanwhile
    static List<Outbox.Ending> write(Tx tx, List<Outbox.Ending> endings, Instant now) {
        var done =
                done(
                        tx,
                        endings.stream()
                                .filter(it -> it.settlement().end() instanceof End.Done)
                                .map(Outbox.Ending::job)
                                .toList());
        return endings.stream()
                .filter(it ->
                        it.settlement().end() instanceof End.Done
                                ? done.contains(it.job().id())
                                : write(tx, it.job(), it.settlement().end(), now))
                .toList();
    }

    private static boolean write(Tx tx, Job job, Settlement.End end, Instant now) {
        return switch (end) {
            case Settlement.End.Done() -> done(tx, List.of(job)).contains(job.id());
            case Settlement.End.Next() ->
                    tx.change(
                                    """
                                    UPDATE outbox
                                    SET state = 'ready', step = step + 1, attempts = 0,
                                        doubtful = FALSE, doubt_until = NULL, waits_for = '',
                                        next_at = ?, last_error = NULL
                                    WHERE %s
                                    """
                                            .formatted(THIS_CLAIM),
                                    now,
                                    job.id(),
                                    job.claimedBy(),
                                    job.attempts() + 1,
                                    job.step())
                            > 0;
            case Settlement.End.Later later -> later(tx, job, later);
            case Settlement.End.Unsure(var at, var why) ->
                    unsure(tx, job, at, at, cut(why), job.attempts() + 1);
            case Settlement.End.Unread(var at, var until) ->
                    unsure(tx, job, at, until, "", job.attempts());
            case Settlement.End.Dead(var why) -> dead(tx, job, why, now);
        };
    }

    /// @param until until when news of the last try may come
    /// @param why nothing leaves what is known of that try
    private static boolean unsure(
            Tx tx, Job job, Instant at, Instant until, String why, int attempts) {
        return tx.change(
                        """
                        UPDATE outbox
                        SET state = 'unsure', doubtful = TRUE, next_at = ?, doubt_until = ?,
                            last_error = COALESCE(NULLIF(?, ''), last_error), attempts = ?
                        WHERE %s
                        """
                                .formatted(THIS_CLAIM),
                        at,
                        until,
                        why,
                        attempts,
                        job.id(),
                        job.claimedBy(),
                        job.attempts() + 1,
                        job.step())
                > 0;
    }

    /// @return the ids of those that were
    private static Set<Long> done(Tx tx, List<Job> jobs) {
        if (jobs.isEmpty()) {
            return Set.of();
        }
        var asked = Tx.padded(jobs);
        var values = new ArrayList<Object>(asked.stream().map(Job::id).toList());
        asked.forEach(job -> {
            values.add(job.id());
            values.add(job.claimedBy());
            values.add(job.attempts() + 1);
            values.add(job.step());
        });
        return remove(
                tx,
                """
                id IN (%s) AND state IN ('claimed', 'unsure') AND (id, claimed_by, attempts, step)
                  IN (%s)
                """
                        .formatted(Tx.marks(asked.size()), Tx.rows(asked.size(), 4)),
                values);
    }

    /// Takes jobs away, and what they carry.
    ///
    /// @param which SQL that says which; none of them is carried itself
    /// @return their ids
    static Set<Long> remove(Tx tx, String which, List<Object> parameters) {
        record Gone(long id, boolean carries) {}
        var gone =
                tx.query(
                        "DELETE FROM outbox WHERE " + which + " RETURNING id, carries",
                        row -> new Gone(row.number("id"), row.flag("carries")),
                        parameters.toArray());
        gone.stream()
                .filter(Gone::carries)
                .forEach(job -> tx.change("DELETE FROM outbox WHERE carrier = ?", job.id()));
        return gone.stream().map(Gone::id).collect(Collectors.toSet());
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
                        job.attempts() + 1,
                        job.step());
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
                        job.attempts() + 1,
                        job.step())
                > 0;
    }

    /// What the table keeps of a reason.
    static String cut(String why) {
        return why.length() > WHY_MAX ? why.substring(0, WHY_MAX) : why;
    }
}
