package dev.bellhop.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.cluster.Copy;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The keeper of `event_endpoint`. The rows are held in memory as well, with their secrets open:
/// every change of a conversation asks whether somebody wants to hear of it.
final class Endpoints {
    static final SealedColumn SECRET = new SealedColumn("event_endpoint", "secret", "id");
    static final SealedColumn OLD_SECRET = new SealedColumn("event_endpoint", "old_secret", "id");

    /// Each of them is paid for by every change.
    static final int COUNT_MAX = 20;

    /// For so long the secret before the present one signs, too.
    private static final Duration OVERLAP = Duration.ofHours(24);

    /// How exactly it is known when something got there last.
    private static final Duration LAST_EXACT = Duration.ofSeconds(10);

    private final Database database;
    private final Vault vault;
    private final Audit audit;
    private final Clock clock;
    private final Copy copy = new Copy(this::read);
    private volatile List<Endpoint> all = List.of();

    Endpoints(Database database, Vault vault, Audit audit, Clock clock) {
        this.database = database;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
        read();
    }

    /// What is held of it, to be kept the same at every gateway.
    Copy copy() {
        return copy;
    }

    private void read() {
        all = database.read(tx -> rows(tx, "ORDER BY id"));
    }

    private List<Endpoint> rows(Tx tx, String where, Object... values) {
        return tx.query(
                """
                SELECT id, name, url, kinds, site_id, enabled, off_because, failing_since,
                       last_delivered_at, secret, old_secret, old_secret_until, version, created_at,
                       changed_at
                FROM event_endpoint
                """
                        + where,
                this::endpoint,
                values);
    }

    /// All that there are, by id.
    List<Endpoint> all() {
        return all;
    }

    /// Those that are posted to.
    List<Endpoint> listening() {
        return all.stream().filter(Endpoint::enabled).toList();
    }

    boolean isAnyListening() {
        return all.stream().anyMatch(Endpoint::enabled);
    }

    Optional<Endpoint> find(long id) {
        return all.stream().filter(it -> it.id() == id).findFirst();
    }

    /// One as it is in the table, for what cannot be taken back.
    Optional<Endpoint> look(long id) {
        copy.readAnew();
        return find(id);
    }

    /// Adds one, with a secret of its own.
    ///
    /// @throws Refusal `conflict` when there are too many; `invalid` for a site that there is not
    Endpoint add(Actor by, EndpointDraft draft) {
        var secret = Signing.makeSecret();
        long id =
                database.inTransaction(tx -> {
                    refuseTooMany(tx);
                    refuseUnknownSite(tx, draft);
                    var now = clock.instant();
                    long made =
                            tx.insert(
                                    """
                                    INSERT INTO event_endpoint
                                      (name, url, kinds, site_id, enabled, off_because, secret, version,
                                       created_at, changed_at)
                                    VALUES (?, ?, ?, ?, ?, ?, '', 1, ?, ?)
                                    RETURNING id
                                    """,
                                    draft.name(),
                                    draft.url(),
                                    kinds(draft.chosen()),
                                    draft.siteId(),
                                    draft.enabled(),
                                    draft.enabled() ? null : Endpoint.Off.BY_HAND.wireName(),
                                    now,
                                    now);
                    // It is bound to its row, whose number is only known now.
                    tx.change(
                            "UPDATE event_endpoint SET secret = ? WHERE id = ?",
                            vault.seal(secret, SECRET.place(made)),
                            made);
                    note(
                            tx,
                            by,
                            "event_endpoint.added",
                            made,
                            json(draft).put("secret", secret.fingerprint()));
                    return made;
                });
        copy.changed();
        return find(id).orElseThrow();
    }

    private static void refuseTooMany(Tx tx) {
        long count =
                tx.one("SELECT COUNT(*) AS n FROM event_endpoint", row -> row.number("n"))
                        .orElseThrow();
        if (count >= COUNT_MAX) {
            throw Refusal.of(
                    Code.CONFLICT, "There are " + COUNT_MAX + " endpoints, which is the most.");
        }
    }

