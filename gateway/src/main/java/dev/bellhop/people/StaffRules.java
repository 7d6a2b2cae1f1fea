package dev.bellhop.people;

import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.Collection;
import java.util.Optional;

/// Who may do what with whom: pure decisions, each with its reason in words. Nobody hands out more
/// than they may do, decides about whoever may do more, or decides about themselves; and there is
/// always an owner who can sign in.
final class StaffRules {
    private StaffRules() {}

    /// Why a role cannot be given; empty when it can.
    static Optional<Refusal> giving(Caller caller, Role role) {
        return role.isWithin(caller.permissions())
                ? Optional.empty()
                : no(
                        role == Role.OWNER
                                ? "Only owners make owners."
                                : "You can’t give a role that may do more than you.");
    }

    /// Why name, email and sign-in of somebody cannot be changed; empty when they can.
    static Optional<Refusal> touching(Caller caller, Agent agent) {
        return agent.role().isWithin(caller.permissions())
                ? Optional.empty()
                : no(
                        agent.role() == Role.OWNER
                                ? "Only owners change an owner."
                                : "You can’t change somebody who may do more than you.");
    }

    /// Why somebody cannot become what is wanted; empty when they can.
    ///
    /// @param all at least every owner there is
    static Optional<Refusal> changing(
            Caller caller, Agent agent, Role wanted, Collection<Agent> all) {
        if (agent.role() == wanted) {
            return touching(caller, agent);
        }
        if (isSelf(caller, agent)) {
            return no("Nobody changes their own role. Ask another owner or admin.");
        }
        return touching(caller, agent)
                .or(() -> giving(caller, wanted))
                .or(() -> losingOwner(agent, all));
    }

    /// Why somebody cannot be disabled; empty when they can.
    ///
    /// @param all at least every owner there is
    static Optional<Refusal> disabling(Caller caller, Agent agent, Collection<Agent> all) {
        if (isSelf(caller, agent)) {
            return no("Nobody disables themselves. Ask another owner or admin.");
        }
        return touching(caller, agent).or(() -> losingOwner(agent, all));
    }

    /// Why no link can be made that signs somebody in; empty when it can. A link for oneself would
    /// let whoever found an open panel set a password and stay.
    static Optional<Refusal> linking(Caller caller, Agent agent) {
        if (isSelf(caller, agent)) {
            return no("Nobody makes a link for themselves. Change your password instead.");
        }
        return touching(caller, agent)
                .or(() ->
                        agent.disabled()
                                ? Optional.of(
                                        Refusal.of(
                                                Code.CONFLICT,
                                                agent.name() + " is disabled. Enable them first."))
                                : Optional.empty());
    }

    /// Why the second step of somebody cannot be taken off; empty when it can. One's own is turned
    /// off where it was turned on.
    static Optional<Refusal> takingOff(Caller caller, Agent agent) {
        return isSelf(caller, agent)
                ? no("Turn your own second step off under “Your sign-ins”.")
                : touching(caller, agent);
    }

    private static Optional<Refusal> losingOwner(Agent agent, Collection<Agent> all) {
        boolean ownerStays =
                agent.role() != Role.OWNER
                        || agent.disabled()
                        || all.stream().anyMatch(it -> it.isActingOwner() && it.id() != agent.id());
        return ownerStays
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(
                                Code.CONFLICT,
                                "No other owner could sign in then. Make somebody else an owner,"
                                        + " and let them sign in, first."));
    }

    static boolean isSelf(Caller caller, Agent agent) {
        return caller.kind() == Caller.Kind.AGENT && caller.id() == agent.id();
    }

    private static Optional<Refusal> no(String words) {
        return Optional.of(Refusal.of(Code.NOT_ALLOWED, words));
    }
}
