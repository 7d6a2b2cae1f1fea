package dev.bellhop.relay;

import dev.bellhop.conversation.Message;
import dev.bellhop.db.Tx;

import java.util.Optional;

/// The keeper of `phone_reply`: under which of Meta's ids an inbox phone has the answers that it
/// wrote.
final class PhoneReplies {

    /// Notes an answer that was just placed.
    void note(Tx tx, Message message, long inboxPhoneId, String wamid) {
        tx.change(
                """
                INSERT INTO phone_reply (conversation_id, seq, inbox_phone_id, wamid)
                VALUES (?, ?, ?, ?)
                """,
                message.conversationId(),
                message.seq(),
                inboxPhoneId,
                wamid);
    }

    /// The id under which one phone has what it wrote, to quote it there.
    Optional<String> wamidOn(Tx tx, long conversationId, int seq, long inboxPhoneId) {
        return tx.one(
                """
                SELECT wamid FROM phone_reply
                WHERE conversation_id = ? AND seq = ? AND inbox_phone_id = ?
                """,
                row -> row.text("wamid"),
                conversationId,
                seq,
                inboxPhoneId);
    }

    void forget(Tx tx, long conversationId) {
        tx.change("DELETE FROM phone_reply WHERE conversation_id = ?", conversationId);
    }
}
