package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Peers;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Signing in and out: a one-time link that sets the first password, then the password.
public final class SignIn {
    /// The shortest password that is taken; nothing else is asked of it (NIST SP 800-63B).
    public static final int PASSWORD_MIN = 12;

    private static final int PASSWORD_MAX = 200;
    private static final int EMAIL_MAX = 254;
    static final Duration LINK_LIFE = Duration.ofHours(24);
    private static final int FORGET_MAX = 500;

    private final Database database;
    private final Agents agents;
    private final Sessions sessions;
    private final Audit audit;
    private final Limits limits;
    private final Clock clock;

    public SignIn(
            Database database,
            Agents agents,
            Sessions sessions,
            Audit audit,
            Limits limits,
            Clock clock) {
        this.database = database;
        this.agents = agents;
        this.sessions = sessions;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
    }

    /// Makes a link that signs an agent in once and lets them set a password.
    ///
    /// @return the token that ends its address
    public String link(Actor actor, long agentId) {
        return database.inTransaction(tx -> link(tx, actor, agentId));
    }

    String link(Tx tx, Actor actor, long agentId) {
        var token = Tokens.make();
        forgetLinks(tx, agentId);
        tx.change(
                """
                INSERT INTO one_time_link (token_hash, agent_id, created_at, expires_at)
                VALUES (?, ?, ?, ?)
                """,
                Tokens.hash(token),
                agentId,
                clock.instant(),
                clock.instant().plus(LINK_LIFE));
        audit.append(tx, actor, "agent.link_made", "agent " + agentId, "{}");
        return token;
    }

    /// Makes whatever link an agent has void.
    void forgetLinks(Tx tx, long agentId) {
        tx.change("DELETE FROM one_time_link WHERE agent_id = ?", agentId);
    }

    /// Whose link this is, while it is good; looking does not use it up.
    public Optional<Agent> holder(String link) {
        return database.read(tx ->
                        tx.one(
                                """
                                SELECT agent_id FROM one_time_link
                                WHERE token_hash = ? AND expires_at > ?
                                """,
                                row -> row.number("agent_id"),
                                Tokens.hash(link),
                                clock.instant()))
                .flatMap(agents::find)
                .filter(agent -> !agent.disabled());
    }

    /// Uses a link up: sets the password, ends other sessions, begins one.
    ///
    /// @return the session's token
    /// @throws Refusal `gone` when the link is used or old, `invalid` when the password is too
    ///   short or too long
    public String redeem(String link, String password, String userAgent) {
        refuseUnfit(password);
        var agent = holder(link).orElseThrow(() -> Refusal.of(Code.GONE));
        var hash = Passwords.hash(password);
        var session =
                database.inTransaction(tx -> {
                    long used =
                            tx.change(
                                    "DELETE FROM one_time_link WHERE token_hash = ?",
                                    Tokens.hash(link));
                    if (used == 0) {
                        throw Refusal.of(Code.GONE);
                    }
                    agents.setPassword(tx, agent.id(), hash);
                    sessions.endAll(tx, agent.id());
                    var actor = Actor.agent(agent.id(), agent.name());
                    audit.append(tx, actor, "agent.password_set", "agent " + agent.id(), "{}");
                    audit.append(
                            tx,
                            actor,
                            "agent.signed_in",
                            "agent " + agent.id(),
                            "{\"by\":\"link\"}");
                    return sessions.begin(tx, agent.id(), userAgent);
                });
        sessions.changed(agent.id());
        return session;
    }

    private static void refuseUnfit(String password) {
        if (password.length() < PASSWORD_MIN) {
            throw Refusal.of(Code.INVALID, "Use at least " + PASSWORD_MIN + " characters.");
        }
        if (password.length() > PASSWORD_MAX) {
            throw Refusal.of(Code.INVALID, "Use at most " + PASSWORD_MAX + " characters.");
        }
    }

    /// Sets another password for somebody who is signed in and knows the present one, and ends
    /// their other sessions.
    ///
    /// @return whether the present one was right; else nothing has changed
    /// @throws Refusal `invalid` when the new one is too short or too long, `rate_limited` after
    ///   too many tries
    public boolean changePassword(Caller caller, String present, String wanted, String address) {
        refuseUnfit(wanted);
        var agent = agents.find(caller.id()).orElseThrow(() -> Refusal.of(Code.NOT_SIGNED_IN));
        limits.check(Limit.SIGN_IN, Peers.prefix(address) + " " + agent.email());
        var fits =
                present.length() <= PASSWORD_MAX
                        && agents.passwordHash(agent.email())
                                .filter(hash -> Passwords.fits(present, hash))
                                .isPresent();
        if (!fits) {
            return false;
        }
        var hash = Passwords.hash(wanted);
        database.write(tx -> {
            agents.setPassword(tx, agent.id(), hash);
            sessions.endOthers(tx, caller);
            audit.append(
                    tx,
                    Actor.of(caller),
                    "agent.password_set",
                    "agent " + agent.id(),
                    "{\"by\":\"password\"}");
        });
        sessions.changed(agent.id());
        return true;
    }

    /// Removes links that nobody used in time, a batch of them at most.
    public void forgetOldLinks() {
        database.write(tx ->
                tx.change(
                        "DELETE FROM one_time_link WHERE expires_at <= ? LIMIT ?",
                        clock.instant(),
                        FORGET_MAX));
    }

    /// Signs in with a password.
    ///
    /// @param address where the request comes from
    /// @return the session's token; empty when email or password is wrong, and nothing says which
    /// @throws Refusal `rate_limited` after too many tries
    public Optional<String> withPassword(
            String email, String password, String address, String userAgent) {
        if (email.length() > EMAIL_MAX || password.length() > PASSWORD_MAX) {
            return Optional.empty();
        }
        limits.check(Limit.SIGN_IN_ADDRESS, Peers.prefix(address));
        limits.check(Limit.SIGN_IN, Peers.prefix(address) + " " + email.toLowerCase(Locale.ROOT));
        var hash = agents.passwordHash(email);
        if (hash.isEmpty()) {
            Passwords.fitsNobody(password);
        }
        if (hash.isEmpty() || !Passwords.fits(password, hash.get())) {
            database.write(tx ->
                    audit.append(
                            tx,
                            Actor.SYSTEM,
                            "agent.sign_in_failed",
                            "sign-in",
                            Json.text(Json.object().put("address", address))));
            return Optional.empty();
        }
        var agent = agents.byEmail(email).orElseThrow();
        return Optional.of(
                database.inTransaction(tx -> {
                    audit.append(
                            tx,
                            Actor.agent(agent.id(), agent.name()),
                            "agent.signed_in",
                            "agent " + agent.id(),
                            "{\"by\":\"password\"}");
                    return sessions.begin(tx, agent.id(), userAgent);
                }));
    }

    /// Whose session this is, while it lasts.
    Optional<Caller> whose(String session) {
        return sessions.find(session);
    }

    /// Ends the caller's session.
    public void out(Caller caller) {
        caller.session()
                .ifPresent(session ->
                        database.write(tx -> {
                            sessions.end(tx, session);
                            audit.append(
                                    tx,
                                    Actor.agent(caller.id(), caller.name()),
                                    "agent.signed_out",
                                    "agent " + caller.id(),
                                    "{}");
                        }));
        sessions.changed(caller.id());
    }
}
