package dev.bellhop.outbox;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The statements of the [Outbox] about the heads of lanes: which job is tried next, and what goes
/// with it.
final class OutboxHeads {
    /// Longer than any try takes.
    static final Duration CLAIM_MAX = Duration.ofMinutes(5);

    /// Names one claim: a node works a lane with one thread, and counts each time that it takes a
    /// job, for each step from the beginning.
    static final String THIS_CLAIM = "claimed_by = ? AND attempts = ? AND step = ?";

    private static final String COLUMNS =
            """
            outbox.id, lane, kind, conversation_id, seq, payload, state, step, attempts, doubtful,
            waits_for, next_at, created_at, carries, claimed_by, doubt_until
            """;

    private static final String WAIT = "FOR UPDATE";
    private static final String SKIP = "FOR UPDATE SKIP LOCKED";

    private static final String HEAD =
            """
            (SELECT id AS head_id FROM outbox FORCE INDEX (outbox_heads)
             WHERE lane = ? AND carrier IS NULL AND state <> 'dead'
             ORDER BY id LIMIT 1)
            """;

    private OutboxHeads() {}

    /// The jobs at the heads of lanes, marked as being tried; for each lane empty when it is empty
    /// or its head is not due.
    static List<Optional<Job>> claim(Tx tx, List<String> lanes, String node, Instant now) {
        return claim(tx, lanes, WAIT, node, now);
    }

    /// The same for who holds rows that others may wait for: a head that somebody else holds is
    /// left where it is.
    static List<Optional<Job>> claimFree(Tx tx, List<String> lanes, String node, Instant now) {
        return claim(tx, lanes, SKIP, node, now);
    }

    private static List<Optional<Job>> claim(
            Tx tx, List<String> lanes, String lock, String node, Instant now) {
        var due =
                lockHeads(tx, lanes, lock).stream()
                        .filter(head -> !head.nextAt().isAfter(now))
                        .collect(Collectors.toMap(head -> head.job().lane(), head -> head));
        if (!due.isEmpty()) {
            var ids = Tx.padded(due.values().stream().map(head -> head.job().id()).toList());
            var values = new ArrayList<Object>(List.of(now.plus(CLAIM_MAX), node));
            values.addAll(ids);
            tx.change(
                    "UPDATE outbox SET doubtful = doubtful OR state IN ('unsure', 'claimed'),"
                            + " doubt_until = IF(state = 'claimed', NULL, doubt_until),"
                            + " state = 'claimed', attempts = attempts + 1, next_at = ?,"
                            + " claimed_by = ? WHERE id IN ("
                            + Tx.marks(ids.size())
                            + ")",
                    values.toArray());
        }
        return lanes.stream()
                .map(lane -> Optional.ofNullable(due.get(lane)).map(head -> head.claimedBy(node)))
                .toList();
    }

    /// A table `wanted` of the names of so many lanes. MariaDB (seen with 11.4.5) takes the width
    /// of the column from a bare question mark, which has none, and then finds nothing.
    static String wanted(int lanes) {
        return "WITH wanted(name) AS (VALUES "
                + String.join(
                        ", ", Collections.nCopies(lanes, "(CAST(? AS CHAR(48) CHARSET ascii))"))
                + ")";
    }

    private static List<Head> lockHeads(Tx tx, List<String> lanes, String lock) {
        if (lanes.size() == 1) {
            return lockHead(tx, lanes.getFirst(), lock).stream().toList();
        }
        // What is repeated to come to a power of two would be found as often.
        var asked = Tx.padded(lanes);
        return tx
                .query(
                        """
                        %s
                        SELECT %s FROM wanted STRAIGHT_JOIN outbox FORCE INDEX (PRIMARY) ON outbox.id = (
                          SELECT head.id FROM outbox AS head FORCE INDEX (outbox_heads)
                          WHERE head.lane = wanted.name AND head.carrier IS NULL
                            AND head.state <> 'dead'
                          ORDER BY head.id LIMIT 1)
                        WHERE outbox.state <> 'dead' AND outbox.carrier IS NULL
                        %s
                        """
                                .formatted(wanted(asked.size()), COLUMNS, lock),
                        Head::of,
                        asked.toArray())
                .stream()
                .distinct()
                .toList();
    }

    /// Takes back a node's own claim of a job that it did not try. It waits for a claim whose
    /// commit is still under way. The job need not be the head by now: numbers are given before
    /// what they are given to is committed, so one with a lower number may have come.
    static void unclaim(Tx tx, String lane, String node, Instant now) {
        lockClaimed(tx, lane);
        tx.change(
                """
                UPDATE outbox
                SET state = IF(doubtful, 'unsure', 'ready'), attempts = attempts - 1, next_at = ?
                WHERE lane = ? AND state = 'claimed' AND claimed_by = ?
                """,
                now,
                lane,
                node);
    }

    /// Keeps the end of a lane's try from being written until the caller commits.
    static void lock(Tx tx, String lane) {
        // A head that went while it was waited for leaves the next one, which is not locked yet.
        while (lockHead(tx, lane).isEmpty() && hasHead(tx, lane)) {
            Thread.onSpinWait();
        }
        // What is being tried need not be the head: one with a lower number may have come since.
        lockClaimed(tx, lane);
    }

