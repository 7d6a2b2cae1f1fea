package dev.bellhop.event;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `event_attempt`: each time that an event was posted.
final class Attempts {
    /// More than a schedule has; replays may make more, of which the newest are shown.
    private static final int SHOWN_MAX = 100;

    /// One time.
    ///
    /// @param answer the beginning of what the other side said
    record Attempt(
            Instant at,
            OptionalLong status,
            long tookMillis,
            Optional<String> error,
            String answer) {}

    private final Database database;

    Attempts(Database database) {
        this.database = database;
    }

    void add(Tx tx, Delivery delivery, Answer answer) {
        var status = answer.status();
        tx.change(
                """
                INSERT INTO event_attempt
                  (delivery_id, conversation_id, at, status_code, took_ms, error, answer)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                delivery.id(),
                delivery.conversationId(),
                answer.at(),
                status,
                answer.took().toMillis(),
                answer.error().map(Deliveries::cut),
                answer.beginning());
    }

    /// Those of a delivery, newest first.
    List<Attempt> of(long deliveryId) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT at, status_code, took_ms, error, answer FROM event_attempt
                        WHERE delivery_id = ?
                        ORDER BY id DESC
                        LIMIT ?
                        """,
                        row ->
                                new Attempt(
                                        row.instant("at"),
                                        row.numberMaybe("status_code"),
                                        row.number("took_ms"),
                                        row.textMaybe("error"),
                                        new String(row.bytes("answer"), StandardCharsets.UTF_8)),
                        deliveryId,
                        SHOWN_MAX));
    }

    /// Takes away all of a conversation, because nothing of it may stay.
    void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM event_attempt WHERE conversation_id = ?", conversationId);
    }

    /// Takes away those of these events.
    void removeOfEvents(Tx tx, List<Long> eventIds) {
        tx.change(
                "DELETE FROM event_attempt WHERE delivery_id IN (SELECT id FROM event_delivery"
                        + " WHERE event_id IN ("
                        + Tx.marks(eventIds.size())
                        + "))",
                eventIds.toArray());
    }

    /// Takes away those of these deliveries.
    void removeOfDeliveries(Tx tx, List<Long> deliveryIds) {
        tx.change(
                "DELETE FROM event_attempt WHERE delivery_id IN ("
                        + Tx.marks(deliveryIds.size())
                        + ")",
                deliveryIds.toArray());
    }
}
