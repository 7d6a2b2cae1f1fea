package dev.bellhop.conversation;

import dev.bellhop.conversation.Message.Amended;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The keeper of `early_change`: edits and deletions that came before the message that they are
/// about.
final class EarlyChanges {
    private static final int BATCH = 1_000;

    /// A change that waits for its message.
    ///
    /// @param author whose message it has to be
    record Early(Author author, Voice.Words now, Amended amended) {
        static Early of(Row row) {
            return new Early(
                    Author.read(row.text("author")),
                    new Voice.Words(
                            row.bytes("once_key"),
                            row.text("kind"),
                            row.text("text"),
                            Optional.empty()),
                    new Amended(Amended.How.read(row.text("how")), row.instant("at")));
        }
    }

    /// Keeps one; twice is once.
    ///
    /// @param targetKey the message's once key
    /// @param personId whose chat it is of, if they are known
    void keep(Tx tx, byte[] targetKey, OptionalLong personId, Early early, Instant now) {
        tx.change(
                """
                INSERT IGNORE INTO early_change
                  (once_key, target_key, person_id, author, how, kind, text, at, kept_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                early.now().onceKey(),
                targetKey,
                personId,
                early.author().wireName(),
                early.amended().how().wireName(),
                early.now().kind(),
                early.now().text(),
                early.amended().at(),
                now);
    }

    /// Which of these messages are waited for.
    Set<ByteBuffer> targets(Tx tx, List<byte[]> keys) {
        return Set.copyOf(
                tx.query(
                        "SELECT DISTINCT target_key FROM early_change WHERE target_key IN ("
                                + Tx.marks(keys.size())
                                + ")",
                        row -> ByteBuffer.wrap(row.bytes("target_key")),
                        keys.toArray()));
    }

    /// Those that waited for a message, in the order in which they were made.
    List<Early> take(Tx tx, byte[] targetKey, Author author) {
        var waiting =
                tx.query(
                        """
                        SELECT once_key, author, how, kind, text, at FROM early_change
                        WHERE target_key = ? AND author = ?
                        ORDER BY at
                        """,
                        Early::of,
                        targetKey,
                        author.wireName());
        if (!waiting.isEmpty()) {
            tx.change("DELETE FROM early_change WHERE target_key = ?", targetKey);
        }
        return waiting;
    }

    /// Forgets what waits for messages that never came.
    void forget(Tx tx, Instant before) {
        tx.change("DELETE FROM early_change WHERE kept_at < ? LIMIT " + BATCH, before);
    }
}
