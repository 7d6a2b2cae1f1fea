package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The keeper of `one_time_link`: addresses that let one agent set a password, once. Each agent has
/// one at the most, and only its hash is kept.
public final class OneTimeLinks {
    static final Duration LIFE = Duration.ofHours(24);
    private static final int FORGET_MAX = 500;

    private final Database database;
    private final Audit audit;
    private final Clock clock;

    OneTimeLinks(Database database, Audit audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes a link; one that the agent had is void.
    ///
    /// @return the token that ends its address
    public String make(Actor actor, long agentId) {
        return database.inTransaction(tx -> make(tx, actor, agentId));
    }

    String make(Tx tx, Actor actor, long agentId) {
        var token = Tokens.make();
        forget(tx, agentId);
        tx.change(
                """
                INSERT INTO one_time_link (token_hash, agent_id, created_at, expires_at)
                VALUES (?, ?, ?, ?)
                """,
                Tokens.hash(token),
                agentId,
                clock.instant(),
                clock.instant().plus(LIFE));
        audit.append(tx, actor, "agent.link_made", "agent " + agentId, "{}");
        return token;
    }

    /// Whose link this is, while it is good; looking does not use it up.
    Optional<Long> holder(String token) {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT agent_id FROM one_time_link
                        WHERE token_hash = ? AND expires_at > ?
                        """,
                        row -> row.number("agent_id"),
                        Tokens.hash(token),
                        clock.instant()));
    }

    /// Uses a link up.
    ///
    /// @return whether it was there; of two at once only one uses it
    boolean use(Tx tx, String token) {
        return tx.change("DELETE FROM one_time_link WHERE token_hash = ?", Tokens.hash(token)) > 0;
    }

    /// Makes whatever link an agent has void.
    void forget(Tx tx, long agentId) {
        tx.change("DELETE FROM one_time_link WHERE agent_id = ?", agentId);
    }

    /// Removes links that nobody used in time, a batch of them at most.
    public void forgetOld() {
        database.write(tx ->
                tx.change(
                        "DELETE FROM one_time_link WHERE expires_at <= ? LIMIT ?",
                        clock.instant(),
                        FORGET_MAX));
    }
}