    private static void refuseUnknownSite(Tx tx, EndpointDraft draft) {
        if (draft.siteId().isPresent()
                && tx.one(
                                "SELECT id FROM site WHERE id = ?",
                                row -> row.number("id"),
                                draft.siteId().getAsLong())
                        .isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is no such site.");
        }
    }

    /// Changes one. Switching it on makes it as good as new.
    ///
    /// @param version at which it was read
    /// @throws Refusal `not_found`; `stale` when it is not what the caller read; `conflict` when
    ///   somebody else changed it since; `invalid` for a site that there is not
    Endpoint change(Actor by, long id, IfMatch read, int version, EndpointDraft draft) {
        database.write(tx -> {
            var before = lock(tx, id);
            read.check(before.compared());
            if (before.version() != version) {
                throw Refusal.of(
                        Code.CONFLICT,
                        "Somebody changed this endpoint; it is at version "
                                + before.version()
                                + " now.");
            }
            if (!draft.siteId().equals(before.siteId())) {
                refuseUnknownSite(tx, draft);
            }
            boolean begins = draft.enabled() && !before.enabled();
            boolean ends = !draft.enabled() && before.enabled();
            tx.change(
                    """
                    UPDATE event_endpoint
                    SET name = ?, url = ?, kinds = ?, site_id = ?, enabled = ?, off_because = ?,
                        failing_since = ?, version = version + 1, changed_at = ?
                    WHERE id = ?
                    """,
                    draft.name(),
                    draft.url(),
                    kinds(draft.chosen()),
                    draft.siteId(),
                    draft.enabled(),
                    draft.enabled()
                            ? null
                            : ends
                                    ? Endpoint.Off.BY_HAND.wireName()
                                    : before.offBecause().map(Endpoint.Off::wireName).orElse(null),
                    begins ? null : before.failingSince().orElse(null),
                    clock.instant(),
                    id);
            var changes = Changes.between(json(draft(before)), json(draft));
            if (!changes.isEmpty()) {
                note(tx, by, "event_endpoint.changed", id, changes);
            }
        });
        copy.changed();
        return find(id).orElseThrow(Endpoints::unknown);
    }

    /// One as a draft that would change nothing.
    static EndpointDraft draft(Endpoint endpoint) {
        return new EndpointDraft(
                endpoint.name(),
                endpoint.url().toString(),
                endpoint.kinds().isEmpty()
                        ? List.of(EndpointDraft.EVERYTHING)
                        : endpoint.kinds().stream().sorted().map(Kind::wireName).toList(),
                endpoint.siteId(),
                endpoint.enabled());
    }

    /// Removes one. What was to be posted there goes by itself.
    ///
    /// @throws Refusal `not_found`; `stale` when it is not what the caller read
    void remove(Actor by, long id, IfMatch read) {
        database.write(tx -> {
            var before = lock(tx, id);
            read.check(before.compared());
            tx.change("DELETE FROM event_endpoint WHERE id = ?", id);
            note(
                    tx,
                    by,
                    "event_endpoint.removed",
                    id,
                    Json.object().put("name", before.name()).put("url", before.url().toString()));
        });
        copy.changed();
    }

    /// Gives one a new secret; the one until now signs beside it for a day.
    ///
    /// @throws Refusal `not_found`
    Endpoint rotate(Actor by, long id) {
        var secret = Signing.makeSecret();
        database.write(tx -> {
            var before = lock(tx, id);
            var now = clock.instant();
            tx.change(
                    """
                    UPDATE event_endpoint
                    SET secret = ?, old_secret = ?, old_secret_until = ?, version = version + 1,
                        changed_at = ?
                    WHERE id = ?
                    """,
                    vault.seal(secret, SECRET.place(id)),
                    vault.seal(before.secret(), OLD_SECRET.place(id)),
                    now.plus(OVERLAP),
                    now,
                    id);
            note(
                    tx,
                    by,
                    "event_endpoint.rotated",
                    id,
                    Json.object()
                            .put("from", before.secret().fingerprint())
                            .put("to", secret.fingerprint()));
        });
        copy.changed();
        return find(id).orElseThrow(Endpoints::unknown);
    }

