package dev.bellhop.canned;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The keeper of `canned` and of `canned_use`, which counts how often each went out on a day.
///
/// Changes of what everybody sees are in the audit log; what somebody keeps for themselves is
/// nobody else's business.
public final class CannedResponses {
    /// Nobody needs more, and a list of that size is still read whole.
    static final int COUNT_MAX = 2_000;

    private static final int USE_DAYS = 30;

    private static final String SELECT =
            """
            SELECT canned.id, owner_id, shortcut, folder, title, text, version, changed_at,
                   COALESCE((SELECT SUM(uses) FROM canned_use
                             WHERE canned_use.canned_id = canned.id AND day > ?), 0) AS uses
            FROM canned
            """;

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public CannedResponses(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// What an agent can use: everybody's and their own, by shortcut.
    public List<Canned> of(long agentId) {
        return database.read(tx ->
                tx.query(
                        SELECT + " WHERE owner_id IN (0, ?) ORDER BY shortcut, owner_id DESC",
                        CannedResponses::canned,
                        since(),
                        agentId));
    }

    /// What everybody can use, by id.
    ///
    /// @param after ids above this one
    List<Canned> shared(long after, int limit) {
        return database.read(tx ->
                tx.query(
                        SELECT + " WHERE owner_id = 0 AND canned.id > ? ORDER BY canned.id LIMIT ?",
                        CannedResponses::canned,
                        since(),
                        after,
                        limit));
    }

    public Optional<Canned> find(long id) {
        return database.read(tx -> find(tx, id, ""));
    }

    private Optional<Canned> find(Tx tx, long id, String lock) {
        return tx.one(SELECT + " WHERE canned.id = ?" + lock, CannedResponses::canned, since(), id);
    }

    /// Adds a response.
    ///
    /// @throws Refusal `conflict` when its owner has one with this shortcut; `invalid` when there
    ///   are too many
    public long add(Actor actor, CannedDraft draft) {
        return unique(
                draft,
                () ->
                        database.inTransaction(tx -> {
                            refuseTooMany(tx);
                            long id =
                                    tx.insert(
                                            """
                                            INSERT INTO canned
                                              (owner_id, shortcut, folder, title, text, version,
                                               changed_at)
                                            VALUES (?, ?, ?, ?, ?, 1, ?)
                                            RETURNING id
                                            """,
                                            draft.ownerId().orElse(0),
                                            draft.shortcut(),
                                            draft.folder(),
                                            draft.title(),
                                            draft.text(),
                                            clock.instant());
                            note(tx, actor, "canned.added", id, draft.ownerId(), draft.shortcut());
                            return id;
                        }));
    }

    private static void refuseTooMany(Tx tx) {
        long count =
                tx.one("SELECT COUNT(*) AS n FROM canned", row -> row.number("n")).orElseThrow();
        if (count >= COUNT_MAX) {
            throw Refusal.of(
                    Code.INVALID,
                    "There are %,d responses already, which is the most. Delete some first."
                            .formatted(COUNT_MAX));
        }
    }

    /// How a change went.
    public sealed interface Changed {
        record Done(Canned now) implements Changed {}

        /// Somebody else changed it after it was read; nothing was written.
        record Stale(Canned now) implements Changed {}
    }

    /// Changes a response that was read at a version.
    ///
    /// @throws Refusal `not_found` when it is gone, `conflict` when the shortcut is taken
    public Changed change(Actor actor, long id, int version, CannedDraft draft) {
        return unique(
                draft,
                () ->
                        database.inTransaction(tx -> {
                            var before = find(tx, id, " FOR UPDATE").orElseThrow(this::unknown);
                            if (before.version() != version) {
                                return new Changed.Stale(before);
                            }
                            tx.change(
                                    """
                                    UPDATE canned
                                    SET owner_id = ?, shortcut = ?, folder = ?, title = ?, text = ?,
                                        version = version + 1, changed_at = ?
                                    WHERE id = ?
                                    """,
                                    draft.ownerId().orElse(0),
                                    draft.shortcut(),
                                    draft.folder(),
                                    draft.title(),
                                    draft.text(),
                                    clock.instant(),
                                    id);
                            noteChange(tx, actor, before, draft);
                            return new Changed.Done(find(tx, id, "").orElseThrow());
                        }));
    }

    /// Removes a response; what was sent with it stays sent.
    public void remove(Actor actor, long id, IfMatch read) {
        database.write(tx -> {
            var before = find(tx, id, " FOR UPDATE").orElseThrow(this::unknown);
            read.check(before.state());
            tx.change("DELETE FROM canned WHERE id = ?", id);
            tx.change("DELETE FROM canned_use WHERE canned_id = ?", id);
            note(tx, actor, "canned.removed", id, before.ownerId(), before.shortcut());
        });
    }

    /// Counts that a response went out.
    public void used(long id) {
        database.alone(tx ->
                tx.change(
                        """
                        INSERT INTO canned_use (canned_id, day, uses) VALUES (?, ?, 1)
                        ON DUPLICATE KEY UPDATE uses = uses + 1
                        """,
                        id,
                        today().toString()));
    }

    /// Forgets counts that no figure needs any more.
    public void forgetOldUses() {
        database.alone(tx -> tx.change("DELETE FROM canned_use WHERE day <= ?", since()));
    }

    private Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such response.");
    }

    private String since() {
        return today().minusDays(USE_DAYS).toString();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void note(
            Tx tx, Actor actor, String action, long id, OptionalLong owner, String shortcut) {
        if (owner.isEmpty()) {
            audit.append(
                    tx,
                    actor,
                    action,
                    "canned response " + id,
                    Json.text(Json.object().put("shortcut", "/" + shortcut)));
        }
    }

    /// What agents keep for themselves is theirs, and stays out of the log.
    private void noteChange(Tx tx, Actor actor, Canned before, CannedDraft draft) {
        if (before.isShared() || draft.ownerId().isEmpty()) {
            var was = json(before.shortcut(), before.folder(), before.title(), before.text());
            var is = json(draft.shortcut(), draft.folder(), draft.title(), draft.text());
            audit.append(
                    tx,
                    actor,
                    "canned.changed",
                    "canned response " + before.id(),
                    Json.text(
                            Changes.between(
                                    before.isShared() ? was : Json.object(),
                                    draft.ownerId().isEmpty() ? is : Json.object())));
        }
    }

    private static ObjectNode json(String shortcut, String folder, String title, String text) {
        return Json.object()
                .put("shortcut", "/" + shortcut)
                .put("folder", folder)
                .put("title", title)
                .put("text", text);
    }

    private static <T> T unique(CannedDraft draft, Supplier<T> change) {
        try {
            return change.get();
        } catch (DuplicateKey taken) {
            throw Refusal.of(Code.CONFLICT, "There is a /" + draft.shortcut() + " already.");
        }
    }

    private static Canned canned(Row row) {
        long owner = row.number("owner_id");
        return new Canned(
                row.number("id"),
                owner == 0 ? OptionalLong.empty() : OptionalLong.of(owner),
                row.text("shortcut"),
                row.text("folder"),
                row.text("title"),
                row.text("text"),
                row.integer("version"),
                row.instant("changed_at"),
                row.number("uses"));
    }
}
