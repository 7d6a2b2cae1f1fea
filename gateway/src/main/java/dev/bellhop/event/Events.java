package dev.bellhop.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The keeper of `event`: what happened, as it is posted.
final class Events {
    /// Members may be added to a version; what is taken away or means something else makes another.
    private static final int VERSION = 1;

    private final Database database;

    Events(Database database) {
        this.database = database;
    }

    /// Writes an event.
    ///
    /// @param conversationId 0 for one about none
    /// @return its row's id
    long add(Tx tx, Kind kind, long conversationId, ObjectNode data, Instant at) {
        var name = "evt_" + makeId();
        var body =
                Json.object()
                        .put("id", name)
                        .put("type", kind.wireName())
                        .put("version", VERSION)
                        .put("at", at.toString());
        body.set("data", data);
        return tx.insert(
                """
                INSERT INTO event (name, kind, conversation_id, body, at) VALUES (?, ?, ?, ?, ?)
                RETURNING id
                """,
                name,
                kind.wireName(),
                conversationId,
                Json.text(body),
                at);
    }

    /// 26 letters and digits that nobody has had.
    private static String makeId() {
        var random = UUID.randomUUID();
        var text =
                Long.toUnsignedString(random.getMostSignificantBits(), 36)
                        + Long.toUnsignedString(random.getLeastSignificantBits(), 36);
        return (text + "00000000000000000000000000").substring(0, 26);
    }

    /// Takes away all of a conversation, because nothing of it may stay.
    void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM event WHERE conversation_id = ?", conversationId);
    }

    /// Some that are older than a time and wait nowhere.
    List<Long> over(Instant before, int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id FROM event
                        WHERE at < ? AND NOT EXISTS (
                          SELECT 1 FROM event_delivery
                          WHERE event_id = event.id AND state = 'waiting')
                        ORDER BY at
                        LIMIT ?
                        """,
                        row -> row.number("id"),
                        before,
                        count));
    }

    void remove(Tx tx, List<Long> ids) {
        tx.change("DELETE FROM event WHERE id IN (" + Tx.marks(ids.size()) + ")", ids.toArray());
    }
}
