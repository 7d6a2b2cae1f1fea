package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// What people show to prove that it is them, and how often they may try. A browser in which they
/// have signed in before has tries of its own, so nobody elsewhere can use theirs up.
final class Proofs {
    static final int PASSWORD_MAX = 200;
    private static final int EMAIL_MAX = 254;

    private final Database database;
    private final Agents agents;
    private final SecondSteps secondSteps;
    private final KnownBrowsers browsers;
    private final Audit audit;
    private final Limits limits;

    Proofs(
            Database database,
            Agents agents,
            SecondSteps secondSteps,
            KnownBrowsers browsers,
            Audit audit,
            Limits limits) {
        this.database = database;
        this.agents = agents;
        this.secondSteps = secondSteps;
        this.browsers = browsers;
        this.audit = audit;
        this.limits = limits;
    }

    /// Whose password was shown, and {@link Passwords#mark which} it was.
    record Shown(Agent agent, String password) {}

    /// Whose email and password these are; empty when either is wrong, and nothing says which.
    ///
    /// @throws Refusal `rate_limited` after too many tries
    Optional<Shown> byPassword(String email, String password, From from) {
        if (email.length() > EMAIL_MAX || password.length() > PASSWORD_MAX) {
            return Optional.empty();
        }
        var agent = agents.byEmail(email);
        boolean known = agent.filter(it -> browsers.knows(it.id(), from.browser())).isPresent();
        count(agent, email, known, from);
        var hash = agents.passwordHash(email);
        if (hash.isEmpty()) {
            Passwords.fitsNobody(password);
        }
        if (hash.isEmpty() || !Passwords.fits(password, hash.get(), known)) {
            failed(Actor.SYSTEM, "agent.sign_in_failed", "sign-in", from);
            return Optional.empty();
        }
        return agent.map(it -> new Shown(it, Passwords.mark(hash.get())));
    }

    /// @param agent whose address it is: the table finds them by other spellings too, which must
    ///   not be other tries
    private void count(Optional<Agent> agent, String email, boolean known, From from) {
        var who =
                agent.map(it -> "agent " + it.id()).orElseGet(() -> email.toLowerCase(Locale.ROOT));
        if (known) {
            limits.check(Limit.SIGN_IN_KNOWN, browser(from) + " " + who);
        } else {
            limits.checkFrom(Limit.SIGN_IN_ADDRESS, from.network());
            limits.checkFrom(Limit.SIGN_IN, who + " ", from.network());
        }
    }

    /// Limits are kept by what the table keeps, so that no token lies in memory.
    private static String browser(From from) {
        return HexFormat.of().formatHex(Tokens.hash(from.browser().orElseThrow()));
    }

    /// Whether this is the password of somebody who is signed in.
    ///
    /// @throws Refusal `rate_limited` after too many tries
    boolean byOwnPassword(Caller caller, String password, From from) {
        var agent = agents.find(caller.id()).orElseThrow(() -> Refusal.of(Code.NOT_SIGNED_IN));
        boolean known = browsers.knows(agent.id(), from.browser());
        count(Optional.of(agent), agent.email(), known, from);
        boolean fits =
                password.length() <= PASSWORD_MAX
                        && agents.passwordHash(agent.email())
                                .filter(hash -> Passwords.fits(password, hash, known))
                                .isPresent();
        if (!fits) {
            failed(Actor.of(caller), "agent.proof_failed", "agent " + agent.id(), from);
        }
        return fits;
    }

    /// Whether this is a code of somebody's second step that was not used yet. It is used now.
    ///
    /// @param recovery whether it is one of those that they keep for when they have no app
    /// @throws Refusal `rate_limited` after too many tries
    boolean byCode(Agent agent, String code, boolean recovery, From from) {
        var where = browsers.knows(agent.id(), from.browser()) ? browser(from) : "elsewhere";
        limits.check(Limit.SECOND_STEP, agent.id() + " " + where);
        boolean fits =
                recovery
                        ? secondSteps.takesRecovery(agent.id(), code)
                        : secondSteps.takes(agent.id(), code);
        if (!fits) {
            failed(
                    Actor.agent(agent.id(), agent.name()),
                    "agent.second_step_failed",
                    "agent " + agent.id(),
                    from);
        }
        return fits;
    }

    /// Notes that a passkey or a provider did not let somebody in; nobody knows whom.
    void failedElsewhere(From from) {
        failed(Actor.SYSTEM, "agent.sign_in_failed", "sign-in", from);
    }

    /// Counts that a passkey or a provider is asked. A browser in which somebody has signed in
    /// before counts by itself.
    ///
    /// @throws Refusal `rate_limited` after too many
    void countPasskey(From from) {
        if (browsers.isOurs(from.browser())) {
            limits.check(Limit.SIGN_IN_KNOWN, browser(from));
        } else {
            limits.checkFrom(Limit.PASSKEYS, from.network());
        }
    }

    private void failed(Actor actor, String action, String subject, From from) {
        database.write(tx ->
                audit.append(
                        tx,
                        actor,
                        action,
                        subject,
                        Json.text(Json.object().put("address", from.address()))));
    }
}
