package dev.bellhop.webhook;

import dev.bellhop.cluster.Claimant;
import dev.bellhop.cluster.Orphans;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The keeper of `webhook_delivery`; [DeliveryLists] reads it for the monitor.
final class Deliveries {
    private static final int OUTCOME_MAX = 500;

    /// A stored notification with the bytes as they came.
    ///
    /// @param since when it came, or when somebody had it taken again
    /// @param attempts how often it was tried in vain
    record Raw(long id, long channelId, Instant since, byte[] body, int attempts) {
        static Raw of(Row row) {
            return new Raw(
                    row.number("id"),
                    row.number("channel_id"),
                    row.instant("since"),
                    row.bytes("body"),
                    row.integer("attempts"));
        }
    }

    /// What was stored by a node that is no more, and is not taken apart.
    private static final String ORPHANED =
            """
            state = 'waiting' AND (node IS NULL OR node NOT IN (SELECT id FROM gateway_node))
            """;

    private final Database database;
    private final Clock clock;
    private final Claimant claimant;

    Deliveries(Database database, Clock clock) {
        this(database, clock, Claimant.ALONE);
    }

    /// @param claimant under which name notifications are taken apart here
    Deliveries(Database database, Clock clock, Claimant claimant) {
        this.database = database;
        this.clock = clock;
        this.claimant = claimant;
    }

    /// A notification that came and is to be stored.
    record Arrival(long channelId, Instant at, byte[] body, Verdict verdict) {}

    /// Stores notifications in this order; after this they may be answered with 200.
    ///
    /// @return their ids, in the same order
    List<Long> accept(List<Arrival> arrivals) {
        var sql =
                """
                INSERT INTO webhook_delivery
                  (channel_id, received_at, size, body, verdict, node, state, attempts)
                VALUES %s
                RETURNING id
                """
                        .formatted(rows("(?, ?, ?, ?, ?, ?, 'waiting', 0)", arrivals.size()));
        var values = new ArrayList<Object>(arrivals.size() * 6);
        var node = claimant.id();
        for (var arrival : arrivals) {
            values.add(arrival.channelId());
            values.add(arrival.at());
            values.add(arrival.body().length);
            values.add(arrival.body());
            values.add(arrival.verdict().wireName());
            values.add(node);
        }
        return database.alone(tx -> tx.query(sql, row -> row.number("id"), values.toArray()));
    }