    /// Forgets secrets that sign no more.
    void forgetOldSecrets() {
        database.write(tx ->
                tx.change(
                        """
                        UPDATE event_endpoint SET old_secret = NULL, old_secret_until = NULL
                        WHERE old_secret_until < ?
                        """,
                        clock.instant()));
        copy.readAnew();
    }

    /// Notes that something got there, if that is news.
    ///
    /// @return what to run after the commit
    Runnable worked(Tx tx, Endpoint posted, Instant now) {
        // Others may have failed since this was posted.
        var endpoint = find(posted.id()).orElse(posted);
        boolean news =
                endpoint.failingSince().isPresent()
                        || endpoint.lastDeliveredAt()
                                .filter(last -> last.plus(LAST_EXACT).isAfter(now))
                                .isEmpty();
        if (!news) {
            return () -> {};
        }
        tx.change(
                """
                UPDATE event_endpoint SET failing_since = NULL, last_delivered_at = ? WHERE id = ?
                """,
                now,
                endpoint.id());
        return copy::changed;
    }

    /// Notes that something did not get there, if that is news.
    ///
    /// @return what to run after the commit
    Runnable failed(Tx tx, Endpoint endpoint, Instant now) {
        if (endpoint.failingSince().isPresent()) {
            return () -> {};
        }
        tx.change(
                "UPDATE event_endpoint SET failing_since = COALESCE(failing_since, ?) WHERE id = ?",
                now,
                endpoint.id());
        return copy::changed;
    }

    /// Switches one off by itself, if it is on and still leads to where that was learnt.
    ///
    /// @param why in words, for the audit log
    /// @return what to run after the commit
    Runnable switchOff(Tx tx, Endpoint endpoint, Endpoint.Off because, String why) {
        long changed =
                tx.change(
                        """
                        UPDATE event_endpoint
                        SET enabled = FALSE, off_because = ?, version = version + 1, changed_at = ?
                        WHERE id = ? AND enabled AND url = ?
                        """,
                        because.wireName(),
                        clock.instant(),
                        endpoint.id(),
                        endpoint.url().toString());
        if (changed > 0) {
            note(
                    tx,
                    Actor.SYSTEM,
                    "event_endpoint.switched_off",
                    endpoint.id(),
                    Json.object().put("name", endpoint.name()).put("why", why));
        }
        return copy::changed;
    }

    /// Writes an entry about one in the audit log.
    void note(Tx tx, Actor by, String action, long id, ObjectNode detail) {
        audit.append(tx, by, action, "event endpoint " + id, Json.text(detail));
    }

    private Endpoint lock(Tx tx, long id) {
        return rows(tx, "WHERE id = ? FOR UPDATE", id).stream()
                .findFirst()
                .orElseThrow(Endpoints::unknown);
    }

    static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such endpoint.");
    }

    private static ObjectNode json(EndpointDraft draft) {
        var json = Json.object().put("name", draft.name()).put("url", draft.url());
        var kinds = json.putArray("kinds");
        draft.kinds().stream().sorted().forEach(kinds::add);
        return json.put("site", Json.number(draft.siteId())).put("enabled", draft.enabled());
    }

    private static String kinds(Set<Kind> kinds) {
        return kinds.stream().sorted().map(Kind::wireName).collect(Collectors.joining(","));
    }

    private static Set<Kind> kinds(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(Predicate.not(String::isEmpty))
                .flatMap(it -> Kind.read(it).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Endpoint endpoint(Row row) {
        long id = row.number("id");
        return new Endpoint(
                id,
                row.text("name"),
                URI.create(row.text("url")),
                kinds(row.text("kinds")),
                row.numberMaybe("site_id"),
                row.flag("enabled"),
                row.textMaybe("off_because").map(Endpoint.Off::read),
                row.instantMaybe("failing_since"),
                row.instantMaybe("last_delivered_at"),
                vault.open(row.bytes("secret"), SECRET.place(id)),
                row.instantMaybe("old_secret_until")
                        .map(until ->
                                new Endpoint.Old(
                                        vault.open(row.bytes("old_secret"), OLD_SECRET.place(id)),
                                        until)),
                row.integer("version"),
                row.instant("created_at"),
                row.instant("changed_at"));
    }
}
