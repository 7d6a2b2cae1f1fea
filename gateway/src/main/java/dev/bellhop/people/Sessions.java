package dev.bellhop.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/// The keeper of `agent_session` and of `agent_seen`, which outlives sessions. A session ends after
/// 12 hours without a request, and after 14 days in any case.
public final class Sessions {
    static final Duration LIFE = Duration.ofDays(14);
    static final Duration IDLE = Duration.ofHours(12);

    /// How long ago somebody may have proved that it is them, where that is asked.
    static final Duration PROOF_LIFE = Duration.ofMinutes(10);

    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final int FORGET_MAX = 500;

    /// A proxy's word of an address can be anything.
    private static final int ADDRESS_MAX = 64;

    private final Database database;
    private final Clock clock;

    /// Sessions whose last use was written within the last minute: a busy panel does not write a
    /// row per request.
    private final Cache<String, Boolean> touched =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TOUCH).build();

    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
    private volatile LongConsumer tell = _ -> {};

    public Sessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A session that has not ended.
    ///
    /// @param id names it; nobody gets in with it
    /// @param agentId whose it is
    /// @param address from where it began; empty where that was not noted
    /// @param newBrowser whether it began in a browser in which they had never signed in
    record Open(
            String id,
            long agentId,
            String agentName,
            Instant since,
            Instant seenAt,
            Optional<String> address,
            String userAgent,
            boolean newBrowser) {
        /// Whether the caller came with it.
        boolean isOf(Caller caller) {
            return caller.session().filter(it -> it.startsWith(id)).isPresent();
        }
    }

    /// Calls the listener with an agent some of whose sessions have ended, or who may do other
    /// things now, after that is so.
    public void onChange(LongConsumer listener) {
        listeners.add(listener);
    }

    void changed(long agentId) {
        changedElsewhere(agentId);
        tell.accept(agentId);
    }

    /// The same, and it was done at another gateway.
    public void changedElsewhere(long agentId) {
        listeners.forEach(listener -> listener.accept(agentId));
    }

    /// Who tells other gateways of it.
    public void tellBy(LongConsumer telling) {
        tell = telling;
    }

    /// How somebody came in.
    ///
    /// @param address from where
    /// @param twoSteps whether they showed more than a password or a link
    /// @param newBrowser whether they had never signed in with this browser
    record Beginning(String address, String userAgent, boolean twoSteps, boolean newBrowser) {}

    /// Begins a session. Who comes in has proved that it is them.
    ///
    /// @return the token for the cookie; only its hash is kept
    String begin(Tx tx, long agentId, Beginning how) {
        var token = Tokens.make();
        var now = clock.instant();
        tx.change(
                """
                INSERT INTO agent_session
                  (token_hash, agent_id, created_at, last_seen_at, expires_at, address,
                   user_agent, proved_at, two_steps, new_browser)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                Tokens.hash(token),
                agentId,
                now,
                now,
                now.plus(LIFE),
                cut(how.address(), ADDRESS_MAX),
                cut(how.userAgent()),
                now,
                how.twoSteps(),
                how.newBrowser());
        seen(tx, agentId, now);
        return token;
    }

    /// As much of a browser's name as is kept.
    static String cut(String userAgent) {
        return cut(userAgent, 255);
    }

    private static String cut(String text, int max) {
        return text.length() > max ? text.substring(0, max) : text;
    }

    /// Notes that somebody has just proved that it is them.
    void proved(Tx tx, Caller caller) {
        tx.change(
                "UPDATE agent_session SET proved_at = ? WHERE token_hash = ?",
                clock.instant(),
                HexFormat.of().parseHex(caller.session().orElseThrow()));
    }

    /// Notes that somebody who had come in by one step has shown a second one.
    void steppedTwice(Tx tx, Caller caller) {
        tx.change(
                "UPDATE agent_session SET two_steps = TRUE WHERE token_hash = ?",
                HexFormat.of().parseHex(caller.session().orElseThrow()));
    }

    boolean hasTwoSteps(Caller caller) {
        return database.read(tx ->
                        tx.one(
                                "SELECT two_steps FROM agent_session WHERE token_hash = ?",
                                row -> row.flag("two_steps"),
                                HexFormat.of().parseHex(caller.session().orElseThrow())))
                .orElse(false);
    }

    /// Who holds this token, while the session lasts and the agent is not disabled.
    public Optional<Caller> find(String token) {
        var caller = find(Tokens.hash(token));
        caller.ifPresent(this::touch);
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
                        SELECT agent.id, agent.name, agent.role,
                               proved_at IS NOT NULL AND proved_at > ? AS proved,
                               NOT two_steps AND
                                 (SELECT everybody FROM second_step_rule WHERE id = 1) AS owes
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
                                        Optional.of(HexFormat.of().formatHex(hash)),
                                        new Caller.Standing(row.flag("proved"), row.flag("owes"))),
                        now.minus(PROOF_LIFE),
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

    private static final String OPEN =
            """
            SELECT LOWER(HEX(LEFT(token_hash, 8))) AS id, agent_id, agent.name,
                   agent_session.created_at, last_seen_at, address, user_agent, new_browser
            FROM agent_session
            JOIN agent ON agent.id = agent_id
            """;

    /// The sessions of an agent that have not ended, the one that was used last first.
    List<Open> of(long agentId) {
        var now = clock.instant();
        return database.read(tx ->
                tx.query(
                        OPEN
                                + """
                                WHERE agent_id = ? AND expires_at > ? AND last_seen_at > ?
                                ORDER BY last_seen_at DESC, token_hash
                                """,
                        Sessions::open,
                        agentId,
                        now,
                        now.minus(IDLE)));
    }

    /// The sessions of all agents that have not ended, by id.
    ///
    /// @param after ids behind this one; empty for the first
    List<Open> page(String after, int limit) {
        var now = clock.instant();
        return database.read(tx ->
                tx.query(
                        OPEN
                                + """
                                WHERE LEFT(token_hash, 8) > UNHEX(?)
                                  AND expires_at > ? AND last_seen_at > ?
                                ORDER BY token_hash
                                LIMIT ?
                                """,
                        Sessions::open,
                        after,
                        now,
                        now.minus(IDLE),
                        limit));
    }

    /// Whose session it is that has this id and has not ended.
    OptionalLong agentOf(String id) {
        var now = clock.instant();
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT agent_id FROM agent_session
                                WHERE LEFT(token_hash, 8) = UNHEX(?)
                                  AND expires_at > ? AND last_seen_at > ?
                                """,
                                row -> OptionalLong.of(row.number("agent_id")),
                                id,
                                now,
                                now.minus(IDLE)))
                .orElseGet(OptionalLong::empty);
    }

    private static Open open(Row row) {
        return new Open(
                row.text("id"),
                row.number("agent_id"),
                row.text("name"),
                row.instant("created_at"),
                row.instant("last_seen_at"),
                row.textMaybe("address"),
                row.text("user_agent"),
                row.flag("new_browser"));
    }

    /// Ends one session of an agent.
    ///
    /// @return whether they had it
    boolean end(Tx tx, long agentId, String id) {
        return tx.change(
                        """
                        DELETE FROM agent_session
                        WHERE agent_id = ? AND LOWER(HEX(LEFT(token_hash, 8))) = ?
                        """,
                        agentId,
                        id)
                > 0;
    }

    /// Ends all sessions of an agent but the one that they came with.
    void endOthers(Tx tx, Caller caller) {
        tx.change(
                "DELETE FROM agent_session WHERE agent_id = ? AND token_hash <> ?",
                caller.id(),
                HexFormat.of().parseHex(caller.session().orElseThrow()));
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

    private void touch(Caller caller) {
        var session = caller.session().orElseThrow();
        if (touched.asMap().putIfAbsent(session, true) == null) {
            database.write(tx -> {
                var now = clock.instant();
                tx.change(
                        "UPDATE agent_session SET last_seen_at = ? WHERE token_hash = ?",
                        now,
                        HexFormat.of().parseHex(session));
                seen(tx, caller.id(), now);
            });
        }
    }

    private static void seen(Tx tx, long agentId, Instant now) {
        tx.change(
                """
                INSERT INTO agent_seen (agent_id, at) VALUES (?, ?)
                ON DUPLICATE KEY UPDATE at = GREATEST(at, ?)
                """,
                agentId,
                now,
                now);
    }
}
