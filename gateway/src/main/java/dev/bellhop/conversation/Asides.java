package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Aside.Mention;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The keeper of `aside`.
public final class Asides {
    private static final String COLUMNS =
            "id, conversation_id, after_seq, kind, agent_id, author_name, text, mentions, cid, at";

    private final Database database;

    Asides(Database database) {
        this.database = database;
    }

    /// Those behind the messages from one number to another, the newest of them, in their order.
    public List<Aside> between(long conversationId, int fromSeq, int toSeq, int count) {
        return database.read(tx ->
                        tx.query(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM aside WHERE conversation_id = ?"
                                        + " AND after_seq BETWEEN ? AND ?"
                                        + " ORDER BY after_seq DESC, id DESC LIMIT ?",
                                Asides::aside,
                                conversationId,
                                fromSeq,
                                toSeq,
                                count))
                .reversed();
    }

    /// Those after one of them, in the order in which they were made.
    public List<Aside> after(long conversationId, long id, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + COLUMNS
                                + " FROM aside WHERE conversation_id = ? AND id > ? ORDER BY id"
                                + " LIMIT ?",
                        Asides::aside,
                        conversationId,
                        id,
                        count));
    }

    /// One of them.
    public Optional<Aside> find(long id) {
        return database.read(
                tx -> tx.one("SELECT " + COLUMNS + " FROM aside WHERE id = ?", Asides::aside, id));
    }

    /// The one that was stored under a key before, if there is one.
    Optional<Aside> known(Tx tx, byte[] onceKey) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM aside WHERE once_key = ?", Asides::aside, onceKey);
    }

    /// @param onceKey what makes a repeat the same row; lines have none
    Aside add(
            Tx tx,
            Conversation conversation,
            Optional<byte[]> onceKey,
            Optional<String> cid,
            Aside.Kind kind,
            Actor by,
            String text,
            List<Mention> mentions,
            Instant at) {
        var agentId = by.kind().equals("agent") ? by.id() : OptionalLong.empty();
        long id =
                tx.insert(
                        """
                        INSERT INTO aside
                          (conversation_id, after_seq, once_key, kind, agent_id, author_name, text,
                           mentions, cid, at)
                        VALUES (?, (SELECT last_seq FROM conversation WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)
                        RETURNING id
                        """,
                        conversation.id(),
                        conversation.id(),
                        onceKey,
                        kind.wireName(),
                        agentId,
                        Text.cut(by.name(), 120),
                        text,
                        mentions.stream()
                                .map(it -> it.agentId() + " " + it.words())
                                .collect(Collectors.joining("\n")),
                        cid,
                        at);
        return tx.one("SELECT " + COLUMNS + " FROM aside WHERE id = ?", Asides::aside, id)
                .orElseThrow();
    }

    private static Aside aside(Row row) {
        return new Aside(
                row.number("id"),
                row.number("conversation_id"),
                row.integer("after_seq"),
                Aside.Kind.read(row.text("kind")),
                row.numberMaybe("agent_id"),
                row.text("author_name"),
                row.text("text"),
                row.text("mentions").lines().map(Asides::mention).toList(),
                row.textMaybe("cid"),
                row.instant("at"));
    }

    /// Each in a line of its own, the number first.
    private static Mention mention(String line) {
        int space = line.indexOf(' ');
        return new Mention(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
    }
}
