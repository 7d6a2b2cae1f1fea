package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Signing in and out: a one-time link that sets the first password, then the password, and the
/// second step of whoever has one. No session begins between the two.
public final class SignIn {
    /// The shortest password that is taken; nothing else is asked of it (NIST SP 800-63B).
    public static final int PASSWORD_MIN = 12;

    /// What it stands on.
    public record Ground(
            Database database,
            Agents agents,
            Sessions sessions,
            SecondSteps secondSteps,
            PasskeyDesk passkeys,
            SecondStepRule rule,
            KnownBrowsers browsers,
            Audit audit,
            Limits limits,
            Clock clock) {}

    private final Database database;
    private final Agents agents;
    private final Sessions sessions;
    private final SecondSteps secondSteps;
    private final PasskeyDesk passkeys;
    private final SecondStepRule rule;
    private final KnownBrowsers browsers;
    private final Audit audit;
    private final OneTimeLinks links;
    private final Proofs proofs;
    private final Brief<Begun> begun;

    public SignIn(Ground ground) {
        this.database = ground.database();
        this.agents = ground.agents();
        this.sessions = ground.sessions();
        this.secondSteps = ground.secondSteps();
        this.passkeys = ground.passkeys();
        this.rule = ground.rule();
        this.browsers = ground.browsers();
        this.audit = ground.audit();
        this.links = new OneTimeLinks(database, audit, ground.clock());
        this.proofs = new Proofs(database, agents, secondSteps, browsers, audit, ground.limits());
        this.begun = new Brief<>(ground.clock());
    }

    /// A sign-in whose first step was right.
    ///
    /// @param by what it was
    /// @param password which they had then; what is begun ends with it
    private record Begun(long agentId, String by, String password) {}

    /// How somebody came in.
    ///
    /// @param second what they showed beside the first; empty for nothing
    /// @param password which they must still have; empty where it was not asked for
    private record How(String by, Optional<String> second, Optional<String> password) {
        /// By something that is both steps at once.
        static How whole(String by, String second) {
            return new How(by, Optional.of(second), Optional.empty());
        }

        String json() {
            var detail = Json.object().put("by", by);
            second.ifPresent(it -> detail.put("second", it));
            return Json.text(detail);
        }
    }

    Proofs proofs() {
        return proofs;
    }

    /// The links by which a password is set.
    public OneTimeLinks links() {
        return links;
    }

    /// Whose link this is, while it is good and they are not disabled.
    public Optional<Agent> holder(String link) {
        return links.holder(link).flatMap(agents::find).filter(agent -> !agent.disabled());
    }

    /// Uses a link up: sets the password and ends other sessions. It is no second step, so whoever
    /// has one is asked for it.
    ///
    /// @throws Refusal `gone` when the link is used or old, `invalid` when the password is too
    ///   short or too long
    public Entrance redeem(String link, String password, From from) {
        var agent = holder(link).orElseThrow(() -> Refusal.of(Code.GONE));
        refuseUnfit(password, agent);
        var hash = Passwords.hash(password);
        database.write(tx -> {
            if (!links.use(tx, link)) {
                throw Refusal.of(Code.GONE);
            }
            agents.setPassword(tx, agent.id(), hash);
            browsers.distrustAll(tx, agent.id());
            sessions.endAll(tx, agent.id());
            note(tx, agent, "agent.password_set", "{}");
        });
        var entrance = goOn(agent, "link", Passwords.mark(hash), from);
        sessions.changed(agent.id());
        return entrance;
    }

    private static void refuseUnfit(String password, Agent whose) {
        if (password.length() < PASSWORD_MIN) {
            throw Refusal.of(Code.INVALID, "Use at least " + PASSWORD_MIN + " characters.");
        }
        if (password.length() > Proofs.PASSWORD_MAX) {
            throw Refusal.of(Code.INVALID, "Use at most " + Proofs.PASSWORD_MAX + " characters.");
        }
        if (Guesses.isEasy(password, List.of(whose.email(), whose.name()))) {
            throw Refusal.of(
                    Code.INVALID,
                    "This is one of the first that somebody would try. Three or four words that do"
                            + " not belong together are better.");
        }
    }

    /// Sets another password for somebody who is signed in and knows the present one, and ends
    /// their other sessions.
    ///
    /// @return whether the present one was right; else nothing has changed
    /// @throws Refusal `invalid` when the new one is too short or too long, `rate_limited` after
    ///   too many tries
    public boolean changePassword(Caller caller, String present, String wanted, From from) {
        refuseUnfit(wanted, agents.find(caller.id()).orElseThrow());
        if (!proofs.byOwnPassword(caller, present, from)) {
            return false;
        }
        var hash = Passwords.hash(wanted);
        database.write(tx -> {
            agents.setPassword(tx, caller.id(), hash);
            browsers.distrustAll(tx, caller.id());
            sessions.endOthers(tx, caller);
            sessions.proved(tx, caller);
            audit.append(
                    tx,
                    Actor.of(caller),
                    "agent.password_set",
                    "agent " + caller.id(),
                    "{\"by\":\"password\"}");
        });
        sessions.changed(caller.id());
        return true;
    }

