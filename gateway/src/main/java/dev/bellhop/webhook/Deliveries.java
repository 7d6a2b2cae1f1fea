package dev.bellhop.webhook;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The keeper of `webhook_delivery`.
final class Deliveries {
    private static final int OUTCOME_MAX = 500;

    /// Figures count up to here: what is counted has no end, and counting must have one.
    private static final int COUNT_MAX = 1_000;

    /// A stored notification with the bytes as they came.
    ///
    /// @param attempts how often it was tried in vain
    record Raw(long channelId, byte[] body, int attempts) {
        static Raw of(Row row) {
            return new Raw(row.number("channel_id"), row.bytes("body"), row.integer("attempts"));
        }
    }

    private final Database database;
    private final Clock clock;

    Deliveries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Stores a notification; after this it may be answered with 200.
    long accept(long channelId, byte[] body, Verdict verdict) {
        return database.inTransaction(tx ->
                tx.insert(
                        """
                        INSERT INTO webhook_delivery
                          (channel_id, received_at, size, body, state, verdict, attempts)
                        VALUES (?, ?, ?, ?, 'waiting', ?, 0)
                        RETURNING id
                        """,
                        channelId,
                        clock.instant(),
                        body.length,
                        body,
                        verdict.wireName()));
    }

    /// Notes a request that was turned away. Its body comes from nobody we know and is not kept.
    void reject(long channelId, int size, Verdict verdict) {
        database.write(tx ->
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

    /// Notes what became of a notification.
    ///
    /// @param attempts how often it was tried
    void finish(long id, int items, boolean whole, String outcome, int attempts) {
        database.write(tx ->
                tx.change(
                        """
                        UPDATE webhook_delivery
                        SET state = ?, items = ?, outcome = ?, attempts = ?, processed_at = ?
                        WHERE id = ?
                        """,
                        (whole ? State.DONE : State.FAILED).wireName(),
                        items,
                        cut(outcome),
                        attempts,
                        clock.instant(),
                        id));
    }

    /// Notes a try that failed and is to be repeated.
    ///
    /// @param attempts how often it was tried in vain by now
    void tried(long id, int attempts, String outcome) {
        database.write(tx ->
                tx.change(
                        "UPDATE webhook_delivery SET attempts = ?, outcome = ? WHERE id = ?",
                        attempts,
                        cut(outcome),
                        id));
    }

    private static String cut(String outcome) {
        return outcome.length() > OUTCOME_MAX ? outcome.substring(0, OUTCOME_MAX) : outcome;
    }

    Optional<Raw> find(long id) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT channel_id, body, attempts FROM webhook_delivery
                        WHERE id = ? AND state = 'waiting'
                        """,
                        Raw::of,
                        id));
    }

    /// Notifications that were stored and not taken apart yet, oldest first.
    List<Long> waiting(long afterId, int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id FROM webhook_delivery
                        WHERE state = 'waiting' AND id > ?
                        ORDER BY id
                        LIMIT ?
                        """,
                        row -> row.number("id"),
                        afterId,
                        count));
    }

    /// A page of the monitor, newest first.
    ///
    /// @param state only those in this state
    /// @param verdict only those with this verdict
    List<Delivery> page(
            long beforeId, Optional<State> state, Optional<Verdict> verdict, int count) {
        var parameters = new ArrayList<Object>();
        parameters.add(beforeId);
        state.map(State::wireName).ifPresent(parameters::add);
        verdict.map(Verdict::wireName).ifPresent(parameters::add);
        parameters.add(count);
        var sql =
                "SELECT id, channel_id, received_at, size, state, verdict, outcome, items,"
                        + " attempts, processed_at FROM webhook_delivery WHERE id < ? "
                        + (state.isPresent() ? "AND state = ? " : "")
                        + (verdict.isPresent() ? "AND verdict = ? " : "")
                        + "ORDER BY id DESC LIMIT ?";
        return database.read(tx -> tx.query(sql, Deliveries::delivery, parameters.toArray()));
    }

    /// When the newest notification came that was rightly signed.
    Optional<Instant> lastAt() {
        return database.read(tx ->
                Stream.of(Verdict.ACCEPTED, Verdict.UNKNOWN)
                        .flatMap(verdict ->
                                tx
                                        .one(
                                                """
                                                SELECT received_at FROM webhook_delivery
                                                WHERE verdict = ?
                                                ORDER BY id DESC
                                                LIMIT 1
                                                """,
                                                row -> row.instant("received_at"),
                                                verdict.wireName())
                                        .stream())
                        .max(Comparator.naturalOrder()));
    }

    /// How many came since then and got this verdict, up to 1,000.
    long count(Verdict verdict, Instant since) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COUNT(*) AS count
                                FROM (SELECT received_at FROM webhook_delivery
                                      WHERE verdict = ?
                                      ORDER BY id DESC
                                      LIMIT ?) AS newest
                                WHERE received_at > ?
                                """,
                                row -> row.number("count"),
                                verdict.wireName(),
                                COUNT_MAX,
                                since))
                .orElseThrow();
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

    private static Delivery delivery(Row row) {
        var items = row.numberMaybe("items");
        return new Delivery(
                row.number("id"),
                row.number("channel_id"),
                row.instant("received_at"),
                row.integer("size"),
                State.read(row.text("state")).orElseThrow(),
                Verdict.read(row.text("verdict")).orElseThrow(),
                row.textMaybe("outcome"),
                items.isPresent() ? OptionalInt.of((int) items.getAsLong()) : OptionalInt.empty(),
                row.integer("attempts"),
                row.instantMaybe("processed_at"));
    }
}
