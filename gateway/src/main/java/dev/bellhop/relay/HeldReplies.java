package dev.bellhop.relay;

import dev.bellhop.conversation.Enclosure;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Voice;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `held_reply`: replies that wait until somebody says where they belong, and the
/// codes by which that was said.
final class HeldReplies {
    private static final String CODE = "code";
    private static final String COMMAND = "command";

    /// A reply of which it was said where it belongs.
    record Held(
            long id,
            long conversationId,
            String wamid,
            String kind,
            String text,
            Optional<Files.Coming> file,
            OptionalLong attachmentId,
            Instant at) {
        static Held of(Row row) {
            return new Held(
                    row.number("id"),
                    row.number("conversation_id"),
                    row.text("wamid"),
                    row.text("kind"),
                    row.text("text"),
                    row.textMaybe("file").map(Files.Coming::read),
                    row.numberMaybe("attachment_id"),
                    row.instant("at"));
        }

        /// As it is said once it is known where.
        Voice.Words words(long channelId) {
            var words = Voice.Words.received(channelId, wamid, kind, text);
            return file.isPresent() && attachmentId.isPresent()
                    ? words.with(
                            new Enclosure.Noted(attachmentId.getAsLong()), file.get().captioned())
                    : Files.with(words, file);
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
            Optional<Files.Coming> file,
            Instant at) {
        try {
            tx.change(
                    """
                    INSERT INTO held_reply (once_key, inbox_phone_id, wamid, kind, text, file, at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    OnceKey.ofWamid(channelId, wamid),
                    phoneId,
                    wamid,
                    kind,
                    fitting(channelId, wamid, text),
                    file.map(Files.Coming::kept),
                    at);
            return true;
        } catch (DuplicateKey known) {
            return false;
        }
    }

    /// As much as is said in the end; the table has no room for all that WhatsApp carries.
    private static String fitting(long channelId, String wamid, String text) {
        return text.isEmpty() ? "" : Voice.Words.received(channelId, wamid, "text", text).text();
    }

    /// The file of a kept reply is being fetched.
    void hasFile(Tx tx, long channelId, String wamid, long attachmentId) {
        tx.change(
                "UPDATE held_reply SET attachment_id = ? WHERE once_key = ?",
                attachmentId,
                OnceKey.ofWamid(channelId, wamid));
    }

    /// Notes that a command of a phone was taken; whether it was not before.
    boolean keepCommand(Tx tx, long channelId, long phoneId, String wamid, Instant now) {
        boolean fresh = keep(tx, channelId, phoneId, wamid, COMMAND, "", Optional.empty(), now);
        if (fresh) {
            tx.change(
                    "UPDATE held_reply SET placed_at = ? WHERE once_key = ?",
                    now,
                    OnceKey.ofWamid(channelId, wamid));
        }
        return fresh;
    }

    /// Whether a message of a phone is kept here, as a reply or as a code.
    boolean knows(Tx tx, long channelId, String wamid) {
        return tx.one(
                        "SELECT id FROM held_reply WHERE once_key = ?",
                        row -> row.number("id"),
                        OnceKey.ofWamid(channelId, wamid))
                .isPresent();
    }

    /// Somebody said where replies belong that are waiting now. Said twice is said once: what came
    /// to wait in between stays.
    ///
    /// @param wamid the message that says it
    /// @param heldId the reply that is meant; empty for all that wait
    /// @return how many are to be placed by that; empty when it was said before
    OptionalLong belong(
            Tx tx,
            long channelId,
            long phoneId,
            String wamid,
            OptionalLong heldId,
            long conversationId,
            Instant at) {
        if (!keep(tx, channelId, phoneId, wamid, CODE, "", Optional.empty(), at)) {
            return OptionalLong.empty();
        }
        long said =
                tx.change(
                        """
                        UPDATE held_reply SET conversation_id = ?
                        WHERE inbox_phone_id = ? AND placed_at IS NULL AND conversation_id IS NULL
                          AND once_key <> ? AND (? OR id = ?)
                        """,
                        conversationId,
                        phoneId,
                        OnceKey.ofWamid(channelId, wamid),
                        heldId.isEmpty(),
                        heldId.orElse(0));
        tx.change(
                "UPDATE held_reply SET placed_at = ? WHERE once_key = ?",
                at,
                OnceKey.ofWamid(channelId, wamid));
        return OptionalLong.of(said);
    }

    /// The number of a reply that is kept.
    long idOf(Tx tx, long channelId, String wamid) {
        return tx.one(
                        "SELECT id FROM held_reply WHERE once_key = ?",
                        row -> row.number("id"),
                        OnceKey.ofWamid(channelId, wamid))
                .orElseThrow();
    }

    /// The first replies of a phone that are to be placed, in the order in which they came.
    List<Held> toPlace(Tx tx, long phoneId) {
        return tx.query(
                """
                SELECT id, conversation_id, wamid, kind, text, file, attachment_id, at
                FROM held_reply
                WHERE inbox_phone_id = ? AND placed_at IS NULL AND conversation_id IS NOT NULL
                ORDER BY id
                LIMIT 100
                """,
                Held::of,
                phoneId);
    }

    void placed(Tx tx, long id, Instant at) {
        tx.change("UPDATE held_reply SET placed_at = ? WHERE id = ?", at, id);
    }

    /// Puts other words in the place of those that wait; whether there are any.
    boolean reword(Tx tx, long channelId, String wamid, String text) {
        return tx.change(
                        """
                        UPDATE held_reply SET text = ?
                        WHERE once_key = ? AND placed_at IS NULL
                        """,
                        fitting(channelId, wamid, text),
                        OnceKey.ofWamid(channelId, wamid))
                > 0;
    }

    /// Takes back a reply that waits: it is never placed.
    ///
    /// @return what was taken back, if it waited
    Optional<Old> withdraw(Tx tx, long channelId, String wamid, Instant now) {
        var key = OnceKey.ofWamid(channelId, wamid);
        var waiting =
                tx.one(
                        """
                        SELECT id, inbox_phone_id, wamid, attachment_id, FALSE AS lost
                        FROM held_reply WHERE once_key = ? AND placed_at IS NULL FOR UPDATE
                        """,
                        Old::of,
                        key);
        waiting.ifPresent(it ->
                tx.change(
                        """
                        UPDATE held_reply
                        SET placed_at = ?, text = '', file = NULL, attachment_id = NULL
                        WHERE id = ?
                        """,
                        now,
                        it.id()));
        return waiting;
    }

    /// How many replies of a phone wait.
    long waiting(Tx tx, long phoneId) {
        return tx.one(
                        """
                        SELECT COUNT(*) AS n FROM held_reply
                        WHERE inbox_phone_id = ? AND placed_at IS NULL
                        """,
                        row -> row.number("n"),
                        phoneId)
                .orElseThrow();
    }

    /// What is over: words that were placed, or that nobody placed in all that time.
    ///
    /// @param isLost whether nobody said where it belongs
    record Old(long id, long phoneId, String wamid, OptionalLong attachmentId, boolean isLost) {
        static Old of(Row row) {
            return new Old(
                    row.number("id"),
                    row.number("inbox_phone_id"),
                    row.text("wamid"),
                    row.numberMaybe("attachment_id"),
                    row.flag("lost"));
        }
    }

    /// Takes away what came before a moment, oldest first.
    List<Old> forget(Tx tx, Instant before, int count) {
        var old =
                tx.query(
                        """
                        SELECT id, inbox_phone_id, wamid, attachment_id, placed_at IS NULL AS lost
                        FROM held_reply WHERE at < ? ORDER BY at LIMIT ? FOR UPDATE
                        """,
                        Old::of,
                        before,
                        count);
        old.forEach(each -> tx.change("DELETE FROM held_reply WHERE id = ?", each.id()));
        return old;
    }

    /// Forgets what was to be placed in a conversation that is erased.
    ///
    /// @return the files that came with it
    List<Long> forget(Tx tx, long conversationId) {
        var files =
                tx.query(
                        """
                        SELECT attachment_id FROM held_reply
                        WHERE conversation_id = ? AND attachment_id IS NOT NULL
                        """,
                        row -> row.number("attachment_id"),
                        conversationId);
        tx.change("DELETE FROM held_reply WHERE conversation_id = ?", conversationId);
        return files;
    }
}
