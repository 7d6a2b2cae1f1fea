package dev.bellhop.conversation;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The keeper of `visitor`; who is who on WhatsApp stands in [Identities], which is a part of it.
public final class Visitors {
    private static final String COLUMNS =
            """
            id, site_id, channel_id, wa_id, wa_user_id, by_user_id, name, email, phone, locale,
            zone, page_url, page_title, referrer, blocked_at,
            joined_into IS NOT NULL OR forgotten_at IS NOT NULL AS is_over, created_at
            """;

    /// Who was not seen since a time, of whom no words are left, and who is not blocked.
    private static final String FORGETTABLE =
            """
            last_seen_at < ? AND forgotten_at IS NULL AND joined_into IS NULL AND blocked_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM conversation WHERE visitor_id = visitor.id AND cleared_at IS NULL)
              AND NOT EXISTS (
                SELECT 1 FROM handover JOIN conversation ON conversation.id = conversation_id
                WHERE person_id = visitor.id AND cleared_at IS NULL)
            """;

    /// Visitors of a site who never wrote: they have a time of their own.
    private static final String NEVER_WROTE =
            """
            (site_id IS NOT NULL AND wa_id IS NULL AND wa_user_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM conversation WHERE visitor_id = visitor.id))
            """;

    private static final int JOINS_MAX = 10;

    private final Database database;
    private final Clock clock;

    public Visitors(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A new visitor of a site.
    ///
    /// @param tokenHash what is kept of the token that the visitor's browser will hold
    public Visitor arrive(long siteId, byte[] tokenHash) {
        var now = clock.instant();
        long id = database.inTransaction(tx -> arrive(tx, siteId, Optional.of(tokenHash), now));
        return database.read(tx -> find(tx, id)).orElseThrow();
    }

    /// A new visitor of a site, who may have no token yet.
    long arrive(Tx tx, long siteId, Optional<byte[]> tokenHash, Instant now) {
        return tx.insert(
                """
                INSERT INTO visitor (site_id, token_hash, created_at, last_seen_at)
                VALUES (?, ?, ?, ?)
                RETURNING id
                """,
                siteId,
                tokenHash,
                now,
                now);
    }

    /// Who holds a token, on this site.
    public Optional<Visitor> byToken(long siteId, byte[] tokenHash) {
        return byToken(tokenHash)
                .filter(visitor -> visitor.siteId().equals(OptionalLong.of(siteId)));
    }

    /// The visitor of a token, whichever site it is for: the one of a browser, or of one of the
    /// devices of a customer who is known.
    public Optional<Visitor> byToken(byte[] tokenHash) {
        return database.read(tx ->
                tx.one(
                        "SELECT "
                                + COLUMNS
                                + """
                                 FROM visitor
                                WHERE id = COALESCE(
                                  (SELECT id FROM visitor WHERE token_hash = ?),
                                  (SELECT visitor_id FROM visitor_token WHERE token_hash = ?))
                                """,
                        Visitors::visitor,
                        tokenHash,
                        tokenHash));
    }

    public Optional<Visitor> find(long id) {
        return database.read(tx -> find(tx, id));
    }

    /// The person whom a row means now: of two rows that turned out to be one person, the one that
    /// is over leads to the other.
    public Optional<Visitor> findJoined(long id) {
        return database.read(tx -> findJoined(tx, id));
    }

    /// The same, in the caller's transaction.
    public Optional<Visitor> findJoined(Tx tx, long id) {
        long now = id;
        for (int joins = 0; joins < JOINS_MAX; joins++) {
            var next =
                    tx.one(
                            "SELECT joined_into FROM visitor WHERE id = ? AND joined_into IS NOT"
                                    + " NULL",
                            row -> row.number("joined_into"),
                            now);
            if (next.isEmpty()) {
                break;
            }
            now = next.get();
        }
        return find(tx, now);
    }

    /// A person's number leads nowhere; their user id may. Their number counts again once it shows.
    public void writeByUserId(Tx tx, long id) {
        tx.change(
                """
                UPDATE visitor SET by_user_id = TRUE
                WHERE id = ? AND wa_id IS NOT NULL AND wa_user_id IS NOT NULL
                """,
                id);
    }

    /// Those of these ids that there are, in no certain order.
    public List<Visitor> findAll(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(tx ->
                tx.query(
                        "SELECT "
                                + COLUMNS
                                + " FROM visitor WHERE id IN ("
                                + Tx.marks(ids.size())
                                + ")",
                        Visitors::visitor,
                        ids.toArray()));
    }

    /// The same, in the caller's transaction.
    public Optional<Visitor> find(Tx tx, long id) {
        return tx.one("SELECT " + COLUMNS + " FROM visitor WHERE id = ?", Visitors::visitor, id);
    }

    /// The same, and nobody else changes it until this transaction ends.
    Optional<Visitor> lock(Tx tx, long id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM visitor WHERE id = ? FOR UPDATE",
                Visitors::visitor,
                id);
    }

    /// The same for many, one after the other by id, so that two that lock the same never wait for
    /// each other.
    List<Visitor> lockAll(Tx tx, List<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : tx.query(
                        "SELECT "
                                + COLUMNS
                                + " FROM visitor WHERE id IN ("
                                + Tx.marks(ids.size())
                                + ") ORDER BY id FOR UPDATE",
                        Visitors::visitor,
                        ids.toArray());
    }

