package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The keeper of `agent`.
public final class Agents {
    private static final String COLUMNS = "id, email, name, role, password_hash, disabled_at";

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    public Agents(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    public long add(Actor actor, String email, String name, Role role) {
        return database.inTransaction(tx -> {
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
            audit.append(
                    tx,
                    actor,
                    "agent.added",
                    "agent " + id,
                    Json.text(Json.object().put("name", name).put("role", role.wireName())));
            return id;
        });
    }

    public Optional<Agent> find(long id) {
        return database.read(
                tx -> tx.one("SELECT " + COLUMNS + " FROM agent WHERE id = ?", Agents::agent, id));
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

    void setPassword(Tx tx, long id, String hash) {
        tx.change("UPDATE agent SET password_hash = ? WHERE id = ?", hash, id);
    }

    private static Agent agent(Row row) {
        return new Agent(
                row.number("id"),
                row.text("email"),
                row.text("name"),
                Role.read(row.text("role")),
                row.instantMaybe("disabled_at").isPresent(),
                row.textMaybe("password_hash").isPresent());
    }
}
