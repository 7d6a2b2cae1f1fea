package dev.bellhop.webhook;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The keeper of `webhook_delivery`.
final class Deliveries {
    static final String BAD_SIGNATURE = "bad_signature";
    static final String NOT_JSON = "not_json";

    private static final int OUTCOME_MAX = 500;

    /// A stored notification with the bytes as they came.
    ///
    /// @param attempts how often it was tried in vain
    record Raw(long channelId, byte[] body, int attempts) {
        static Raw of(Row row) {
            return new Raw(row.number("channel_id"), row.bytes("body"), row.integer("attempts"));
        }
    }

    /// What the status page tells about notifications.
    record Figures(Optional<Instant> lastAt, long rejectedSince) {}

    private final Database database;
    private final Clock clock;

    Deliveries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Stores a notification; after this it may be answered with 200.
    long accept(long channelId, byte[] body) {
        return database.inTransaction(tx ->
                tx.insert(
                        """
                        INSERT INTO webhook_delivery
                          (channel_id, received_at, size, body, state, verdict, attempts)
                        VALUES (?, ?, ?, ?, 'waiting', 'accepted', 0)
                        RETURNING id
                        """,
                        channelId,
                        clock.instant(),
                        body.length,
                        body));
    }

    /// Notes a request that was turned away. Its body comes from nobody we know and is not kept.
    void reject(long channelId, int size, String verdict) {
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
                        verdict,
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
                        whole ? "done" : "failed",
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
    List<Delivery> page(long beforeId, Optional<String> state, int count) {
        var filter = state.isPresent() ? "AND state = ? " : "";
        var sql =
                "SELECT id, channel_id, received_at, size, state, verdict, outcome, items,"
                        + " attempts, processed_at FROM webhook_delivery WHERE id < ? "
                        + filter
                        + "ORDER BY id DESC LIMIT ?";
        return database.read(tx ->
                state.isPresent()
                        ? tx.query(sql, Deliveries::delivery, beforeId, state.get(), count)
                        : tx.query(sql, Deliveries::delivery, beforeId, count));
    }

    Figures figures(Instant since) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT (SELECT MAX(received_at) FROM webhook_delivery) AS last_at,
                                       COUNT(*) AS rejected
                                FROM webhook_delivery
                                WHERE state = 'rejected' AND received_at > ?
                                """,
                                row ->
                                        new Figures(
                                                row.instantMaybe("last_at"),
                                                row.number("rejected")),
                                since))
                .orElseThrow();
    }

    private static Delivery delivery(Row row) {
        var items = row.numberMaybe("items");
        return new Delivery(
                row.number("id"),
                row.number("channel_id"),
                row.instant("received_at"),
                row.integer("size"),
                row.text("state"),
                row.text("verdict"),
                row.textMaybe("outcome"),
                items.isPresent() ? OptionalInt.of((int) items.getAsLong()) : OptionalInt.empty(),
                row.integer("attempts"),
                row.instantMaybe("processed_at"));
    }
}