    /// Whether one waits of those that were answered by then. The oldest tells: what came later has
    /// a higher number than whatever had been stored before it came.
    static boolean waits(Database database, Instant then) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT received_at FROM webhook_delivery
                                WHERE state = 'waiting' ORDER BY id LIMIT 1
                                """,
                                row -> row.instant("received_at")))
                .filter(oldest -> !oldest.isAfter(then))
                .isPresent();
    }

    private static String rows(String row, int count) {
        return String.join(", ", Collections.nCopies(count, row));
    }

    /// Notes a request that was turned away. Its body comes from nobody we know and is not kept.
    void reject(long channelId, int size, Verdict verdict) {
        long _ =
                database.alone(tx ->
                        tx.change(
                                """
                                INSERT INTO webhook_delivery
                                  (channel_id, received_at, size, body, state, verdict, attempts, processed_at)
                                VALUES (?, ?, ?, NULL, 'rejected', ?, 0, ?)
                                """,
                                channelId,
                                clock.instant(),
                                size,
                                verdict.wireName(),
                                clock.instant()));
    }

    /// What became of a notification.
    ///
    /// @param attempts how often it was tried
    record Ending(int items, boolean whole, String outcome, int attempts) {}

    /// Notes which notifications ended in which way, all or none.
    void finish(Map<Ending, List<Long>> alike) {
        var now = clock.instant();
        if (alike.size() == 1 && Integer.bitCount(alike.values().iterator().next().size()) == 1) {
            alike.forEach((ending, ids) -> {
                long _ = database.alone(tx -> finish(tx, ending, ids, now));
            });
            return;
        }
        database.write(tx ->
                alike.forEach((ending, ids) -> {
                    int done = 0;
                    while (done < ids.size()) {
                        int count = Integer.highestOneBit(ids.size() - done);
                        finish(tx, ending, ids.subList(done, done + count), now);
                        done += count;
                    }
                }));
    }

    /// @param ids a power of two of them, to keep prepared statements few
    private static long finish(Tx tx, Ending ending, List<Long> ids, Instant now) {
        var values = new ArrayList<Object>();
        values.add((ending.whole() ? State.DONE : State.FAILED).wireName());
        values.add(ending.items());
        values.add(cut(ending.outcome()));
        values.add(ending.attempts());
        values.add(now);
        values.addAll(ids);
        return tx.change(
                """
                UPDATE webhook_delivery
                SET state = ?, items = ?, outcome = ?, attempts = ?, processed_at = ?
                WHERE id IN (%s)
                """
                        .formatted(Tx.marks(ids.size())),
                values.toArray());
    }

    /// Notes a try that failed and is to be repeated.
    ///
    /// @param attempts how often it was tried in vain by now
    void tried(long id, int attempts, String outcome) {
        long _ =
                database.alone(tx ->
                        tx.change(
                                "UPDATE webhook_delivery SET attempts = ?, outcome = ? WHERE id ="
                                        + " ?",
                                attempts,
                                cut(outcome),
                                id));
    }

    private static String cut(String outcome) {
        return outcome.length() > OUTCOME_MAX ? outcome.substring(0, OUTCOME_MAX) : outcome;
    }

    /// Those of these that wait, oldest first.
    List<Raw> find(List<Long> ids) {
        var padded = Tx.padded(ids);
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, channel_id, COALESCE(replayed_at, received_at) AS since, body, attempts
                        FROM webhook_delivery
                        WHERE id IN (%s) AND state = 'waiting'
                        ORDER BY id
                        """
                                .formatted(Tx.marks(padded.size())),
                        Raw::of,
                        padded.toArray()));
    }

    /// Takes over what nodes have stored that are no more.
    ///
    /// @return how many
    long adopt() {
        return new Orphans(database, "webhook_delivery", ORPHANED)
                .change("node = ?", claimant.id());
    }

    /// One that waits.
    ///
    /// @param size bytes of its body as it came
    record Waiting(long id, int size) {}

    /// Notifications that were stored here, or taken over, and not taken apart yet, oldest first.
    List<Waiting> waiting(long afterId, int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, size FROM webhook_delivery
                        WHERE state = 'waiting' AND node = ? AND id > ?
                        ORDER BY id
                        LIMIT ?
                        """,
                        row -> new Waiting(row.number("id"), row.integer("size")),
                        claimant.id(),
                        afterId,
                        count));
    }

    /// Which of a range are over and can be taken again, oldest first; nobody else changes them
    /// until the transaction ends.
    List<Long> over(Tx tx, Replay.Range range, int count) {
        var where = new StringBuilder("body IS NOT NULL");
        var values = new ArrayList<Object>();
        long first = DeliveryLists.idBefore(tx, range.since());
        long last = DeliveryLists.idAfter(tx, range.until());
        and(where, values, "id >= ?", Math.max(first, range.from().orElse(first)));
        and(where, values, "id <= ?", Math.min(last, range.to().orElse(last)));
        range.since().ifPresent(at -> and(where, values, "received_at >= ?", at));
        range.until().ifPresent(at -> and(where, values, "received_at < ?", at));
        range.channel().ifPresent(id -> and(where, values, "channel_id = ?", id));
        if (range.state().isPresent()) {
            and(where, values, "state = ?", range.state().get().wireName());
        } else {
            where.append(" AND state IN ('done', 'failed')");
        }
        values.add(count);
        return tx.query(
                "SELECT id FROM webhook_delivery WHERE "
                        + where
                        + " ORDER BY id LIMIT ? FOR UPDATE",
                row -> row.number("id"),
                values.toArray());
    }

    private static void and(
            StringBuilder where, List<Object> values, String condition, Object value) {
        where.append(" AND ").append(condition);
        values.add(value);
    }

    /// Lets these wait to be taken here, as if nobody had tried.
    void again(Tx tx, List<Long> ids) {
        var values = new ArrayList<Object>();
        values.add(claimant.id());
        values.add(clock.instant());
        values.addAll(ids);
        tx.change(
                """
                UPDATE webhook_delivery
                SET state = 'waiting', node = ?, items = NULL, outcome = NULL, attempts = 0,
                    processed_at = NULL, replayed_at = ?
                WHERE id IN (%s)
                """
                        .formatted(Tx.marks(ids.size())),
                values.toArray());
    }

    /// One that was given up.
    ///
    /// @param since when that was
    /// @param again whether somebody had it taken once more before that
    /// @param mayBeErased whether somebody was erased since it came: it may be theirs, for only of
    ///   what was taken in is it known whose it was
    record GivenUp(long id, long channelId, Instant since, boolean again, boolean mayBeErased) {}

    /// The newest that were given up.
    List<GivenUp> givenUp(int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id, channel_id, processed_at, replayed_at IS NOT NULL AS again,
                               received_at <= COALESCE(
                                 (SELECT at FROM audit WHERE action = 'visitor.erased'
                                  ORDER BY audit.id DESC LIMIT 1),
                                 '1970-01-01') AS may_be_erased
                        FROM webhook_delivery
                        WHERE state = 'failed'
                        ORDER BY id DESC
                        LIMIT ?
                        """,
                        row ->
                                new GivenUp(
                                        row.number("id"),
                                        row.number("channel_id"),
                                        row.instant("processed_at"),
                                        row.flag("again"),
                                        row.flag("may_be_erased")),
                        count));
    }

    /// Lets these wait to be taken here once more, but for what somebody else has in hand or had
    /// taken again by now.
    void onceMore(List<Long> ids) {
        database.write(tx -> {
            var left =
                    tx.query(
                            """
                            SELECT id FROM webhook_delivery
                            WHERE id IN (%s) AND state = 'failed' AND replayed_at IS NULL
                            FOR UPDATE SKIP LOCKED
                            """
                                    .formatted(Tx.marks(ids.size())),
                            row -> row.number("id"),
                            ids.toArray());
            if (!left.isEmpty()) {
                again(tx, left);
            }
        });
    }

    /// Removes the oldest of those that are over in this way, if they came before then; so many at
    /// most, to hold locks for a moment only.
    ///
    /// @return how many
    int remove(State over, Instant before, int count) {
        if (over == State.WAITING) {
            throw new IllegalArgumentException("what waits is not over");
        }
        return database.inTransaction(tx -> {
            var old =
                    tx
                            .query(
                                    """
                                    SELECT id, received_at FROM webhook_delivery
                                    WHERE state = ?
                                    ORDER BY id
                                    LIMIT ?
                                    """,
                                    row -> new Age(row.number("id"), row.instant("received_at")),
                                    over.wireName(),
                                    count)
                            .stream()
                            .takeWhile(age -> age.receivedAt().isBefore(before))
                            .toList();
            return old.isEmpty()
                    ? 0
                    : (int)
                            tx.change(
                                    "DELETE FROM webhook_delivery WHERE state = ? AND id <= ?",
                                    over.wireName(),
                                    old.getLast().id());
        });
    }

    private record Age(long id, Instant receivedAt) {}
}
