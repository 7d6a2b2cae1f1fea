package dev.bellhop.conversation;

import dev.bellhop.db.Batch;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.privacy.Privacy;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The keeper of `visitor`; who is who on WhatsApp stands in [Identities], which is a part of it.
public final class Visitors {
    private static final String COLUMNS =
            """
            id, site_id, channel_id, wa_id, wa_user_id, by_user_id, name, email, phone,
            name_vouched, email_vouched, phone_vouched, locale, zone, page_url, page_title,
            referrer, landing, blocked_at,
            joined_into IS NOT NULL OR forgotten_at IS NOT NULL AS is_over, created_at
            """;

    private static final int JOINS_MAX = 10;
    private static final int NAME_MAX = 120;
    private static final int EMAIL_MAX = 254;
    private static final int PHONE_MAX = 32;

    private final Database database;
    private final Privacy privacy;
    private final PageViews pageViews;
    private final Sightings sightings;
    private final Clock clock;
    private final Batch<Return, Optional<Visitor>> returning = this::comeBack;
    private final Batch<Sightings.Look, Boolean> looking = this::look;

    /// Somebody who says hello with a token.
    private record Return(
            long siteId, byte[] tokenHash, Visitor.Page page, Optional<String> locale) {}

    /// @param privacy what may be kept of visitors of sites, and shown
    public Visitors(Database database, Privacy privacy, Clock clock) {
        this.database = database;
        this.privacy = privacy;
        this.pageViews = new PageViews(database);
        this.sightings = new Sightings(pageViews, privacy, clock);
        this.clock = clock;
    }

    /// A new visitor of a site. Where visitors are asked whether their chat may be kept, it may not
    /// until they say so.
    ///
    /// @param tokenHash what is kept of the token that the visitor's browser will hold
    public Visitor arrive(long siteId, byte[] tokenHash) {
        var now = clock.instant();
        long id =
                database.inTransaction(tx -> {
                    long made = arrive(tx, siteId, Optional.of(tokenHash), now);
                    if (privacy.choices().askToKeep()) {
                        mayBeKept(tx, made, false);
                    }
                    return made;
                });
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

    /// Finds who comes back to a site with a token, and notes that they are here, as [#looksAt]
    /// does. Those who come back at the same time, as after a restart, are found together.
    ///
    /// @return how they stood before; empty when nobody holds the token on this site
    public Optional<Visitor> comesBack(
            long siteId, byte[] tokenHash, Visitor.Page page, Optional<String> locale) {
        return database.together(returning, new Return(siteId, tokenHash, page, locale));
    }

    private List<Optional<Visitor>> comeBack(Tx tx, List<Return> returns) {
        var holders = byTokens(tx, returns.stream().map(Return::tokenHash).toList());
        var found = new ArrayList<Optional<Visitor>>();
        var looks = new ArrayList<Sightings.Look>();
        for (var one : returns) {
            var visitor = holder(holders, one.tokenHash()).filter(isOf(one.siteId()));
            visitor.ifPresent(
                    it -> looks.add(new Sightings.Look(it.id(), one.page(), one.locale())));
            found.add(visitor);
        }
        var _ = sightings.noteFree(tx, looks); // who is not is noted at their next page
        return found;
    }

    private static Predicate<Visitor> isOf(long siteId) {
        return visitor -> visitor.siteId().equals(OptionalLong.of(siteId));
    }

    private static Optional<Visitor> holder(Map<ByteBuffer, Visitor> holders, byte[] tokenHash) {
        return Optional.ofNullable(holders.get(ByteBuffer.wrap(tokenHash)));
    }

    /// The visitors of those tokens that are known, each of a browser or of a customer's device.
    private Map<ByteBuffer, Visitor> byTokens(Tx tx, List<byte[]> hashes) {
        var asked = Tx.padded(hashes);
        var marks = Tx.marks(asked.size());
        var values = new ArrayList<Object>(asked);
        values.addAll(asked);
        return tx
                .query(
                        "SELECT held_hash, "
                                + COLUMNS
                                + """
                                 FROM visitor
                                JOIN (SELECT id AS visitor_id, token_hash AS held_hash
                                      FROM visitor WHERE token_hash IN (%s)
                                      UNION ALL
                                      SELECT visitor_id, token_hash
                                      FROM visitor_token WHERE token_hash IN (%s)) AS held
                                  ON held.visitor_id = visitor.id
                                """
                                        .formatted(marks, marks),
                        row -> Map.entry(ByteBuffer.wrap(row.bytes("held_hash")), visitor(row)),
                        values.toArray())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Who holds a token, on this site.
    public Optional<Visitor> byToken(long siteId, byte[] tokenHash) {
        return byToken(tokenHash).filter(isOf(siteId));
    }

    /// The visitor of a token, whichever site it is for: the one of a browser, or of one of the
    /// devices of a customer who is known.
    public Optional<Visitor> byToken(byte[] tokenHash) {
        return database.read(tx -> holder(byTokens(tx, List.of(tokenHash)), tokenHash));
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
                        this::visitor,
                        ids.toArray()));
    }

    /// The same, by their ids, in the caller's transaction.
    public Map<Long, Visitor> find(Tx tx, Collection<Long> ids) {
        var asked = Tx.padded(List.copyOf(ids));
        return tx
                .query(
                        "SELECT "
                                + COLUMNS
                                + " FROM visitor WHERE id IN ("
                                + Tx.marks(asked.size())
                                + ")",
                        this::visitor,
                        asked.toArray())
                .stream()
                .collect(Collectors.toMap(Visitor::id, Function.identity()));
    }