    /// Signs in with a password, as far as that goes.
    ///
    /// @throws Refusal `rate_limited` after too many tries
    public Entrance withPassword(String email, String password, From from) {
        return proofs.byPassword(email, password, from)
                .map(shown -> goOn(shown.agent(), "password", shown.password(), from))
                .orElseGet(Entrance.Wrong::new);
    }

    private Entrance goOn(Agent agent, String by, String password, From from) {
        if (!secondSteps.isOn(agent.id())) {
            // Else whoever has their password alone could set up a second step in their place.
            if (rule.isForEverybody() && passkeys.passkeys().has(agent.id())) {
                return new Entrance.AskedForPasskey();
            }
            var alone = new How(by, Optional.empty(), Optional.of(password));
            return begin(agent, alone, from, false);
        }
        if (by.equals("password") && browsers.trusts(agent.id(), from.browser())) {
            var trusted = new How(by, Optional.of("trusted browser"), Optional.of(password));
            return begin(agent, trusted, from, false);
        }
        return new Entrance.Halfway(begun.keep(new Begun(agent.id(), by, password)));
    }

    /// Signs in with a passkey, which is both steps: a device that somebody has, and what unlocks
    /// it.
    Entrance withPasskey(String challenge, String answer, From from) {
        if (!passkeys.takes(challenge)) {
            // Nobody was asked, so nothing was tried that is to be kept.
            return new Entrance.Wrong();
        }
        return passkeys.holder(challenge, answer)
                .map(agent -> begin(agent, How.whole("passkey", "the device's own"), from, false))
                .orElseGet(() -> {
                    proofs.failedElsewhere(from);
                    return new Entrance.Wrong();
                });
    }

    /// Signs in whoever has shown a verified address to the provider of single sign-on, if somebody
    /// here has it. A second step is the provider's to ask for.
    Entrance withOpenId(String email, From from) {
        return agents.byEmail(email)
                // The table finds é by e; a provider's word is for one address and no other.
                .filter(agent -> lower(agent.email()).equals(lower(email)))
                .filter(agent -> !agent.disabled())
                .map(agent ->
                        begin(
                                agent,
                                How.whole("single sign-on", "the provider's own"),
                                from,
                                false))
                .orElseGet(() -> {
                    proofs.failedElsewhere(from);
                    return new Entrance.Wrong();
                });
    }

