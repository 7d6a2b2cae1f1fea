package dev.bellhop.relay;

import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Status;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `relayed` and `early_status`: what Meta accepted, and the statuses that came
/// before that was known.
final class Sendings {

    /// What Meta accepted under one of its ids.
    record Sending(long conversationId, int seq, OptionalLong inboxPhoneId, Status status) {
        static Sending of(Row row) {
            return new Sending(
                    row.number("conversation_id"),
                    row.integer("seq"),
                    row.numberMaybe("inbox_phone_id"),
                    Status.ofRank(row.integer("status")));
        }
    }

    /// A status that waits for its send to be known.
    record Early(String wamid, Status status, Instant at, Optional<String> failure) {
        static Early of(Row row) {
            return new Early(
                    row.text("wamid"),
                    Status.ofRank(row.integer("status")),
                    row.instant("at"),
                    row.textMaybe("failure"));
        }
    }

    /// Notes that Meta accepted a message. Noting it twice is noting it once.
    void accepted(
            Tx tx,
            long channelId,
            String wamid,
            long conversationId,
            int seq,
            OptionalLong inboxPhoneId,
            Instant at) {
        try {
            tx.change(
                    """
                    INSERT INTO relayed
                      (channel_id, wamid_hash, wamid, conversation_id, seq, inbox_phone_id, status, at)
                    VALUES (?, ?, ?, ?, ?, ?, 0, ?)
                    """,
                    channelId,
                    OnceKey.ofWamid(channelId, wamid),
                    wamid,
                    conversationId,
                    seq,
                    inboxPhoneId.isPresent() ? inboxPhoneId.getAsLong() : null,
                    at);
        } catch (DuplicateKey known) {
            return; // a late answer to a send that a status had settled before
        }
    }

    Optional<Sending> find(Tx tx, long channelId, String wamid) {
        return tx.one(
                """
                SELECT conversation_id, seq, inbox_phone_id, status
                FROM relayed
                WHERE channel_id = ? AND wamid_hash = ?
                """,
                Sending::of,
                channelId,
                OnceKey.ofWamid(channelId, wamid));
    }

    /// What a phone's reply quotes. Meta may name the quoted message by another id than its send
    /// returned; then the token inside the ids is the same, and is looked for among the newest that
    /// the phone got.
    Optional<Sending> quoted(Tx tx, long channelId, long inboxPhoneId, String wamid) {
        var known = find(tx, channelId, wamid);
        var token = known.isPresent() ? Optional.<String>empty() : WamidToken.of(wamid);
        return token.isEmpty()
                ? known
                : newestOn(tx, inboxPhoneId).stream()
                        .filter(named -> WamidToken.of(named.wamid()).equals(token))
                        .findFirst()
                        .map(Named::sending);
    }

    private record Named(String wamid, Sending sending) {}

    private static List<Named> newestOn(Tx tx, long inboxPhoneId) {
        return tx.query(
                """
                SELECT wamid, conversation_id, seq, inbox_phone_id, status
                FROM relayed
                WHERE inbox_phone_id = ?
                ORDER BY at DESC, id DESC
                LIMIT 500
                """,
                row -> new Named(row.text("wamid"), Sending.of(row)),
                inboxPhoneId);
    }

    /// Advances a sending, forward only.
    void advance(Tx tx, long channelId, String wamid, Status status) {
        tx.change(
                "UPDATE relayed SET status = ? WHERE channel_id = ? AND wamid_hash = ? AND status <"
                        + " ?",
                status.rank(),
                channelId,
                OnceKey.ofWamid(channelId, wamid),
                status.rank());
    }

    /// Whether another sending of this message is on its way or there, so that one failure is not
    /// the message's.
    boolean hasOtherHope(Tx tx, long conversationId, int seq, String exceptWamid) {
        return tx.one(
                        """
                        SELECT id FROM relayed
                        WHERE conversation_id = ? AND seq = ? AND wamid <> ? AND status <> ?
                        LIMIT 1
                        """,
                        row -> row.number("id"),
                        conversationId,
                        seq,
                        exceptWamid,
                        Status.FAILED.rank())
                .isPresent();
    }

    /// The id under which Meta has a message on one phone, to quote it there.
    Optional<String> wamidOn(Tx tx, long conversationId, int seq, long inboxPhoneId) {
        return tx.one(
                """
                SELECT wamid FROM relayed
                WHERE conversation_id = ? AND seq = ? AND inbox_phone_id = ?
                ORDER BY id
                LIMIT 1
                """,
                row -> row.text("wamid"),
                conversationId,
                seq,
                inboxPhoneId);
    }

    /// Open conversations that were relayed to a phone after a moment.
    List<Long> relayedTo(Tx tx, long inboxPhoneId, Instant after) {
        return tx.query(
                """
                SELECT DISTINCT relayed.conversation_id AS id
                FROM relayed
                JOIN conversation ON conversation.id = relayed.conversation_id
                WHERE relayed.inbox_phone_id = ? AND relayed.at > ? AND conversation.status = 'open'
                LIMIT 2
                """,
                row -> row.number("id"),
                inboxPhoneId,
                after);
    }

    /// Keeps a status whose send is not known yet.
    void keepEarly(Tx tx, long channelId, Early early, Optional<Callback> callback, Instant now) {
        tx.change(
                """
                INSERT INTO early_status
                  (channel_id, wamid_hash, wamid, outbox_id, step, status, at, failure, kept_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                channelId,
                OnceKey.ofWamid(channelId, early.wamid()),
                early.wamid(),
                callback.map(Callback::outboxId),
                callback.map(Callback::step),
                early.status().rank(),
                early.at(),
                early.failure(),
                now);
    }

    /// Statuses that say that a job's step reached Meta after all.
    List<Early> earlyOf(Tx tx, Callback callback) {
        return tx.query(
                """
                SELECT wamid, status, at, failure FROM early_status
                WHERE outbox_id = ? AND step = ?
                ORDER BY status
                """,
                Early::of,
                callback.outboxId(),
                callback.step());
    }

    /// Takes the statuses that waited for this message id.
    List<Early> takeEarly(Tx tx, long channelId, String wamid) {
        var waiting =
                tx.query(
                        """
                        SELECT wamid, status, at, failure FROM early_status
                        WHERE channel_id = ? AND wamid_hash = ?
                        ORDER BY status
                        """,
                        Early::of,
                        channelId,
                        OnceKey.ofWamid(channelId, wamid));
        if (!waiting.isEmpty()) {
            tx.change(
                    "DELETE FROM early_status WHERE channel_id = ? AND wamid_hash = ?",
                    channelId,
                    OnceKey.ofWamid(channelId, wamid));
        }
        return waiting;
    }

    /// Forgets statuses of messages that were never ours: other systems may send from the same
    /// number.
    void forgetEarly(Tx tx, Instant before) {
        tx.change("DELETE FROM early_status WHERE kept_at < ? LIMIT 1000", before);
    }
}
