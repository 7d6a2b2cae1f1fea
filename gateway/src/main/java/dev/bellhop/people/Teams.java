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
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The keeper of `team` and `team_member`.
public final class Teams {
    private static final int MOST = 200;

    /// Roles that may answer customers, as a list of SQL's.
    private static final String WHO_ANSWER =
            Arrays.stream(Role.values())
                    .filter(role -> role.permissions().contains(Permission.CONVERSATIONS_ANSWER))
                    .map(Role::wireName)
                    .collect(Collectors.joining(","));

    private static final String SELECT =
            """
            SELECT id, name, version, assignment, capacity, give_back_minutes,
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

    /// Those whose conversations get to their agents by themselves, by id.
    public List<Team> thatShareOut() {
        return database.read(
                tx -> tx.query(SELECT + " WHERE assignment <> 'off' ORDER BY id", Teams::team));
    }

    /// A team as it is, and nobody else shares out what waits in it until this transaction ends.
    public Optional<Team> lock(Tx tx, long id) {
        return find(tx, id, " FOR UPDATE");
    }

    /// A member who is there.
    ///
    /// @param givenAt when they were last given something of the team's by itself
    public record There(long agentId, String name, Optional<Instant> givenAt) {}

    /// The members who are there and may answer, at whichever gateway they are. None of them gets
    /// anything elsewhere, or is disabled, until this transaction ends.
    public List<There> lockThere(Tx tx, long id, Instant now) {
        return tx.query(
                """
                SELECT agent.id, agent.name, given_at
                FROM team_member JOIN agent ON agent.id = agent_id
                WHERE team_id = ? AND disabled_at IS NULL AND FIND_IN_SET(role, ?)
                  AND EXISTS (SELECT 1 FROM agent_presence
                              WHERE agent_presence.agent_id = agent.id AND until_at > ?)
                ORDER BY agent.id FOR UPDATE
                """,
                row -> new There(row.number("id"), row.text("name"), row.instantMaybe("given_at")),
                id,
                WHO_ANSWER,
                now);
    }

    /// Notes that a member was given something of the team's by itself.
    public void given(Tx tx, long id, long agentId, Instant at) {
        tx.change(
                "UPDATE team_member SET given_at = ? WHERE team_id = ? AND agent_id = ?",
                at,
                id,
                agentId);
    }

    public Optional<Team> find(long id) {
        return database.read(tx -> find(tx, id, ""));
    }

    /// The same, in the caller's transaction.
    public Optional<Team> find(Tx tx, long id) {
        return find(tx, id, "");
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
                                            INSERT INTO team
                                              (name, assignment, capacity, give_back_minutes,
                                               version, created_at)
                                            VALUES (?, ?, ?, ?, 1, ?)
                                            RETURNING id
                                            """,
                                            draft.name(),
                                            draft.assignment().policy().wireName(),
                                            draft.assignment().capacity(),
                                            draft.assignment().giveBackMinutes(),
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
                                    """
                                    UPDATE team
                                    SET name = ?, assignment = ?, capacity = ?,
                                        give_back_minutes = ?, version = version + 1
                                    WHERE id = ?
                                    """,
                                    draft.name(),
                                    draft.assignment().policy().wireName(),
                                    draft.assignment().capacity(),
                                    draft.assignment().giveBackMinutes(),
                                    id);
                            part(tx, id, before, draft.members());
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
    /// @throws Refusal `not_found`, or `stale` when it is not what was read
    void remove(Actor actor, long id, IfMatch read) {
        database.write(tx -> {
            var team = find(tx, id, " FOR UPDATE").orElseThrow(Teams::unknown);
            read.check(team.state());
            tx.change("DELETE FROM team WHERE id = ?", id);
            note(tx, actor, "team.removed", id, TeamDraft.of(team));
        });
    }

    private static void join(Tx tx, long id, List<Long> members) {
        for (long agentId : members) {
            tx.change(
                    "INSERT IGNORE INTO team_member (team_id, agent_id) VALUES (?, ?)",
                    id,
                    agentId);
        }
    }

    /// Whoever stays keeps their turn.
    private static void part(Tx tx, long id, Team before, List<Long> staying) {
        before.members().stream()
                .filter(agentId -> !staying.contains(agentId))
                .forEach(agentId ->
                        tx.change(
                                "DELETE FROM team_member WHERE team_id = ? AND agent_id = ?",
                                id,
                                agentId));
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
        json.set("assignment", TeamsApi.json(draft.assignment()));
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
        return new Team(
                row.number("id"),
                row.text("name"),
                members,
                new AutoAssignment(
                        AutoAssignment.Policy.named(row.text("assignment")).orElseThrow(),
                        row.integer("capacity"),
                        row.integer("give_back_minutes")),
                row.integer("version"));
    }
}