    private static String lower(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    /// Nobody is trusted any more to come in with a password alone, in whatever browser it was.
    void distrustBrowsers(Tx tx, long agentId) {
        browsers.distrustAll(tx, agentId);
    }

    PasskeyDesk passkeys() {
        return passkeys;
    }

    /// Who has shown the first step of this sign-in, and not waited too long since.
    Optional<Agent> begunBy(String token) {
        return begun.look(token)
                .filter(it ->
                        database.inTransaction(tx -> agents.lockPassword(tx, it.agentId()))
                                .filter(it.password()::equals)
                                .isPresent())
                .flatMap(it -> agents.find(it.agentId()));
    }

    /// Signs in with a code, after the first step.
    ///
    /// @param recovery whether the code is one of those for when there is no app
    /// @param trust whether this browser is not to be asked for one for a while
    /// @throws Refusal `gone` when the first step was too long ago, `rate_limited` after too many
    ///   tries
    Entrance withCode(String token, String code, boolean recovery, boolean trust, From from) {
        var agent = begunBy(token).orElseThrow(SignIn::tooLate);
        if (!proofs.byCode(agent, code, recovery, from)) {
            return new Entrance.Wrong();
        }
        var first = begun.take(token).orElseThrow(SignIn::tooLate);
        var second = recovery ? "recovery code" : "app";
        var how = new How(first.by(), Optional.of(second), Optional.of(first.password()));
        var entrance = begin(agent, how, from, trust);
        if (entrance instanceof Entrance.Wrong) {
            throw tooLate();
        }
        return entrance;
    }

    private static Refusal tooLate() {
        return Refusal.of(Code.GONE, "That took too long. Begin anew.");
    }

    /// Lets somebody in. What the browser had before ends: whoever finds an old token has nothing.
    ///
    /// @return wrong for whoever was disabled, or got another password, since they showed theirs
    private Entrance begin(Agent agent, How how, From from, boolean trust) {
        var before = from.session().flatMap(sessions::find);
        var entrance = database.inTransaction(tx -> begin(tx, agent, how, from, trust, before));
        if (entrance instanceof Entrance.Inside) {
            before.ifPresent(it -> sessions.changed(it.id()));
        }
        return entrance;
    }

    private Entrance begin(
            Tx tx, Agent agent, How how, From from, boolean trust, Optional<Caller> before) {
        var password = agents.lockPassword(tx, agent.id());
        if (password.isEmpty()
                || how.password().filter(it -> !it.equals(password.get())).isPresent()) {
            return new Entrance.Wrong();
        }
        before.ifPresent(it -> end(tx, it, "{\"by\":\"signing in again\"}"));
        var browser = browsers.meet(tx, agent.id(), from);
        if (trust) {
            browsers.trust(tx, agent.id(), browser.token());
        }
        note(tx, agent, "agent.signed_in", how.json());
        if (browser.isNew()) {
            var detail =
                    Json.object()
                            .put("browser", BrowserName.of(from.userAgent()))
                            .put("address", from.address());
            note(tx, agent, "agent.new_device", Json.text(detail));
        }
        var session =
                sessions.begin(
                        tx,
                        agent.id(),
                        new Sessions.Beginning(
                                from.address(),
                                from.userAgent(),
                                how.second().isPresent(),
                                browser.isNew()));
        return new Entrance.Inside(
                session, browser.token(), browsers.news(tx, agent.id(), browser.token()));
    }

    /// Browsers that were new and of which somebody has not been told.
    List<Entrance.NewBrowser> news(Caller caller, From from) {
        return browsers.news(caller.id(), from.browser().orElse(""));
    }

    /// They have seen them.
    void told(Caller caller, From from) {
        browsers.told(caller.id(), from.browser().orElse(""));
    }

    /// Whether the session that somebody came with has two steps behind it.
    boolean hasComeInTwice(Caller caller) {
        return sessions.hasTwoSteps(caller);
    }

    String emailOf(Caller caller) {
        return agents.find(caller.id()).map(Agent::email).orElse("");
    }

    /// Notes that somebody who is signed in has just proved that it is them.
    void proved(Caller caller, String by) {
        database.write(tx -> {
            sessions.proved(tx, caller);
            audit.append(
                    tx,
                    Actor.of(caller),
                    "agent.proved",
                    "agent " + caller.id(),
                    Json.text(Json.object().put("by", by)));
        });
    }

    /// Turns the second step on with a key that an app has shown to hold. Other sessions end,
    /// because they came in without.
    ///
    /// @return the recovery codes, in clear this once; empty when the code does not fit
    Optional<List<String>> turnOnSecondStep(Caller caller, String token, String code) {
        var codes =
                secondSteps
                        .confirm(caller, token, code)
                        .map(confirmed ->
                                database.inTransaction(tx -> {
                                    var made = secondSteps.turnOn(tx, caller, confirmed);
                                    browsers.distrustAll(tx, caller.id());
                                    sessions.endOthers(tx, caller);
                                    sessions.steppedTwice(tx, caller);
                                    return made;
                                }));
        if (codes.isPresent()) {
            sessions.changed(caller.id());
        }
        return codes;
    }

    /// Turns somebody's second step off.
    ///
    /// @return whether it was on
    boolean turnOffSecondStep(Tx tx, Actor actor, long agentId) {
        browsers.distrustAll(tx, agentId);
        return secondSteps.turnOff(tx, actor, agentId);
    }

    /// Takes from somebody all that they can show beside their password.
    ///
    /// @return whether there was anything
    boolean takeOff(Tx tx, Actor actor, long agentId) {
        boolean step = turnOffSecondStep(tx, actor, agentId);
        return passkeys.passkeys().removeAll(tx, actor, agentId) || step;
    }

    boolean turnOffSecondStep(Caller caller) {
        return database.inTransaction(tx -> turnOffSecondStep(tx, Actor.of(caller), caller.id()));
    }

    private void note(Tx tx, Agent agent, String action, String detail) {
        audit.append(
                tx, Actor.agent(agent.id(), agent.name()), action, "agent " + agent.id(), detail);
    }

    /// Whose session this is, while it lasts.
    Optional<Caller> whose(String session) {
        return sessions.find(session);
    }

    /// Ends the caller's session.
    public void out(Caller caller) {
        database.write(tx -> end(tx, caller, "{}"));
        sessions.changed(caller.id());
    }

    private void end(Tx tx, Caller caller, String detail) {
        sessions.end(tx, caller.session().orElseThrow());
        audit.append(
                tx,
                Actor.agent(caller.id(), caller.name()),
                "agent.signed_out",
                "agent " + caller.id(),
                detail);
    }
}
