package dev.bellhop.outbox;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of jobs: the only writer of `outbox`.
///
/// States: `ready` waits for its turn; `claimed` is being tried; `unsure` was tried without an
/// answer; `dead` will never work and waits for a person. A job that is done has no row. A claim is
/// a lease: one that is not settled in time, be it that its gateway died or that the answer to the
/// claim itself was lost, is as good as unsure.
public final class Outbox {
    /// Longer than any try takes.
    private static final Duration CLAIM_MAX = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;

    /// How many jobs are in which state.
    public record Counts(long ready, long unsure, long dead) {}

    /// A job that is not done.
    ///
    /// @param dead whether it never will be
    public record Left(long id, boolean dead) {}

    public Outbox(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Adds a job in the caller's transaction; wake its lane after the commit.
    public void put(Tx tx, String lane, String kind, long conversationId, int seq, String payload) {
        var now = clock.instant();
        tx.change(
                """
                INSERT INTO outbox
                  (lane, kind, conversation_id, seq, payload, state, step, attempts, next_at, created_at)
                VALUES (?, ?, ?, ?, ?, 'ready', 0, 0, ?, ?)
                """,
                lane,
                kind,
                conversationId,
                seq,
                payload,
                now,
                now);
    }

    /// The job at the head of a lane, marked as being tried; empty when the lane is empty or its
    /// head is not due.
    Optional<Job> claim(String lane) {
        return database.inTransaction(tx -> {
            var head = lockHead(tx, lane);
            var now = clock.instant();
            if (head.isEmpty() || head.get().nextAt().isAfter(now)) {
                return Optional.empty();
            }
            tx.change(
                    """
                    UPDATE outbox SET state = 'claimed', attempts = attempts + 1, next_at = ?
                    WHERE id = ?
                    """,
                    now.plus(CLAIM_MAX),
                    head.get().job().id());
            return head.map(Head::job);
        });
    }

    /// Waits for whoever holds the head's row: to skip it would be to overtake it.
    private static Optional<Head> lockHead(Tx tx, String lane) {
        return tx.one(
                """
                SELECT id, lane, kind, conversation_id, seq, payload, state, step, attempts, next_at,
                       created_at
                FROM outbox
                WHERE id = (SELECT MIN(id) FROM outbox WHERE lane = ? AND state <> 'dead')
                  AND state <> 'dead'
                FOR UPDATE
                """,
                Head::of,
                lane);
    }

    /// When the head of a lane is due; empty when the lane is empty.
    Optional<Instant> due(String lane) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT next_at FROM outbox
                        WHERE lane = ? AND state <> 'dead'
                        ORDER BY id
                        LIMIT 1
                        """,
                        row -> row.instant("next_at"),
                        lane));
    }

    /// Writes how a try ended, together with what the worker adds.
    void settle(Job job, Settlement settlement) {
        database.write(tx -> {
            switch (settlement.end()) {
                case Settlement.End.Done() ->
                        tx.change("DELETE FROM outbox WHERE id = ?", job.id());
                case Settlement.End.Next() ->
                        tx.change(
                                """
                                UPDATE outbox
                                SET state = 'ready', step = step + 1, attempts = 0, next_at = ?,
                                    last_error = NULL
                                WHERE id = ?
                                """,
                                clock.instant(),
                                job.id());
                case Settlement.End.Later(var at, var why) -> put(tx, job, "ready", at, why);
                case Settlement.End.Unsure(var at, var why) -> put(tx, job, "unsure", at, why);
                case Settlement.End.Dead(var why) -> put(tx, job, "dead", clock.instant(), why);
            }
            settlement.also().accept(tx);
        });
    }

    private static void put(Tx tx, Job job, String state, Instant at, String why) {
        tx.change(
                "UPDATE outbox SET state = ?, next_at = ?, last_error = ? WHERE id = ?",
                state,
                at,
                why.length() > 500 ? why.substring(0, 500) : why,
                job.id());
    }

    /// Jobs that were being tried when a gateway died may have worked: they are looked at after the
    /// given time.
    void doubtClaimed(Duration wait) {
        database.write(tx ->
                tx.change(
                        "UPDATE outbox SET state = 'unsure', next_at = ? WHERE state = 'claimed'",
                        clock.instant().plus(wait)));
    }

    /// Makes a job that was tried before due now, because there is news about it.
    ///
    /// @return its lane, to be woken after the commit; empty when the job is not waiting
    public Optional<String> hasten(Tx tx, long id) {
        long changed =
                tx.change(
                        """
                        UPDATE outbox SET next_at = ?
                        WHERE id = ? AND state IN ('unsure', 'ready') AND attempts > 0
                        """,
                        clock.instant(),
                        id);
        return changed == 0
                ? Optional.empty()
                : tx.one("SELECT lane FROM outbox WHERE id = ?", row -> row.text("lane"), id);
    }

    /// Locks a job until the transaction ends.
    ///
    /// @return when it was put in; empty when it is settled or never was
    public Optional<Instant> lock(Tx tx, long id) {
        return tx.one(
                "SELECT created_at FROM outbox WHERE id = ? FOR UPDATE",
                row -> row.instant("created_at"),
                id);
    }

    /// Whether a job of this lane is being tried, or was tried without an answer yet.
    public boolean isTrying(Tx tx, String lane) {
        return tx.one(
                        """
                        SELECT id FROM outbox
                        WHERE lane = ? AND state IN ('claimed', 'unsure')
                        LIMIT 1
                        """,
                        row -> row.number("id"),
                        lane)
                .isPresent();
    }

    /// The jobs about a message that are not done, dead ones too.
    public List<Left> left(Tx tx, long conversationId, int seq) {
        return tx.query(
                "SELECT id, state FROM outbox WHERE conversation_id = ? AND seq = ?",
                row -> new Left(row.number("id"), row.text("state").equals("dead")),
                conversationId,
                seq);
    }

    /// Lanes with a job that is due.
    List<String> dueLanes() {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT DISTINCT lane FROM outbox
                        WHERE state IN ('ready', 'unsure', 'claimed') AND next_at <= ?
                        LIMIT 1000
                        """,
                        row -> row.text("lane"),
                        clock.instant()));
    }

    public Counts counts() {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COALESCE(SUM(state IN ('ready', 'claimed')), 0) AS ready,
                                       COALESCE(SUM(state = 'unsure'), 0) AS unsure,
                                       COALESCE(SUM(state = 'dead'), 0) AS dead
                                FROM outbox
                                """,
                                row ->
                                        new Counts(
                                                row.number("ready"),
                                                row.number("unsure"),
                                                row.number("dead"))))
                .orElseThrow();
    }

    private record Head(Job job, Instant nextAt) {
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
                            state.equals("unsure") || state.equals("claimed"),
                            row.instant("created_at"));
            return new Head(job, row.instant("next_at"));
        }
    }
}
