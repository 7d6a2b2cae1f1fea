package dev.bellhop.relay;

import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keeper of `early_status`: statuses that came before it was known what was sent under their
/// message id.
final class EarlyStatuses {
    /// How many are forgotten in one transaction.
    static final int BATCH = 1_000;

    /// A status that waits for its send to be known.
    record Early(String wamid, Status status, Instant at, Optional<Setback> setback) {
        static Early of(Row row) {
            return new Early(
                    row.text("wamid"),
                    Status.ofRank(row.integer("status")),
                    row.instant("at"),
                    row.textMaybe("failure").map(words -> new Setback(row.integer("code"), words)));
        }
    }

    /// Keeps a status whose send is not known yet.
    void keep(Tx tx, long channelId, Early early, Optional<Callback> callback, Instant now) {
        tx.change(
                """
                INSERT INTO early_status
                  (channel_id, wamid_hash, wamid, outbox_id, step, status, at, failure, code,
                   kept_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                channelId,
                OnceKey.ofWamid(channelId, early.wamid()),
                early.wamid(),
                callback.map(Callback::outboxId),
                callback.map(Callback::step),
                early.status().rank(),
                early.at(),
                early.setback().map(Setback::words),
                early.setback().map(Setback::code).orElse(0),
                now);
    }

    /// Statuses that say that a job's step reached Meta after all.
    List<Early> of(Tx tx, Callback callback) {
        return tx.query(
                """
                SELECT wamid, status, at, failure, code FROM early_status
                WHERE outbox_id = ? AND step = ?
                ORDER BY status
                """,
                Early::of,
                callback.outboxId(),
                callback.step());
    }

    /// Takes the statuses that waited for this message id, and those that a send with this mark
    /// brought forth under another one.
    List<Early> take(Tx tx, long channelId, String wamid, Callback mark) {
        record Kept(long id, Early early) {}
        var waiting =
                tx.query(
                        """
                        SELECT id, wamid, status, at, failure, code FROM early_status
                        WHERE channel_id = ? AND wamid_hash = ?
                        UNION
                        SELECT id, wamid, status, at, failure, code FROM early_status
                        WHERE outbox_id = ? AND step = ? AND channel_id = ?
                        ORDER BY status
                        """,
                        row -> new Kept(row.number("id"), Early.of(row)),
                        channelId,
                        OnceKey.ofWamid(channelId, wamid),
                        mark.outboxId(),
                        mark.step(),
                        channelId);
        if (!waiting.isEmpty()) {
            tx.change(
                    "DELETE FROM early_status WHERE id IN (" + Tx.marks(waiting.size()) + ")",
                    waiting.stream().map(Kept::id).toArray());
        }
        return waiting.stream().map(Kept::early).toList();
    }

    /// A send that was accepted.
    record Accepted(long channelId, String wamid, Callback mark) {}

    /// Whether a status waits for one of these.
    boolean isAny(Tx tx, List<Accepted> sends) {
        var asked = Tx.padded(sends);
        var values = new ArrayList<Object>();
        asked.forEach(it -> {
            values.add(it.channelId());
            values.add(OnceKey.ofWamid(it.channelId(), it.wamid()));
        });
        asked.forEach(it -> {
            values.add(it.mark().outboxId());
            values.add(it.mark().step());
        });
        return tx.one(
                        "(SELECT id FROM early_status WHERE "
                                + Tx.pairs("channel_id", "wamid_hash", asked.size())
                                + " LIMIT 1) UNION (SELECT id FROM early_status WHERE "
                                + Tx.pairs("outbox_id", "step", asked.size())
                                + " LIMIT 1)",
                        row -> row.number("id"),
                        values.toArray())
                .isPresent();
    }

    /// Forgets statuses of messages that were never ours: other systems may send from the same
    /// number.
    ///
    /// @return how many; at most [#BATCH] at a time
    long forget(Tx tx, Instant before) {
        return tx.change("DELETE FROM early_status WHERE kept_at < ? LIMIT " + BATCH, before);
    }
}
