package dev.bellhop.people;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The keeper of `team` and `team_member`.
public final class Teams {
    private static final int MOST = 200;

    private static final String SELECT =
            """
            SELECT id, name, version,
                   (SELECT GROUP_CONCAT(agent_id ORDER BY agent_id SEPARATOR ' ') FROM team_member
                    WHERE team_id = team.id) AS members
            FROM team
            """;

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public Teams(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// All that there are, by name.
    public List<Team> all() {
        return database.read(tx -> tx.query(SELECT + " ORDER BY name", Teams::team));
    }

    /// Some of them, by id.
    ///
    /// @param after ids above this one
    List<Team> page(long after, int limit) {
        return database.read(tx ->
                tx.query(SELECT + " WHERE id > ? ORDER BY id LIMIT ?", Teams::team, after, limit));
    }

    public Optional<Team> find(long id) {
        return database.read(tx -> find(tx, id, ""));
    }

    private static Optional<Team> find(Tx tx, long id, String lock) {
        return tx.one(SELECT + " WHERE id = ?" + lock, Teams::team, id);
    }

    /// Adds a team.
    ///
    /// @throws Refusal `conflict` when there is one of this name, or too many; `invalid` for a
    ///   member whom there is not
    long add(Actor actor, TeamDraft draft) {
        return unique(
                draft,
                () ->
                        database.inTransaction(tx -> {
                            refuseTooMany(tx);
                            refuseUnknown(tx, draft);
                            long id =
                                    tx.insert(
                                            """
                                            INSERT INTO team (name, version, created_at)
                                            VALUES (?, 1, ?)
                                            RETURNING id
                                            """,
                                            draft.name(),
                                            clock.instant());
                            join(tx, id, draft.members());
                            note(tx, actor, "team.added", id, draft);
                            return id;
                        }));
    }

    /// How a change went.
    sealed interface Changed {
        record Done(Team now) implements Changed {}

        /// Somebody else changed it after it was read; nothing was written.
        record Stale(Team now) implements Changed {}
    }

    /// Changes a team that was read at a version.
    ///
    /// @throws Refusal `not_found` when it is gone, `conflict` when the name is taken, `invalid`
    ///   for a member whom there is not
    Changed change(Actor actor, long id, int version, TeamDraft draft) {
        return unique(
                draft,
                () ->
                        database.inTransaction(tx -> {
                            var before = find(tx, id, " FOR UPDATE").orElseThrow(Teams::unknown);
                            if (before.version() != version) {
                                return new Changed.Stale(before);
                            }
                            refuseUnknown(tx, draft);
                            tx.change(
                                    "UPDATE team SET name = ?, version = version + 1 WHERE id = ?",
                                    draft.name(),
                                    id);
                            tx.change("DELETE FROM team_member WHERE team_id = ?", id);
                            join(tx, id, draft.members());
                            var changes = Changes.between(json(TeamDraft.of(before)), json(draft));
                            audit.append(
                                    tx,
                                    actor,
                                    "team.changed",
                                    "team " + id,
                                    Json.text(changes.put("team", before.name())));
                            return new Changed.Done(find(tx, id, "").orElseThrow());
                        }));
    }

    /// Removes a team. Its conversations are everybody's again, and stay with the agents who have
    /// them.
    ///
    /// @throws Refusal `not_found`
    void remove(Actor actor, long id) {
        database.write(tx -> {
            var team = find(tx, id, " FOR UPDATE").orElseThrow(Teams::unknown);
            tx.change("DELETE FROM team WHERE id = ?", id);
            note(tx, actor, "team.removed", id, TeamDraft.of(team));
        });
    }

    private static void join(Tx tx, long id, List<Long> members) {
        for (long agentId : members) {
            tx.change("INSERT INTO team_member (team_id, agent_id) VALUES (?, ?)", id, agentId);
        }
    }

    private static void refuseTooMany(Tx tx) {
        long count = tx.one("SELECT COUNT(*) AS n FROM team", row -> row.number("n")).orElseThrow();
        if (count >= MOST) {
            throw Refusal.of(Code.CONFLICT, "There are " + MOST + " teams already.");
        }
    }

    private static void refuseUnknown(Tx tx, TeamDraft draft) {
        if (draft.members().isEmpty()) {
            return;
        }
        long known =
                tx.one(
                                "SELECT COUNT(*) AS n FROM agent WHERE id IN ("
                                        + Tx.marks(draft.members().size())
                                        + ")",
                                row -> row.number("n"),
                                draft.members().toArray())
                        .orElseThrow();
        if (known != draft.members().size()) {
            throw Refusal.of(Code.INVALID, "One of the members is no agent here.");
        }
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such team.");
    }

    private void note(Tx tx, Actor actor, String action, long id, TeamDraft draft) {
        audit.append(tx, actor, action, "team " + id, Json.text(json(draft)));
    }

    private static ObjectNode json(TeamDraft draft) {
        var json = Json.object().put("name", draft.name());
        draft.members().stream().sorted().forEach(json.putArray("members")::add);
        return json;
    }

    private static <T> T unique(TeamDraft draft, Supplier<T> change) {
        try {
            return change.get();
        } catch (DuplicateKey taken) {
            throw Refusal.of(Code.CONFLICT, "There is a team " + draft.name() + " already.");
        }
    }

    private static Team team(Row row) {
        var members =
                row.textMaybe("members").stream()
                        .flatMap(ids -> Arrays.stream(ids.split(" ", -1)))
                        .map(Long::valueOf)
                        .toList();
        return new Team(row.number("id"), row.text("name"), members, row.integer("version"));
    }
}
