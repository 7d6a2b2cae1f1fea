package dev.bellhop.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;

import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/// The keeper of `agent_session`. A session ends after 12 hours without a request, and after 14
/// days in any case.
public final class Sessions {
    static final Duration LIFE = Duration.ofDays(14);
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final int FORGET_MAX = 500;

    private final Database database;
    private final Clock clock;

    /// Sessions whose last use was written within the last minute: a busy panel does not write a
    /// row per request.
    private final Cache<String, Boolean> touched =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TOUCH).build();

    public Sessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Begins a session.
    ///
    /// @return the token for the cookie; only its hash is kept
    String begin(Tx tx, long agentId, String userAgent) {
        var token = Tokens.make();
        var now = clock.instant();
        tx.change(
                """
                INSERT INTO agent_session
                  (token_hash, agent_id, created_at, last_seen_at, expires_at, user_agent)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                Tokens.hash(token),
                agentId,
                now,
                now,
                now.plus(LIFE),
                userAgent.length() > 255 ? userAgent.substring(0, 255) : userAgent);
        return token;
    }

    /// Who holds this token, while the session lasts and the agent is not disabled.
    public Optional<Caller> find(String token) {
        var caller = find(Tokens.hash(token));
        caller.flatMap(Caller::session).ifPresent(this::touch);
        return caller;
    }

    /// The same caller as they are now, while the session that they came with lasts; asking does
    /// not prolong it. What stays open for hours asks now and then.
    public Optional<Caller> still(Caller caller) {
        return caller.session().flatMap(session -> find(HexFormat.of().parseHex(session)));
    }

    private Optional<Caller> find(byte[] hash) {
        var now = clock.instant();
        return database.read(tx ->
                tx.one(
                        """
                        SELECT agent.id, agent.name, agent.role
                        FROM agent_session
                        JOIN agent ON agent.id = agent_session.agent_id
                        WHERE token_hash = ? AND expires_at > ? AND last_seen_at > ?
                          AND agent.disabled_at IS NULL
                        """,
                        row ->
                                new Caller(
                                        Caller.Kind.AGENT,
                                        row.number("id"),
                                        row.text("name"),
                                        Role.read(row.text("role")).permissions(),
                                        Optional.of(HexFormat.of().formatHex(hash))),
                        hash,
                        now,
                        now.minus(IDLE)));
    }

    /// How many sessions there are that have not ended.
    public long count() {
        var now = clock.instant();
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT COUNT(*) AS n FROM agent_session
                                WHERE expires_at > ? AND last_seen_at > ?
                                """,
                                row -> row.number("n"),
                                now,
                                now.minus(IDLE)))
                .orElseThrow();
    }

    /// Ends one session.
    void end(Tx tx, String session) {
        tx.change(
                "DELETE FROM agent_session WHERE token_hash = ?", HexFormat.of().parseHex(session));
    }

    /// Ends all sessions of an agent.
    void endAll(Tx tx, long agentId) {
        tx.change("DELETE FROM agent_session WHERE agent_id = ?", agentId);
    }

    /// Removes sessions that have ended by themselves, a batch of them at most.
    public void forgetEnded() {
        var now = clock.instant();
        database.write(tx ->
                tx.change(
                        """
                        DELETE FROM agent_session
                        WHERE expires_at <= ? OR last_seen_at <= ?
                        LIMIT ?
                        """,
                        now,
                        now.minus(IDLE),
                        FORGET_MAX));
    }

    private void touch(String session) {
        if (touched.asMap().putIfAbsent(session, true) == null) {
            database.write(tx ->
                    tx.change(
                            "UPDATE agent_session SET last_seen_at = ? WHERE token_hash = ?",
                            clock.instant(),
                            HexFormat.of().parseHex(session)));
        }
    }
}
