package dev.bellhop.event;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The keeper of `event_delivery`: what became of each event at each endpoint.
final class Deliveries {
    private static final int ERROR_MAX = 300;

    private static final String COLUMNS =
            """
            event_delivery.id, endpoint_id, event_id, name, kind, event_delivery.conversation_id,
            state, attempts, queued_at, failed_at, next_at, ended_at, status_code, error
            """;

    private static final String BOTH = " FROM event_delivery JOIN event ON event.id = event_id ";

    /// Which are listed.
    ///
    /// @param since only of events that happened since then
    record Filter(
            long endpointId,
            Optional<Delivery.State> state,
            Optional<Kind> kind,
            Optional<Instant> since) {}

    /// A delivery with what is posted.
    record Letter(Delivery delivery, String body) {}

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    /// Puts an event in line.
    ///
    /// @return its id
    long add(Tx tx, long endpointId, long eventId, long conversationId, Instant now) {
        return tx.insert(
                """
                INSERT INTO event_delivery
                  (endpoint_id, event_id, conversation_id, state, attempts, queued_at, next_at)
                VALUES (?, ?, ?, 'waiting', 0, ?, ?)
                RETURNING id
                """,
                endpointId,
                eventId,
                conversationId,
                now,
                now);
    }

    /// Notes an event that was not put in line.
    ///
    /// @return its id
    long addFailed(
            Tx tx, long endpointId, long eventId, long conversationId, Instant now, String why) {
        return tx.insert(
                """
                INSERT INTO event_delivery
                  (endpoint_id, event_id, conversation_id, state, attempts, queued_at, ended_at, error)
                VALUES (?, ?, ?, 'failed', 0, ?, ?, ?)
                RETURNING id
                """,
                endpointId,
                eventId,
                conversationId,
                now,
                now,
                why);
    }

    /// What is to be posted, if it still is.
    Optional<Letter> letter(long id) {
        return database.read(tx ->
                tx.one(
                        "SELECT body, " + COLUMNS + BOTH + "WHERE event_delivery.id = ?",
                        row -> new Letter(delivery(row), row.text("body")),
                        id));
    }

    Optional<Delivery> find(long id) {
        return letter(id).map(Letter::delivery);
    }

