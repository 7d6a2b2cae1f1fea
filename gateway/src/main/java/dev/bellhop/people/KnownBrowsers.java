package dev.bellhop.people;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The keeper of `agent_browser`: in which browsers an agent has signed in. Each has a cookie with
/// a random token, which lets nobody in, and outlives sessions.
public final class KnownBrowsers {
    /// Browsers keep no cookie for longer than 400 days.
    static final Duration LIFE = Duration.ofDays(400);

    static final Duration TRUST = Duration.ofDays(30);

    /// How long a new browser is told of in those that came after it.
    static final Duration NEWS = Duration.ofDays(7);

    private static final int FORGET_MAX = 500;

    private final Database database;
    private final Clock clock;

    public KnownBrowsers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A browser in which somebody has come in.
    ///
    /// @param token for its cookie
    /// @param isNew whether they had come in with others before and never with this one
    record Met(String token, boolean isNew) {}

    /// Whether somebody has signed in with it before.
    boolean knows(long agentId, Optional<String> token) {
        return token.flatMap(it -> database.read(tx -> row(tx, agentId, it, "TRUE"))).isPresent();
    }

    /// Whether anybody has signed in with it before.
    boolean isOurs(Optional<String> token) {
        return token.flatMap(it ->
                        database.read(tx ->
                                tx.one(
                                        """
                                        SELECT told FROM agent_browser
                                        WHERE token_hash = ? LIMIT 1
                                        """,
                                        row -> row.flag("told"),
                                        Tokens.hash(it))))
                .isPresent();
    }

    /// Whether they asked not to be asked there for a second step, not longer ago than that holds.
    boolean trusts(long agentId, Optional<String> token) {
        var now = clock.instant();
        return token.flatMap(
                        it -> database.read(tx -> row(tx, agentId, it, "trusted_until > ?", now)))
                .isPresent();
    }

    private static Optional<Boolean> row(
            Tx tx, long agentId, String token, String condition, Object... parameters) {
        var all = new Object[parameters.length + 2];
        all[0] = agentId;
        all[1] = Tokens.hash(token);
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return tx.one(
                "SELECT told FROM agent_browser WHERE agent_id = ? AND token_hash = ? AND "
                        + condition,
                row -> row.flag("told"),
                all);
    }

    /// Notes that somebody has come in with a browser. A token that the gateway has not made is
    /// replaced.
    Met meet(Tx tx, long agentId, From from) {
        var ours =
                from.browser()
                        .filter(it ->
                                tx.one(
                                                "SELECT agent_id FROM agent_browser WHERE"
                                                        + " token_hash = ? LIMIT 1",
                                                row -> row.number("agent_id"),
                                                Tokens.hash(it))
                                        .isPresent());
        var token = ours.orElseGet(Tokens::make);
        boolean first =
                tx.one(
                                "SELECT told FROM agent_browser WHERE agent_id = ? LIMIT 1",
                                row -> row.flag("told"),
                                agentId)
                        .isEmpty();
        boolean known = row(tx, agentId, token, "TRUE").isPresent();
        var now = clock.instant();
        tx.change(
                """
                INSERT INTO agent_browser
                  (token_hash, agent_id, user_agent, first_at, last_at, told)
                VALUES (?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE last_at = VALUES(last_at), user_agent = VALUES(user_agent)
                """,
                Tokens.hash(token),
                agentId,
                Sessions.cut(from.userAgent()),
                now,
                now,
                first);
        return new Met(token, !known && !first);
    }

    /// From now on nobody is asked for a second step there, for a while.
    void trust(Tx tx, long agentId, String token) {
        tx.change(
                "UPDATE agent_browser SET trusted_until = ? WHERE agent_id = ? AND token_hash = ?",
                clock.instant().plus(TRUST),
                agentId,
                Tokens.hash(token));
    }

    /// Everywhere else they are asked again.
    void distrustAll(Tx tx, long agentId) {
        tx.change("UPDATE agent_browser SET trusted_until = NULL WHERE agent_id = ?", agentId);
    }

    /// Browsers that were new and of which somebody has not been told, but for the one they use.
    List<Entrance.NewBrowser> news(Tx tx, long agentId, String token) {
        return tx.query(
                """
                SELECT user_agent, first_at FROM agent_browser
                WHERE agent_id = ? AND NOT told AND token_hash <> ?
                ORDER BY first_at
                """,
                row -> new Entrance.NewBrowser(row.text("user_agent"), row.instant("first_at")),
                agentId,
                Tokens.hash(token));
    }

    List<Entrance.NewBrowser> news(long agentId, String token) {
        return database.read(tx -> news(tx, agentId, token));
    }

    /// They have been told, as far as this browser may say so: of those that came after it, and of
    /// what is old. Else whoever comes in with two browsers of theirs would answer for the agent.
    void told(long agentId, String token) {
        database.write(tx -> {
            var since =
                    tx.one(
                            """
                            SELECT first_at FROM agent_browser
                            WHERE agent_id = ? AND token_hash = ?
                            """,
                            row -> row.instant("first_at"),
                            agentId,
                            Tokens.hash(token));
            tx.change(
                    """
                    UPDATE agent_browser SET told = TRUE
                    WHERE agent_id = ? AND (first_at > ? OR first_at <= ?)
                    """,
                    agentId,
                    since.orElse(clock.instant()),
                    clock.instant().minus(NEWS));
        });
    }

    /// Removes browsers whose cookie has ended, a batch of them at most.
    public void forgetOld() {
        database.write(tx ->
                tx.change(
                        "DELETE FROM agent_browser WHERE last_at <= ? LIMIT ?",
                        clock.instant().minus(LIFE),
                        FORGET_MAX));
    }
}