    /// The same, in the caller's transaction.
    public Optional<Visitor> find(Tx tx, long id) {
        return tx.one("SELECT " + COLUMNS + " FROM visitor WHERE id = ?", this::visitor, id);
    }

    /// The same, and nobody else changes it until this transaction ends.
    Optional<Visitor> lock(Tx tx, long id) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM visitor WHERE id = ? FOR UPDATE", this::visitor, id);
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
                        this::visitor,
                        ids.toArray());
    }

    /// Notes that a visitor is here, in which language they read, and which page they look at if
    /// that may be kept.
    public void looksAt(long id, Visitor.Page page, Optional<String> locale) {
        var look = new Sightings.Look(id, page, locale);
        if (!database.together(looking, look)) {
            database.write(tx -> sightings.note(tx, look)); // waits for its row alone
        }
    }

    private List<Boolean> look(Tx tx, List<Sightings.Look> looks) {
        var noted = sightings.noteFree(tx, looks);
        return looks.stream().map(look -> noted.contains(look.id())).toList();
    }

    /// The pages that a visitor looked at last, the newest first; none where agents are not to see
    /// them.
    public List<PageViews.View> pageViews(long id) {
        return privacy.choices().showPages() ? pageViews.of(id) : List.of();
    }

    /// The page that is kept of a visitor, whether or not agents may see it.
    public Visitor.Page keptPage(long id) {
        return database.read(tx ->
                        tx.one(
                                "SELECT page_url, page_title, referrer, landing FROM visitor"
                                        + " WHERE id = ?",
                                Visitors::page,
                                id))
                .orElse(Visitor.Page.NONE);
    }

    /// The pages that are kept of them, for the same purpose.
    public List<PageViews.View> keptPageViews(long id) {
        return pageViews.of(id);
    }

    /// Notes whether what a visitor says from now on may be kept once their chat is over.
    void mayBeKept(Tx tx, long id, boolean kept) {
        tx.change("UPDATE visitor SET unkept = ? WHERE id = ?", !kept, id);
    }

    /// Notes what a visitor says of themselves; what is left out stays as it was, and so does what
    /// their site has said.
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
                        SET name = IF(name_vouched, name, COALESCE(?, name)),
                            email = IF(email_vouched, email, COALESCE(?, email)),
                            phone = IF(phone_vouched, phone, COALESCE(?, phone)),
                            zone = COALESCE(?, zone)
                        WHERE id = ?
                        """,
                        cut(name, NAME_MAX),
                        cut(email, EMAIL_MAX),
                        cut(phone, PHONE_MAX),
                        zone,
                        id));
    }

    /// Notes what a site has signed of a customer; what it left out stays as it was.
    public void noteVouched(
            long id, Optional<String> name, Optional<String> email, Optional<String> phone) {
        var signedName = cut(name, NAME_MAX);
        var signedEmail = cut(email, EMAIL_MAX);
        var signedPhone = cut(phone, PHONE_MAX);
        database.write(tx ->
                tx.change(
                        """
                        UPDATE visitor
                        SET name = COALESCE(?, name), name_vouched = name_vouched OR ?,
                            email = COALESCE(?, email), email_vouched = email_vouched OR ?,
                            phone = COALESCE(?, phone), phone_vouched = phone_vouched OR ?
                        WHERE id = ?
                        """,
                        signedName,
                        signedName.isPresent(),
                        signedEmail,
                        signedEmail.isPresent(),
                        signedPhone,
                        signedPhone.isPresent(),
                        id));
    }

    private static Optional<String> cut(Optional<String> text, int most) {
        return text.map(it -> Text.cut(it, most)).filter(it -> !it.isEmpty());
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

    /// A browser's token brings nobody back any more.
    void forgetToken(Tx tx, long id, byte[] tokenHash) {
        tx.change(
                "UPDATE visitor SET token_hash = NULL WHERE id = ? AND token_hash = ?",
                id,
                tokenHash);
    }

    /// Takes away who it was; the row stays where there are figures.
    void forgetOrMakeNameless(Tx tx, long id) {
        PageViews.forget(tx, id);
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
                    phone = NULL, name_vouched = FALSE, email_vouched = FALSE,
                    phone_vouched = FALSE, locale = NULL, zone = NULL, page_url = NULL,
                    page_title = NULL, referrer = NULL, landing = NULL, unkept = FALSE,
                    forgotten_at = ?
                WHERE id = ?
                """,
                clock.instant(),
                id);
    }

    void forget(Tx tx, long id) {
        tx.change("DELETE FROM visitor WHERE id = ?", id);
    }

    private Visitor visitor(Row row) {
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
                new Visitor.Vouched(
                        row.flag("name_vouched"),
                        row.flag("email_vouched"),
                        row.flag("phone_vouched")),
                row.textMaybe("locale"),
                row.textMaybe("zone"),
                privacy.choices().showPages() ? page(row) : Visitor.Page.NONE,
                row.instantMaybe("blocked_at").isPresent(),
                row.flag("is_over"),
                row.instant("created_at"));
    }

    private static Visitor.Page page(Row row) {
        return new Visitor.Page(
                row.textMaybe("page_url"),
                row.textMaybe("page_title"),
                row.textMaybe("referrer"),
                row.textMaybe("landing"));
    }
}
