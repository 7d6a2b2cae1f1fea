package dev.bellhop.people;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.audit.Changes;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The keeper of `agent`.
public final class Agents {
    static final String COLUMNS = "id, email, name, role, password_hash, disabled_at, version";

    private final Database database;
    private final Audit audit;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Agents(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// Calls the listener after somebody was disabled or enabled here.
    public void onStanding(Runnable listener) {
        listeners.add(listener);
    }

    /// Somebody was disabled or enabled; to be told after the commit.
    void standingChanged() {
        listeners.forEach(Runnable::run);
    }

    public long add(Actor actor, String email, String name, Role role) {
        return database.inTransaction(tx -> add(tx, actor, email, name, role));
    }

    long add(Tx tx, Actor actor, String email, String name, Role role) {
        long id =
                tx.insert(
                        """
                        INSERT INTO agent (email, name, role, created_at)
                        VALUES (?, ?, ?, ?)
                        RETURNING id
                        """,
                        email.toLowerCase(Locale.ROOT),
                        name,
                        role.wireName(),
                        clock.instant());
        note(tx, actor, "agent.added", id, Json.text(json(name, role)));
        return id;
    }

    /// An agent and every owner, held until the transaction ends, so that of two who take each
    /// other's role away one is too late.
    List<Agent> lockWithOwners(Tx tx, long id) {
        return tx.query(
                "SELECT "
                        + COLUMNS
                        + " FROM agent WHERE role = 'owner' OR id = ? ORDER BY id FOR UPDATE",
                Agents::agent,
                id);
    }

    void change(Tx tx, Actor actor, Agent before, AgentDraft draft) {
        tx.change(
                """
                UPDATE agent SET email = ?, name = ?, role = ?, version = version + 1 WHERE id = ?
                """,
                draft.email(),
                draft.name(),
                draft.role().wireName(),
                before.id());
        // Addresses are left out: an entry outlives the agent.
        var detail =
                Changes.between(
                                json(before.name(), before.role()),
                                json(draft.name(), draft.role()))
                        .put("agent", before.name())
                        .put("email_changed", !draft.email().equals(before.email()));
        note(tx, actor, "agent.changed", before.id(), Json.text(detail));
    }

    private static ObjectNode json(String name, Role role) {
        return Json.object().put("name", name).put("role", role.wireName());
    }

    /// @param gaveBack how many conversations they had, for the audit log
    void disable(Tx tx, Actor actor, Agent agent, int gaveBack) {
        tx.change(
                "UPDATE agent SET disabled_at = ?, version = version + 1 WHERE id = ?",
                clock.instant(),
                agent.id());
        note(
                tx,
                actor,
                "agent.disabled",
                agent.id(),
                Json.text(Json.object().put("conversations_given_back", gaveBack)));
    }

    void enable(Tx tx, Actor actor, Agent agent) {
        tx.change(
                "UPDATE agent SET disabled_at = NULL, version = version + 1 WHERE id = ?",
                agent.id());
        note(tx, actor, "agent.enabled", agent.id(), "{}");
    }

    void note(Tx tx, Actor actor, String action, long id, String detail) {
        audit.append(tx, actor, action, "agent " + id, detail);
    }

    public Optional<Agent> find(long id) {
        return database.read(tx -> find(tx, id));
    }

    /// The same, in the caller's transaction.
    public Optional<Agent> find(Tx tx, long id) {
        return tx.one("SELECT " + COLUMNS + " FROM agent WHERE id = ?", Agents::agent, id);
    }

    public List<Agent> all() {
        return database.read(
                tx -> tx.query("SELECT " + COLUMNS + " FROM agent ORDER BY id", Agents::agent));
    }

    Optional<String> passwordHash(String email) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT password_hash FROM agent
                        WHERE email = ? AND disabled_at IS NULL AND password_hash IS NOT NULL
                        """,
                        row -> row.text("password_hash"),
                        email.toLowerCase(Locale.ROOT)));
    }

    Optional<Agent> byEmail(String email) {
        return database.read(tx ->
                tx.one(
                        "SELECT " + COLUMNS + " FROM agent WHERE email = ?",
                        Agents::agent,
                        email.toLowerCase(Locale.ROOT)));
    }

    /// {@link Passwords#mark Which} password somebody has who is not disabled, held until the
    /// transaction ends: nobody sets another one or disables them meanwhile.
    ///
    /// @return empty for whoever is disabled; none that anybody knows for whoever has no password
    Optional<String> lockPassword(Tx tx, long id) {
        return tx.one(
                """
                SELECT COALESCE(password_hash, '') AS hash FROM agent
                WHERE id = ? AND disabled_at IS NULL
                FOR UPDATE
                """,
                row -> Passwords.mark(row.text("hash")),
                id);
    }

    void setPassword(Tx tx, long id, String hash) {
        tx.change("UPDATE agent SET password_hash = ? WHERE id = ?", hash, id);
    }

    static Agent agent(Row row) {
        return new Agent(
                row.number("id"),
                row.text("email"),
                row.text("name"),
                Role.read(row.text("role")),
                row.instantMaybe("disabled_at").isPresent(),
                row.textMaybe("password_hash").isPresent(),
                row.integer("version"));
    }
}
