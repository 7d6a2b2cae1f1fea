package dev.bellhop.relay;

import dev.bellhop.conversation.OnceKey;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;

/// The keeper of `held_reply`: replies that wait until somebody says where they belong.
final class HeldReplies {
    record Held(long id, String wamid, String kind, String text) {
        static Held of(Row row) {
            return new Held(
                    row.number("id"), row.text("wamid"), row.text("kind"), row.text("text"));
        }
    }

    /// Keeps a reply; whether it was not being kept before.
    boolean keep(
            Tx tx,
            long channelId,
            long phoneId,
            String wamid,
            String kind,
            String text,
            Instant at) {
        try {
            tx.change(
                    """
                    INSERT INTO held_reply (once_key, inbox_phone_id, wamid, kind, text, at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    OnceKey.ofWamid(channelId, wamid),
                    phoneId,
                    wamid,
                    kind,
                    text,
                    at);
            return true;
        } catch (DuplicateKey known) {
            return false;
        }
    }

    /// The replies of a phone that wait, in the order in which they came.
    List<Held> waiting(Tx tx, long phoneId) {
        return tx.query(
                """
                SELECT id, wamid, kind, text FROM held_reply
                WHERE inbox_phone_id = ? AND placed_at IS NULL
                ORDER BY id
                LIMIT 100
                """,
                Held::of,
                phoneId);
    }

    void placed(Tx tx, long id, Instant at) {
        tx.change("UPDATE held_reply SET placed_at = ? WHERE id = ?", at, id);
    }
}