    /// A page, newest first.
    ///
    /// @param beforeId only those older than this one
    List<Delivery> page(Filter filter, OptionalLong beforeId, int count) {
        var where = new StringBuilder("WHERE endpoint_id = ? AND event_delivery.id < ?");
        var values = new ArrayList<Object>();
        values.add(filter.endpointId());
        values.add(beforeId.orElse(Long.MAX_VALUE));
        filter.state()
                .ifPresent(state -> {
                    where.append(" AND state = ?");
                    values.add(state.wireName());
                });
        filter.kind()
                .ifPresent(kind -> {
                    where.append(" AND kind = ?");
                    values.add(kind.wireName());
                });
        filter.since()
                .ifPresent(since -> {
                    where.append(" AND at >= ?");
                    values.add(since);
                });
        values.add(count);
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + COLUMNS
                                + BOTH
                                + where
                                + " ORDER BY event_delivery.id DESC LIMIT ?",
                        Deliveries::delivery,
                        values.toArray()));
    }

    /// The next that failed, in the order in which their events happened, locked.
    List<Delivery> failed(Tx tx, long endpointId, Instant since, int count) {
        return tx.query(
                "SELECT "
                        + COLUMNS
                        + BOTH
                        + """
                        WHERE endpoint_id = ? AND state = 'failed' AND at >= ?
                        ORDER BY event_delivery.id
                        LIMIT ?
                        FOR UPDATE
                        """,
                Deliveries::delivery,
                endpointId,
                since,
                count);
    }

    /// Puts one in line again.
    ///
    /// @return false when it is in line
    boolean again(Tx tx, long id, Instant now) {
        return tx.change(
                        """
                        UPDATE event_delivery
                        SET state = 'waiting', attempts = 0, queued_at = ?, failed_at = NULL,
                            next_at = ?, ended_at = NULL, error = NULL
                        WHERE id = ? AND state <> 'waiting'
                        """,
                        now,
                        now,
                        id)
                > 0;
    }

    /// It got there.
    void delivered(Tx tx, long id, Answer answer, Instant now) {
        tx.change(
                """
                UPDATE event_delivery
                SET state = 'delivered', attempts = attempts + 1, next_at = NULL, ended_at = ?,
                    status_code = ?, error = NULL
                WHERE id = ?
                """,
                now,
                answer.status(),
                id);
    }

    /// It did not get there this time.
    void putOff(Tx tx, long id, Answer answer, Instant next) {
        tx.change(
                """
                UPDATE event_delivery
                SET attempts = attempts + 1, failed_at = COALESCE(failed_at, ?), next_at = ?,
                    status_code = ?, error = ?
                WHERE id = ?
                """,
                answer.at(),
                next,
                answer.status(),
                cut(answer.error().orElse("")),
                id);
    }

    /// It did not get there, and is given up.
    void givenUp(Tx tx, long id, Answer answer, String why, Instant now) {
        tx.change(
                """
                UPDATE event_delivery
                SET state = 'failed', attempts = attempts + 1, failed_at = COALESCE(failed_at, ?),
                    next_at = NULL, ended_at = ?, status_code = ?, error = ?
                WHERE id = ?
                """,
                answer.at(),
                now,
                answer.status(),
                cut(why),
                id);
    }

    /// It is given up without another try.
    void givenUp(Tx tx, long id, String why, Instant now) {
        tx.change(
                """
                UPDATE event_delivery
                SET state = 'failed', next_at = NULL, ended_at = ?, error = ?
                WHERE id = ? AND state = 'waiting'
                """,
                now,
                cut(why),
                id);
    }

    static String cut(String why) {
        return why.length() > ERROR_MAX ? why.substring(0, ERROR_MAX) : why;
    }

    /// How many wait for each endpoint that has some.
    Map<Long, Long> waiting() {
        record Count(long endpointId, long count) {}
        return database
                .read(tx ->
                        tx.query(
                                """
                                SELECT endpoint_id, COUNT(*) AS n FROM event_delivery
                                WHERE state = 'waiting'
                                GROUP BY endpoint_id
                                """,
                                row -> new Count(row.number("endpoint_id"), row.number("n"))))
                .stream()
                .collect(Collectors.toMap(Count::endpointId, Count::count));
    }

    /// Takes away all of a conversation, because nothing of it may stay.
    void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM event_delivery WHERE conversation_id = ?", conversationId);
    }

    /// Takes away what became of these events.
    void removeOf(Tx tx, List<Long> eventIds) {
        tx.change(
                "DELETE FROM event_delivery WHERE event_id IN (" + Tx.marks(eventIds.size()) + ")",
                eventIds.toArray());
    }

    /// Some whose endpoint is gone.
    List<Long> ofNobody(int count) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT id FROM event_delivery
                        WHERE NOT EXISTS (SELECT 1 FROM event_endpoint WHERE id = endpoint_id)
                        LIMIT ?
                        """,
                        row -> row.number("id"),
                        count));
    }

    void remove(Tx tx, List<Long> ids) {
        tx.change(
                "DELETE FROM event_delivery WHERE id IN (" + Tx.marks(ids.size()) + ")",
                ids.toArray());
    }

    private static Delivery delivery(Row row) {
        var status = row.numberMaybe("status_code");
        return new Delivery(
                row.number("id"),
                row.number("endpoint_id"),
                row.number("event_id"),
                row.text("name"),
                Kind.read(row.text("kind")).orElseThrow(),
                row.number("conversation_id"),
                Delivery.State.named(row.text("state")).orElseThrow(),
                row.integer("attempts"),
                row.instant("queued_at"),
                row.instantMaybe("failed_at"),
                row.instantMaybe("next_at"),
                row.instantMaybe("ended_at"),
                status.isPresent() ? OptionalInt.of((int) status.getAsLong()) : OptionalInt.empty(),
                row.textMaybe("error"));
    }
}
