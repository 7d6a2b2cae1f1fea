package dev.bellhop.people;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What one agent, or a program, does with others: invites, changes, disables them, and ends their
/// sessions. Whoever is disabled is out at once, with every page that they have open.
final class Staff {
    private final Database database;
    private final Agents agents;
    private final Sessions sessions;
    private final SignIn signIn;
    private final ApiTokens tokens;
    private final Leaving leaving;

    Staff(
            Database database,
            Agents agents,
            Sessions sessions,
            SignIn signIn,
            ApiTokens tokens,
            Leaving leaving) {
        this.tokens = tokens;
        this.database = database;
        this.agents = agents;
        this.sessions = sessions;
        this.signIn = signIn;
        this.leaving = leaving;
    }

    /// Somebody new.
    ///
    /// @param link the token that ends the address of their one-time link, shown this once
    record Invited(long id, String link) {}

    /// Adds an agent, who sets a password by a one-time link.
    ///
    /// @throws Refusal `not_allowed` for a role that the caller cannot give, `conflict` when the
    ///   email is somebody's
    Invited invite(Caller caller, AgentDraft draft) {
        refuse(StaffRules.giving(caller, draft.role()));
        return unique(
                draft,
                () ->
                        database.inTransaction(tx -> {
                            var actor = Actor.of(caller);
                            long id =
                                    agents.add(
                                            tx, actor, draft.email(), draft.name(), draft.role());
                            return new Invited(id, signIn.links().make(tx, actor, id));
                        }));
    }

    /// How a change went.
    sealed interface Changed {
        record Done(Agent now) implements Changed {}

        /// Somebody else changed them after they were read; nothing was written.
        record Stale(Agent now) implements Changed {}
    }

    /// Changes an agent who was read at a version.
    ///
    /// @throws Refusal `not_allowed` or `conflict`, as [StaffRules] says, or when the email is
    ///   somebody else's
    Changed change(Caller caller, long id, int version, AgentDraft draft) {
        var changed =
                unique(
                        draft,
                        () ->
                                database.inTransaction(tx -> {
                                    var all = agents.lockWithOwners(tx, id);
                                    var before = among(all, id);
                                    if (before.version() != version) {
                                        return new Changed.Stale(before);
                                    }
                                    refuse(StaffRules.changing(caller, before, draft.role(), all));
                                    agents.change(tx, Actor.of(caller), before, draft);
                                    return new Changed.Done(agents.find(tx, id).orElseThrow());
                                }));
        sessions.changed(id);
        return changed;
    }

    /// Lets somebody in no more: their sessions and the tokens that they made end, their link is
    /// void, and their open conversations are the team's again.
    ///
    /// @return how many conversations were given back
    /// @throws Refusal as [StaffRules] says
    int disable(Caller caller, long id) {
        var gaveBack =
                database.inTransaction(tx -> {
                    var all = agents.lockWithOwners(tx, id);
                    var agent = among(all, id);
                    refuse(StaffRules.disabling(caller, agent, all));
                    if (agent.disabled()) {
                        return Leaving.GaveBack.NOTHING;
                    }
                    var left = leaving.giveBack(tx, Actor.of(caller), id);
                    agents.disable(tx, Actor.of(caller), agent, left.conversations());
                    sessions.endAll(tx, id);
                    signIn.links().forget(tx, id);
                    signIn.distrustBrowsers(tx, id);
                    tokens.revokeOf(tx, Actor.of(caller), id);
                    return left;
                });
        sessions.changed(id);
        agents.standingChanged();
        gaveBack.told().run();
        return gaveBack.conversations();
    }

    /// Lets somebody in again, with the password that they had.
    void enable(Caller caller, long id) {
        database.write(tx -> {
            var agent = among(agents.lockWithOwners(tx, id), id);
            refuse(StaffRules.touching(caller, agent));
            if (agent.disabled()) {
                agents.enable(tx, Actor.of(caller), agent);
            }
        });
        agents.standingChanged();
    }

    /// Makes a link that signs somebody in once and lets them set a new password; an older one is
    /// void.
    ///
    /// @return the token that ends its address
    String link(Caller caller, long id) {
        return database.inTransaction(tx -> {
            refuse(StaffRules.linking(caller, among(agents.lockWithOwners(tx, id), id)));
            return signIn.links().make(tx, Actor.of(caller), id);
        });
    }

    /// Takes the second step and the passkeys off somebody who lost them. Their sessions end.
    ///
    /// @throws Refusal as [StaffRules] says
    void takeOffSecondStep(Caller caller, long id) {
        database.write(tx -> {
            var agent = among(agents.lockWithOwners(tx, id), id);
            refuse(StaffRules.takingOff(caller, agent));
            if (signIn.takeOff(tx, Actor.of(caller), id)) {
                sessions.endAll(tx, id);
            }
        });
        sessions.changed(id);
    }

    /// Ends all sessions of somebody; a browser that they trusted asks for their second step again.
    void signOut(Caller caller, long id) {
        database.write(tx -> {
            var agent = among(agents.lockWithOwners(tx, id), id);
            refuse(StaffRules.touching(caller, agent));
            sessions.endAll(tx, id);
            signIn.distrustBrowsers(tx, id);
            agents.note(tx, Actor.of(caller), "agent.sessions_ended", id, "{}");
        });
        sessions.changed(id);
    }

    /// Ends one session of somebody.
    ///
    /// @throws Refusal `not_found` when they have no such session
    void signOut(Caller caller, long id, String session) {
        database.write(tx -> {
            var agent = among(agents.lockWithOwners(tx, id), id);
            if (!StaffRules.isSelf(caller, agent)) {
                refuse(StaffRules.touching(caller, agent));
            }
            if (!sessions.end(tx, id, session)) {
                throw Refusal.of(Code.NOT_FOUND, "That session has ended already.");
            }
            agents.note(tx, Actor.of(caller), "agent.session_ended", id, "{}");
        });
        sessions.changed(id);
    }

    /// Ends the caller's own sessions but the one that they came with, and trusts no browser any
    /// more.
    void signOutElsewhere(Caller caller) {
        database.write(tx -> {
            sessions.endOthers(tx, caller);
            signIn.distrustBrowsers(tx, caller.id());
            agents.note(tx, Actor.of(caller), "agent.sessions_ended", caller.id(), "{}");
        });
        sessions.changed(caller.id());
    }

    private static Agent among(List<Agent> all, long id) {
        return all.stream()
                .filter(it -> it.id() == id)
                .findFirst()
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such agent."));
    }

    private static void refuse(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private static <T> T unique(AgentDraft draft, Supplier<T> change) {
        try {
            return change.get();
        } catch (DuplicateKey taken) {
            throw Refusal.of(
                    Code.CONFLICT, "There is somebody with " + draft.email() + " already.");
        }
    }
}
