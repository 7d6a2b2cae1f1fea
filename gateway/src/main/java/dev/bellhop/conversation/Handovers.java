package dev.bellhop.conversation;

import dev.bellhop.db.Tx;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The keeper of `handover`: by which codes visitors of a site go on on WhatsApp, and who did.
final class Handovers {
    /// Enough for nobody to find one by trying, and few enough to be typed.
    private static final int CODE_LENGTH = 10;

    private static final Duration LIFE = Duration.ofMinutes(30);

    /// A code anywhere in a text; at the most so many words of its form are looked up.
    private static final Pattern CODE =
            Pattern.compile("(?<![A-Za-z0-9])[A-Za-z0-9]{" + CODE_LENGTH + "}(?![A-Za-z0-9])");

    private static final int LOOKED_UP_MAX = 5;

    /// Whoever guesses a code reads somebody's chat.
    private final SecureRandom random = new SecureRandom();

    /// The code of a conversation: one that lives for a good while yet, or a new one.
    Desk.Handover code(Tx tx, Conversation conversation, Instant now) {
        long channelId = conversation.channelId().orElseThrow();
        var known =
                tx.one(
                        """
                        SELECT code, expires_at FROM handover
                        WHERE conversation_id = ? AND channel_id = ? AND used_at IS NULL
                          AND expires_at > ?
                        LIMIT 1
                        """,
                        row ->
                                new Desk.Handover(
                                        row.text("code"), channelId, row.instant("expires_at")),
                        conversation.id(),
                        channelId,
                        now.plus(LIFE.dividedBy(2)));
        return known.orElseGet(() -> make(tx, conversation, channelId, now));
    }

    private Desk.Handover make(Tx tx, Conversation conversation, long channelId, Instant now) {
        var made = new Desk.Handover(Codes.make(random, CODE_LENGTH), channelId, now.plus(LIFE));
        tx.change(
                "INSERT INTO handover (code, conversation_id, channel_id, expires_at) VALUES (?, ?,"
                        + " ?, ?)",
                made.code(),
                conversation.id(),
                channelId,
                made.expiresAt());
        return made;
    }

    /// Uses up a code that somebody wrote on WhatsApp: from now on their messages belong to its
    /// conversation.
    ///
    /// @return the conversation; empty when the text holds no code that can be used
    Optional<Long> use(Tx tx, long channelId, String text, long personId, Instant now) {
        return CODE.matcher(text)
                .results()
                .limit(LOOKED_UP_MAX)
                .map(found -> found.group().toUpperCase(Locale.ROOT))
                .flatMap(code -> use(tx, channelId, personId, now, code).stream())
                .findFirst();
    }

    private static Optional<Long> use(
            Tx tx, long channelId, long personId, Instant now, String code) {
        long used =
                tx.change(
                        """
                        UPDATE handover SET used_at = ?, person_id = ?
                        WHERE code = ? AND channel_id = ? AND used_at IS NULL AND expires_at > ?
                        """,
                        now,
                        personId,
                        code,
                        channelId,
                        now);
        return used == 0
                ? Optional.empty()
                : tx.one(
                        "SELECT conversation_id FROM handover WHERE code = ?",
                        row -> row.number("conversation_id"),
                        code);
    }

    /// Whether a text may hold a code.
    static boolean mayHold(String text) {
        return CODE.matcher(text).find();
    }

    /// Those of these people who have joined a conversation of a site.
    Set<Long> whoJoined(Tx tx, List<Long> personIds) {
        return personIds.isEmpty()
                ? Set.of()
                : Set.copyOf(
                        tx.query(
                                "SELECT DISTINCT person_id FROM handover WHERE person_id IN ("
                                        + Tx.marks(personIds.size())
                                        + ")",
                                row -> row.number("person_id"),
                                personIds.toArray()));
    }

    /// The conversation of a site that a person on WhatsApp joined last.
    Optional<Long> joinedBy(Tx tx, long personId) {
        return tx.one(
                """
                SELECT conversation_id FROM handover
                WHERE person_id = ?
                ORDER BY used_at DESC
                LIMIT 1
                """,
                row -> row.number("conversation_id"),
                personId);
    }

    /// Who reads a conversation on WhatsApp: the customer whose it is, or those who go on there
    /// with one of a site.
    List<Long> onWhatsApp(Tx tx, Conversation conversation) {
        return conversation.kind() == Kind.WHATSAPP
                ? List.of(conversation.visitorId())
                : joinedTo(tx, conversation.id());
    }

    private static List<Long> joinedTo(Tx tx, long conversationId) {
        return tx.query(
                """
                SELECT DISTINCT person_id FROM handover
                WHERE conversation_id = ? AND person_id IS NOT NULL
                LIMIT 10
                """,
                row -> row.number("person_id"),
                conversationId);
    }

    /// Two people turned out to be one: what one of them joined, the other has.
    void move(Tx tx, long fromPersonId, long toPersonId) {
        tx.change(
                "UPDATE handover SET person_id = ? WHERE person_id = ?", toPersonId, fromPersonId);
    }

    /// Forgets codes that nobody used.
    void forget(Tx tx, Instant before) {
        tx.change(
                "DELETE FROM handover WHERE used_at IS NULL AND expires_at < ? LIMIT 1000", before);
    }
}
