package dev.bellhop.conversation;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.whatsapp.Sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rows of people on WhatsApp: a part of [Visitors], which keeps `visitor`. Number and user id
/// are each unique in a channel, and each may be missing.
final class Identities {

    /// Which person a row is.
    ///
    /// @param byUserId whether they are written to by their user id although a number is known
    /// @param ofSite whether a website knows them too
    record Person(
            long id,
            Optional<String> waId,
            Optional<String> userId,
            boolean byUserId,
            boolean ofSite) {
        private static final String COLUMNS =
                "id, wa_id, wa_user_id, by_user_id, site_id IS NOT NULL AS of_site";

        static Person of(Row row) {
            return new Person(
                    row.number("id"),
                    row.textMaybe("wa_id"),
                    row.textMaybe("wa_user_id"),
                    row.flag("by_user_id"),
                    row.flag("of_site"));
        }
    }

    /// Whom somebody may be, by number or by user id; each is at most one row.
    List<Person> find(Tx tx, long channelId, Optional<String> waId, Optional<String> userId) {
        return tx.query(
                "SELECT "
                        + Person.COLUMNS
                        + " FROM visitor WHERE channel_id = ? AND wa_id = ? UNION SELECT "
                        + Person.COLUMNS
                        + " FROM visitor WHERE channel_id = ? AND wa_user_id = ? ORDER BY id",
                Person::of,
                channelId,
                waId,
                channelId,
                userId);
    }

    /// Whom any of many may be, each person once.
    List<Person> findAll(Tx tx, long channelId, List<Sender> senders) {
        var numbers = senders.stream().flatMap(sender -> sender.waId().stream()).toList();
        var userIds = senders.stream().flatMap(sender -> sender.userId().stream()).toList();
        return Stream.concat(
                        findAll(tx, "wa_id", channelId, numbers).stream(),
                        findAll(tx, "wa_user_id", channelId, userIds).stream())
                .distinct()
                .toList();
    }

    private static List<Person> findAll(Tx tx, String column, long channelId, List<String> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        return tx.query(
                "SELECT "
                        + Person.COLUMNS
                        + " FROM visitor WHERE channel_id = ? AND "
                        + column
                        + " IN ("
                        + Tx.marks(values.size())
                        + ")",
                Person::of,
                Stream.concat(Stream.of(channelId), values.stream()).toArray());
    }

    /// The rows as they are, and nobody else changes them until this transaction ends. One after
    /// the other by id, so that two that lock the same never wait for each other.
    List<Person> lock(Tx tx, List<Long> ids) {
        return ids.stream()
                .distinct()
                .sorted()
                .flatMap(id ->
                        tx
                                .one(
                                        "SELECT "
                                                + Person.COLUMNS
                                                + " FROM visitor WHERE id = ? FOR UPDATE",
                                        Person::of,
                                        id)
                                .stream())
                .toList();
    }

    /// Makes a row, unless another with this number or user id is there, which is no failure.
    Optional<Long> make(
            Tx tx,
            long channelId,
            Optional<String> waId,
            Optional<String> userId,
            Optional<String> name,
            Instant now) {
        return tx.one(
                """
                INSERT IGNORE INTO visitor
                  (channel_id, wa_id, wa_user_id, name, created_at, last_seen_at)
                VALUES (?, ?, ?, ?, ?, ?)
                RETURNING id
                """,
                row -> row.number("id"),
                channelId,
                waId,
                userId,
                name.map(it -> Text.cut(it, 120)),
                now,
                now);
    }

    /// What a person is called from now on; a name that is known stays.
    void call(Tx tx, Person now, Optional<String> name) {
        tx.change(
                """
                UPDATE visitor
                SET wa_id = ?, wa_user_id = ?, by_user_id = ?, name = COALESCE(name, ?)
                WHERE id = ?
                """,
                now.waId(),
                now.userId(),
                now.byUserId(),
                name.map(it -> Text.cut(it, 120)),
                now.id());
    }

    /// Gives somebody the WhatsApp identity of whoever turned out to be them, if they had one. It
    /// has been taken from there.
    void inherit(Tx tx, Visitor from, long toId) {
        if (from.waId().isPresent() || from.userId().isPresent()) {
            tx.change(
                    """
                    UPDATE visitor SET channel_id = ?, wa_id = ?, wa_user_id = ?, by_user_id = ?
                    WHERE id = ?
                    """,
                    from.channelId().orElseThrow(),
                    from.waId(),
                    from.userId(),
                    from.byUserId(),
                    toId);
        }
    }

    /// Takes a number away: it belongs to somebody else now.
    void withoutNumber(Tx tx, long id) {
        tx.change("UPDATE visitor SET wa_id = NULL WHERE id = ?", id);
    }

    /// Of two rows that are one person, ends one. What it alone knew is kept, and so are a block
    /// and what a site has signed.
    void join(Tx tx, long goneId, long intoId) {
        tx.change(
                """
                UPDATE visitor AS stays JOIN visitor AS goes ON goes.id = ?
                SET stays.name = IF(goes.name_vouched AND NOT stays.name_vouched,
                      goes.name, COALESCE(stays.name, goes.name)),
                    stays.email = IF(goes.email_vouched AND NOT stays.email_vouched,
                      goes.email, COALESCE(stays.email, goes.email)),
                    stays.phone = IF(goes.phone_vouched AND NOT stays.phone_vouched,
                      goes.phone, COALESCE(stays.phone, goes.phone)),
                    stays.name_vouched = stays.name_vouched OR goes.name_vouched,
                    stays.email_vouched = stays.email_vouched OR goes.email_vouched,
                    stays.phone_vouched = stays.phone_vouched OR goes.phone_vouched,
                    stays.locale = COALESCE(stays.locale, goes.locale),
                    stays.zone = COALESCE(stays.zone, goes.zone),
                    stays.unkept = (stays.unkept OR goes.unkept) AND NOT EXISTS (
                      SELECT 1 FROM visitor_known WHERE visitor_id IN (stays.id, goes.id)),
                    stays.blocked_at = COALESCE(stays.blocked_at, goes.blocked_at),
                    stays.last_seen_at = GREATEST(stays.last_seen_at, goes.last_seen_at)
                WHERE stays.id = ?
                """,
                goneId,
                intoId);
        tx.change(
                "UPDATE visitor SET wa_id = NULL, wa_user_id = NULL, joined_into = ? WHERE id = ?",
                intoId,
                goneId);
    }
}
