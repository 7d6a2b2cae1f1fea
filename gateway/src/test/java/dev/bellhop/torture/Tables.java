package dev.bellhop.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the database holds at the end, read by statements of the checker's own.
///
/// @param conversations by id
/// @param messages by conversation, in order
/// @param held wamids of replies that wait for somebody to say where they belong
record Tables(
        Map<Long, Conversation> conversations,
        Map<Long, List<Message>> messages,
        List<String> held,
        List<String> failedDeliveries,
        List<String> jobs) {

    /// @param person who writes in it, by their number, where they are on WhatsApp
    record Conversation(long id, String code, String kind, long site, String person, int lastSeq) {}

    /// @param mark empty for words that are nobody's of the run
    record Message(
            long conversation,
            int seq,
            String author,
            String via,
            String text,
            String mark,
            int status) {}

    static Tables read(Connection connection) throws SQLException {
        var conversations = new LinkedHashMap<Long, Conversation>();
        rows(
                connection,
                """
                SELECT c.id, c.code, c.kind, COALESCE(c.site_id, 0) AS site, c.last_seq,
                       COALESCE(v.wa_id, '') AS person
                FROM conversation c JOIN visitor v ON v.id = c.visitor_id ORDER BY c.id
                """,
                row ->
                        conversations.put(
                                row.getLong("id"),
                                new Conversation(
                                        row.getLong("id"),
                                        row.getString("code"),
                                        row.getString("kind"),
                                        row.getLong("site"),
                                        row.getString("person"),
                                        row.getInt("last_seq"))));
        var messages = new HashMap<Long, List<Message>>();
        rows(
                connection,
                """
                SELECT conversation_id, seq, author, via, text, status FROM message
                ORDER BY conversation_id, seq
                """,
                row ->
                        messages.computeIfAbsent(
                                        row.getLong("conversation_id"), _ -> new ArrayList<>())
                                .add(
                                        new Message(
                                                row.getLong("conversation_id"),
                                                row.getInt("seq"),
                                                row.getString("author"),
                                                row.getString("via"),
                                                row.getString("text"),
                                                Marks.first(row.getString("text")).orElse(""),
                                                row.getInt("status"))));
        var held = new ArrayList<String>();
        rows(
                connection,
                "SELECT wamid FROM held_reply WHERE placed_at IS NULL",
                row -> held.add(row.getString("wamid")));
        var failed = new ArrayList<String>();
        rows(
                connection,
                """
                SELECT id, state, verdict, COALESCE(outcome, '') AS outcome FROM webhook_delivery
                WHERE (state NOT IN ('done', 'rejected')) OR (state = 'done' AND verdict <> 'accepted')
                """,
                row ->
                        failed.add(
                                "delivery %d: %s, %s, %s"
                                        .formatted(
                                                row.getLong("id"),
                                                row.getString("state"),
                                                row.getString("verdict"),
                                                row.getString("outcome"))));
        var jobs = new ArrayList<String>();
        rows(
                connection,
                """
                SELECT id, lane, kind, state, attempts, waits_for, COALESCE(last_error, '') AS error,
                       next_at
                FROM outbox ORDER BY id LIMIT 1000
                """,
                row ->
                        jobs.add(
                                "job %d in %s: %s, %s, %d attempts, waits for %s until %s: %s"
                                        .formatted(
                                                row.getLong("id"),
                                                row.getString("lane"),
                                                row.getString("kind"),
                                                row.getString("state"),
                                                row.getInt("attempts"),
                                                row.getString("waits_for"),
                                                row.getString("next_at"),
                                                row.getString("error"))));
        return new Tables(conversations, messages, held, failed, jobs);
    }

    interface Take {
        void take(ResultSet row) throws SQLException;
    }

    static void rows(Connection connection, String sql, Take take) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                take.take(rows);
            }
        }
    }

    /// Every message of the run that is stored, by its mark; more than one where it is there twice.
    Map<String, List<Message>> byMark() {
        var all = new HashMap<String, List<Message>>();
        messages.values().stream()
                .flatMap(List::stream)
                .filter(message -> !message.mark().isEmpty())
                .forEach(message ->
                        all.computeIfAbsent(message.mark(), _ -> new ArrayList<>()).add(message));
        return all;
    }

    /// The code of a message's conversation.
    String code(Message message) {
        return conversation(message).code();
    }

    Conversation conversation(Message message) {
        var found = conversations.get(message.conversation());
        if (found == null) {
            throw new IllegalStateException("a message without a conversation: " + message);
        }
        return found;
    }
}