    /// Notes which page a visitor looks at, and in which language.
    public void looksAt(long id, Visitor.Page page, Optional<String> locale) {
        database.write(tx ->
                tx.change(
                        """
                        UPDATE visitor
                        SET page_url = ?, page_title = ?, referrer = COALESCE(referrer, ?),
                            locale = COALESCE(?, locale), last_seen_at = ?
                        WHERE id = ?
                        """,
                        page.url().map(url -> Text.cut(url, 2000)),
                        page.title().map(title -> Text.cut(title, 300)),
                        page.referrer().map(referrer -> Text.cut(referrer, 2000)),
                        locale,
                        clock.instant(),
                        id));
    }

    /// Notes what a visitor says of themselves; what is left out stays as it was.
    ///
    /// @param zone in which time zone they are
    public void isCalled(
            long id,
            Optional<String> name,
            Optional<String> email,
            Optional<String> phone,
            Optional<String> zone) {
        database.write(tx ->
                tx.change(
                        """
                        UPDATE visitor
                        SET name = COALESCE(?, name), email = COALESCE(?, email),
                            phone = COALESCE(?, phone), zone = COALESCE(?, zone)
                        WHERE id = ?
                        """,
                        name.map(text -> Text.cut(text, 120)).filter(text -> !text.isEmpty()),
                        email.map(text -> Text.cut(text, 254)).filter(text -> !text.isEmpty()),
                        phone.map(text -> Text.cut(text, 32)).filter(text -> !text.isEmpty()),
                        zone,
                        id));
    }

    /// Lets somebody write no longer, or again.
    ///
    /// @param since since when; empty lets them write
    void block(Tx tx, long id, Optional<Instant> since) {
        tx.change("UPDATE visitor SET blocked_at = ? WHERE id = ?", since, id);
    }

    /// Two visitors of a site turned out to be one: the browsers of both lead to them, and so does
    /// what their site calls them.
    void inheritTokens(Tx tx, long fromId, long toId, Instant now) {
        KnownVisitors.inherit(tx, fromId, toId, now);
        tx.change("UPDATE visitor SET token_hash = NULL WHERE id = ?", fromId);
    }

    /// Somebody who has not been here for long.
    public record Old(long id, Instant lastSeen) {
        /// Before everybody.
        public static final Old NOBODY = new Old(0, Instant.EPOCH);
    }

    /// People of whom nothing is left but figures and who they were, the longest not seen first.
    ///
    /// @param after behind whom it begins
    public List<Old> forgettable(Instant before, Old after, int count) {
        return old(FORGETTABLE + " AND NOT " + NEVER_WROTE, before, after, count);
    }

    /// Visitors of sites who never wrote, the longest not seen first.
    ///
    /// @param after behind whom it begins
    public List<Old> silent(Instant before, Old after, int count) {
        return old(FORGETTABLE + " AND " + NEVER_WROTE, before, after, count);
    }

    private List<Old> old(String such, Instant before, Old after, int count) {
        return database.read(tx ->
                tx.query(
                        "SELECT id, last_seen_at FROM visitor WHERE "
                                + such
                                + " AND last_seen_at >= ? AND (last_seen_at > ? OR id > ?)"
                                + " ORDER BY last_seen_at, id LIMIT ?",
                        row -> new Old(row.number("id"), row.instant("last_seen_at")),
                        before,
                        after.lastSeen(),
                        after.lastSeen(),
                        after.id(),
                        count));
    }

    /// How many never wrote, counted no further than `atMost`.
    public long countSilent(Instant before, int atMost) {
        return database.read(tx ->
                tx.one(
                                "SELECT COUNT(*) AS n FROM (SELECT 1 FROM visitor WHERE "
                                        + FORGETTABLE
                                        + " AND "
                                        + NEVER_WROTE
                                        + " LIMIT ?) AS some",
                                row -> row.number("n"),
                                before,
                                atMost)
                        .orElse(0L));
    }

    /// Whether all rows of one person are still [#forgettable].
    boolean isForgettable(Tx tx, List<Long> rows, Instant before) {
        return rows.stream()
                .allMatch(id ->
                        tx.one(
                                        "SELECT id FROM visitor WHERE id = ? AND (joined_into IS"
                                                + " NOT NULL OR ("
                                                + FORGETTABLE
                                                + "))",
                                        row -> row.number("id"),
                                        id,
                                        before)
                                .isPresent());
    }

    /// Takes away who it was; the row stays where there are figures.
    void forgetOrMakeNameless(Tx tx, long id) {
        boolean figures =
                tx.one(
                                "SELECT id FROM conversation WHERE visitor_id = ? LIMIT 1",
                                row -> row.number("id"),
                                id)
                        .isPresent();
        if (!figures) {
            forget(tx, id);
            return;
        }
        tx.change(
                """
                UPDATE visitor
                SET token_hash = NULL, wa_id = NULL, wa_user_id = NULL, name = NULL, email = NULL,
                    phone = NULL, locale = NULL, zone = NULL, page_url = NULL, page_title = NULL,
                    referrer = NULL, forgotten_at = ?
                WHERE id = ?
                """,
                clock.instant(),
                id);
    }

    void forget(Tx tx, long id) {
        tx.change("DELETE FROM visitor WHERE id = ?", id);
    }

    private static Visitor visitor(Row row) {
        return new Visitor(
                row.number("id"),
                row.numberMaybe("site_id"),
                row.numberMaybe("channel_id"),
                row.textMaybe("wa_id"),
                row.textMaybe("wa_user_id"),
                row.flag("by_user_id"),
                row.textMaybe("name"),
                row.textMaybe("email"),
                row.textMaybe("phone"),
                row.textMaybe("locale"),
                row.textMaybe("zone"),
                new Visitor.Page(
                        row.textMaybe("page_url"),
                        row.textMaybe("page_title"),
                        row.textMaybe("referrer")),
                row.instantMaybe("blocked_at").isPresent(),
                row.flag("is_over"),
                row.instant("created_at"));
    }
}
