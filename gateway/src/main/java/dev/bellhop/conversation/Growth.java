package dev.bellhop.conversation;

import dev.bellhop.db.Tx;

import java.util.ArrayList;
import java.util.List;

/// What becomes of a conversation when something is said in it: a part of [Conversations], which
/// keeps `conversation`.
final class Growth {
    /// A message was added at the end.
    void grew(Tx tx, Message message) {
        var snippet = snippet(message);
        noteReturn(tx, message);
        // What Bellhop answers by itself leaves the customer waiting for somebody.
        switch (message.via() == Via.BELLHOP ? Author.SYSTEM : message.author()) {
            case VISITOR ->
                    tx.change(
                            """
                            UPDATE conversation
                            SET last_seq = ?, last_at = ?, last_author = 'visitor', last_text = ?,
                                waiting_since = COALESCE(waiting_since, ?), unread = unread + 1,
                                snoozed_until = NULL, closes_at = NULL
                            WHERE id = ?
                            """,
                            message.seq(),
                            message.at(),
                            snippet,
                            message.at(),
                            message.conversationId());
            case AGENT ->
                    tx.change(
                            """
                            UPDATE conversation
                            SET last_seq = ?, last_at = ?, last_author = 'agent', last_text = ?,
                                waiting_since = NULL, unread = 0, agent_seen = ?,
                                overdue_at = NULL, busy_at = NULL, closes_at = NULL,
                                assignee_id = IF(status = 'open', assignee_id,
                                  (SELECT agent.id FROM agent
                                   WHERE agent.id = assignee_id AND disabled_at IS NULL)),
                                status = 'open',
                                closed_at = NULL, outcome = NULL, outcome_note = NULL,
                                first_reply_at = COALESCE(first_reply_at, ?)
                            WHERE id = ?
                            """,
                            message.seq(),
                            message.at(),
                            snippet,
                            message.seq(),
                            message.at(),
                            message.conversationId());
            case SYSTEM ->
                    tx.change(
                            "UPDATE conversation SET last_seq = ?, last_at = ? WHERE id = ?",
                            message.seq(),
                            message.at(),
                            message.conversationId());
        }
    }

    /// A message was added at the end that nobody is to be told of: it takes its number, and the
    /// conversation stands in every list as it stood.
    void grewUnnoticed(Tx tx, Message message) {
        tx.change(
                "UPDATE conversation SET last_seq = ? WHERE id = ?",
                message.seq(),
                message.conversationId());
    }

    /// Customers' messages were added at the ends of their conversations, one in each, all of now.
    void grew(Tx tx, List<Message> messages) {
        if (tx.isNoted()) {
            noteWoken(tx, messages.stream().map(Message::conversationId).toList());
        }
        var ids = messages.stream().map(message -> (Object) message.conversationId()).toList();
        var now = messages.getFirst().at();
        var values = new ArrayList<Object>(List.of(now, now));
        values.addAll(ids);
        messages.forEach(message -> values.add(snippet(message)));
        values.addAll(ids);
        var marks = Tx.marks(ids.size());
        tx.change(
                """
                UPDATE conversation
                SET last_seq = last_seq + 1, last_at = ?, last_author = 'visitor',
                    waiting_since = COALESCE(waiting_since, ?), unread = unread + 1,
                    snoozed_until = NULL, closes_at = NULL, last_text = ELT(FIELD(id, %s), %s)
                WHERE id IN (%s)
                """
                        .formatted(marks, marks, marks),
                values.toArray());
    }

    /// A message's words are others now; lists show those of the last one.
    void reworded(Tx tx, Message message) {
        tx.change(
                """
                UPDATE conversation SET last_text = ?
                WHERE id = ? AND NOT EXISTS (
                  SELECT 1 FROM message
                  WHERE message.conversation_id = conversation.id AND message.seq > ?
                    AND message.author <> 'system' AND message.via <> 'bellhop')
                """,
                snippet(message),
                message.conversationId(),
                message.seq());
    }

    /// Says that a message takes a conversation up again: the customer's what was snoozed, the
    /// team's what was closed.
    private static void noteReturn(Tx tx, Message message) {
        if (!tx.isNoted() || message.via() == Via.BELLHOP) {
            return;
        }
        switch (message.author()) {
            case VISITOR -> noteWoken(tx, List.of(message.conversationId()));
            case AGENT ->
                    tx.one(
                                    "SELECT id FROM conversation WHERE id = ? AND status ="
                                            + " 'closed'",
                                    row -> row.number("id"),
                                    message.conversationId())
                            .ifPresent(id -> tx.note(new Noted.Changed(id, Noted.How.REOPENED)));
            case SYSTEM -> {}
        }
    }

    private static void noteWoken(Tx tx, List<Long> ids) {
        tx.query(
                        "SELECT id FROM conversation WHERE snoozed_until IS NOT NULL AND id IN ("
                                + Tx.marks(ids.size())
                                + ")",
                        row -> row.number("id"),
                        ids.toArray())
                .forEach(id -> tx.note(new Noted.Changed(id, Noted.How.WOKEN)));
    }

    private static String snippet(Message message) {
        var words = message.text().isEmpty() ? message.fileLabel().orElse("") : message.text();
        return Text.cut(words.replace('\n', ' '), 200);
    }
}
