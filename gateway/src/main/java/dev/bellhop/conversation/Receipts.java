package dev.bellhop.conversation;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The keeper of `received`: under which of Meta's ids messages stand in a customer's own chat with
/// the business number. What was sent there through us is known elsewhere, by its send.
public final class Receipts {

    /// A message of a customer's chat that did not come through us.
    ///
    /// @param personId whose chat it is
    /// @param at when it was written
    public record Receipt(int seq, long personId, String wamid, Instant at) {
        private static Receipt of(Row row) {
            return new Receipt(
                    row.integer("seq"),
                    row.number("person_id"),
                    row.text("wamid"),
                    row.instant("at"));
        }
    }

    /// Notes a message that a customer, or the business on its own phone, has just written.
    void note(Tx tx, Message message, long personId, String wamid, Instant at) {
        note(tx, List.of(new New(message, personId, wamid, at)));
    }

    /// A message that has just been written.
    ///
    /// @param personId in whose chat
    /// @param at when it was written there
    record New(Message message, long personId, String wamid, Instant at) {
        private static final int VALUES = 6;

        private Stream<Object> values() {
            return Stream.of(
                    message.conversationId(),
                    message.seq(),
                    personId,
                    wamid,
                    message.author() == Author.VISITOR,
                    at);
        }
    }

    /// The same for many, in one statement.
    void note(Tx tx, List<New> all) {
        tx.change(
                "INSERT INTO received (conversation_id, seq, person_id, wamid, by_customer, at)"
                        + " VALUES "
                        + Tx.rows(all.size(), New.VALUES),
                all.stream().flatMap(New::values).toArray());
    }

    /// How a message came, if it came from a customer's chat.
    public Optional<Receipt> find(Tx tx, Spot spot) {
        return tx.one(
                """
                SELECT seq, person_id, wamid, at FROM received
                WHERE conversation_id = ? AND seq = ?
                """,
                Receipt::of,
                spot.conversationId(),
                spot.seq());
    }

    /// What a customer wrote last to the business, in whichever conversation.
    public Optional<Receipt> newestBy(Tx tx, long personId) {
        return tx.one(
                """
                SELECT seq, person_id, wamid, at FROM received
                WHERE person_id = ? AND by_customer
                ORDER BY at DESC
                LIMIT 1
                """,
                Receipt::of,
                personId);
    }

    /// Takes note that a customer is to be shown that the business has read up to a message.
    ///
    /// @return the newest of what they wrote up to there; empty when they were shown that before
    Optional<Receipt> mark(Tx tx, long conversationId, int upTo, long personId) {
        return tx.one(
                        """
                        SELECT seq, person_id, wamid, at FROM received
                        WHERE conversation_id = ? AND seq <= ? AND person_id = ? AND by_customer
                        ORDER BY seq DESC
                        LIMIT 1
                        """,
                        Receipt::of,
                        conversationId,
                        upTo,
                        personId)
                .filter(newest -> isFirstMark(tx, conversationId, newest.seq()));
    }

    private static boolean isFirstMark(Tx tx, long conversationId, int seq) {
        return tx.change(
                        """
                        UPDATE received SET marked = TRUE
                        WHERE conversation_id = ? AND seq = ? AND NOT marked
                        """,
                        conversationId,
                        seq)
                > 0;
    }

    /// Two people turned out to be one.
    void move(Tx tx, long fromPersonId, long toPersonId) {
        tx.change(
                "UPDATE received SET person_id = ? WHERE person_id = ?", toPersonId, fromPersonId);
    }
}