    /// It waits for a commit that is under way, also for one by which the job comes into being: a
    /// query that locks does, where an UPDATE may pass over what it has found uncommitted.
    private static void lockClaimed(Tx tx, String lane) {
        var _ =
                tx.query(
                        """
                        SELECT id FROM outbox FORCE INDEX (outbox_by_lane)
                        WHERE lane = ? AND state = 'claimed'
                        FOR UPDATE
                        """,
                        row -> row.number("id"),
                        lane);
    }

    private static boolean hasHead(Tx tx, String lane) {
        return tx.one(
                        """
                        SELECT id FROM outbox FORCE INDEX (outbox_heads)
                        WHERE lane = ? AND state <> 'dead' AND carrier IS NULL
                        LIMIT 1
                        """,
                        row -> row.number("id"),
                        lane)
                .isPresent();
    }

    /// The same for one job.
    static void lock(Tx tx, long id) {
        var _ =
                tx.one(
                        "SELECT id FROM outbox WHERE id = ? FOR UPDATE",
                        row -> row.number("id"),
                        id);
    }

    /// Waits for whoever holds the head's row.
    private static Optional<Head> lockHead(Tx tx, String lane) {
        return lockHead(tx, lane, WAIT);
    }

    /// Whoever does not wait has nothing of the lane: to take the next one would be to overtake.
    private static Optional<Head> lockHead(Tx tx, String lane, String lock) {
        return tx.one(
                "SELECT "
                        + COLUMNS
                        + " FROM outbox WHERE id = "
                        + HEAD
                        + " AND state <> 'dead' AND carrier IS NULL "
                        + lock,
                Head::of,
                lane);
    }

    /// Untried jobs behind the head of a lane, of its kind and about its conversation, oldest
    /// first: what it may carry. They end where one of that conversation was tried before, because
    /// what comes after it must not overtake it.
    static List<Job> behind(Tx tx, Job head, int count) {
        return tx
                .query(
                        """
                        SELECT %s FROM outbox
                        WHERE lane = ? AND id > ? AND kind = ? AND conversation_id = ? AND state <> 'dead'
                          AND carrier IS NULL
                        ORDER BY id
                        LIMIT ?
                        """
                                .formatted(COLUMNS),
                        Head::of,
                        head.lane(),
                        head.id(),
                        head.kind(),
                        head.conversationId(),
                        count)
                .stream()
                .takeWhile(Head::isUntried)
                .map(Head::job)
                .toList();
    }

    /// Lets a job carry others, while it is being tried by whoever lets it.
    ///
    /// @throws ClaimLost when it is not, any more
    static void carry(Tx tx, Job head, List<Job> others) {
        long held =
                tx.change(
                        "UPDATE outbox SET carries = TRUE WHERE id = ? AND state = 'claimed' AND "
                                + THIS_CLAIM,
                        head.id(),
                        head.claimedBy(),
                        head.attempts() + 1,
                        head.step());
        if (held == 0) {
            throw new ClaimLost(head);
        }
        var parameters = new ArrayList<Object>();
        parameters.add(head.id());
        others.forEach(job -> parameters.add(job.id()));
        tx.change(
                "UPDATE outbox SET carrier = ? WHERE id IN (" + Tx.marks(others.size()) + ")",
                parameters.toArray());
    }

    /// What a job carries, oldest first.
    static List<Job> carriedBy(Tx tx, Job head) {
        return tx.query(
                "SELECT " + COLUMNS + " FROM outbox WHERE carrier = ? ORDER BY id",
                row -> Head.of(row).job(),
                head.id());
    }

    private record Head(Job job, String state, Instant nextAt) {
        Job claimedBy(String node) {
            return new Job(
                    job.id(),
                    job.lane(),
                    job.kind(),
                    job.conversationId(),
                    job.seq(),
                    job.payload(),
                    job.step(),
                    job.attempts(),
                    job.unsure(),
                    job.waitsFor(),
                    job.createdAt(),
                    job.carries(),
                    node,
                    job.doubtUntil(),
                    job.atHand());
        }

        boolean isUntried() {
            return state.equals("ready") && job.attempts() == 0 && job.step() == 0;
        }

        static Head of(Row row) {
            var state = row.text("state");
            var job =
                    new Job(
                            row.number("id"),
                            row.text("lane"),
                            row.text("kind"),
                            row.number("conversation_id"),
                            row.integer("seq"),
                            row.text("payload"),
                            row.integer("step"),
                            row.integer("attempts"),
                            row.flag("doubtful")
                                    || state.equals("unsure")
                                    || state.equals("claimed"),
                            row.text("waits_for"),
                            row.instant("created_at"),
                            row.flag("carries"),
                            row.textMaybe("claimed_by").orElse(""),
                            state.equals("claimed")
                                    ? Optional.empty()
                                    : row.instantMaybe("doubt_until"),
                            Optional.empty());
            return new Head(job, state, row.instant("next_at"));
        }
    }
}
