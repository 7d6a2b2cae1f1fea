package dev.bellhop.people;

import dev.bellhop.admin.AgentForm;
import dev.bellhop.admin.AgentsPage;
import dev.bellhop.admin.Face;
import dev.bellhop.admin.Presence;
import dev.bellhop.admin.Stamp;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Draws agents as the page shows them: how things read and nothing else.
///
/// @param zone whose clock the times are read from
record AgentDrawing(ZoneId zone, Presences presences, Clock clock) {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("d MMMM 'at' HH:mm", Locale.ENGLISH);

    private static final DateTimeFormatter SOON =
            DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

    AgentsPage.Line line(
            Roster.Entry entry, Caller viewer, List<String> phones, Optional<Long> open) {
        var agent = entry.agent();
        return new AgentsPage.Line(
                agent.id(),
                Face.of(agent.name(), presence(entry)),
                agent.email(),
                StaffRules.isSelf(viewer, agent),
                agent.role().title(),
                state(entry),
                entry.seenAt().map(this::stamp),
                phones,
                agent.disabled(),
                open.filter(id -> id == agent.id()).isPresent());
    }

    private Presence presence(Roster.Entry entry) {
        var agent = entry.agent();
        return entry.state() == Roster.State.SIGNED_IN
                        && agent.role().permissions().contains(Permission.CONVERSATIONS_READ)
                ? presences.of(agent.id())
                : Presence.UNKNOWN;
    }

    private AgentsPage.State state(Roster.Entry entry) {
        return switch (entry.state()) {
            case SIGNED_IN ->
                    new AgentsPage.State(
                            entry.sessions() == 1
                                    ? "Signed in"
                                    : "Signed in " + entry.sessions() + " times",
                            "tag--ok");
            case SIGNED_OUT -> new AgentsPage.State("Signed out", "");
            case INVITED ->
                    new AgentsPage.State(
                            "Invited until " + entry.linkUntil().map(this::soon).orElse(""),
                            "tag--info");
            case INVITATION_OVER -> new AgentsPage.State("Invitation is over", "tag--warn");
            case DISABLED -> new AgentsPage.State("Disabled", "tag--bad");
        };
    }

    /// The form of somebody, as it stands or as it was entered.
    ///
    /// @param entry who it is of; empty for somebody new
    AgentForm form(Caller viewer, Optional<Roster.Entry> entry, Entered entered) {
        var agent = entry.map(Roster.Entry::agent);
        var fixed = agent.flatMap(it -> fixed(viewer, it)).orElse("");
        var roleFixed =
                fixed.isEmpty() && agent.filter(it -> StaffRules.isSelf(viewer, it)).isPresent()
                        ? "Nobody changes their own role."
                        : "";
        var draft = entered.draft();
        boolean open = fixed.isEmpty() && roleFixed.isEmpty();
        return new AgentForm(
                agent.map(Agent::id),
                entered.version(),
                agent.map(Agent::name).orElse(""),
                draft.name(),
                draft.email(),
                Arrays.stream(Role.values())
                        .map(role ->
                                new AgentForm.Choice(
                                        role.wireName(),
                                        role.title(),
                                        role.words(),
                                        open && StaffRules.giving(viewer, role).isEmpty(),
                                        role == draft.role()))
                        .toList(),
                fixed,
                roleFixed,
                entered.problems(),
                entered.problem(),
                entered.theirs()
                        .map(it -> new AgentForm.Theirs(it.name(), it.email(), it.role().title())),
                fixed.isEmpty() ? entry.map(it -> deeds(viewer, it)).orElse(List.of()) : List.of());
    }

    private static Optional<String> fixed(Caller viewer, Agent agent) {
        return viewer.may(Permission.AGENTS_CHANGE)
                ? StaffRules.touching(viewer, agent).map(Refusal::detail)
                : Optional.of("Owners and admins change agents.");
    }

    private static List<AgentForm.Deed> deeds(Caller viewer, Roster.Entry entry) {
        var agent = entry.agent();
        var deeds = new ArrayList<AgentForm.Deed>();
        if (StaffRules.isSelf(viewer, agent)) {
            return deeds;
        }
        if (agent.disabled()) {
            deeds.add(new AgentForm.Deed("/enable", "Enable", "check", "", "", ""));
            return deeds;
        }
        deeds.add(
                new AgentForm.Deed(
                        "/link",
                        agent.hasPassword() ? "Link for a new password" : "New invitation link",
                        "key",
                        "",
                        "",
                        ""));
        if (entry.sessions() > 0) {
            deeds.add(
                    new AgentForm.Deed(
                            "/sign-out",
                            "Sign out everywhere",
                            "out",
                            "",
                            "Sign " + agent.name() + " out everywhere? They can sign in again.",
                            "Sign out"));
        }
        if (entry.secondStep()) {
            deeds.add(
                    new AgentForm.Deed(
                            "/second-step/off",
                            "Take off second step and passkeys",
                            "shield",
                            "",
                            "Take off the second step and all passkeys of "
                                    + agent.name()
                                    + "? Do it for whoever lost their phone. They are signed out"
                                    + " everywhere.",
                            "Take it off"));
        }
        deeds.add(
                new AgentForm.Deed(
                        "/disable",
                        "Disable",
                        "lock",
                        "btn--d",
                        "Disable "
                                + agent.name()
                                + "? They are signed out at once and cannot sign in. Their open"
                                + " conversations are unassigned, and API tokens that they made"
                                + " end.",
                        "Disable"));
        return deeds;
    }

    /// A form as somebody filled it in.
    ///
    /// @param theirs how the agent stands now, when somebody changed them meanwhile
    record Entered(
            int version,
            AgentDraft draft,
            Map<String, String> problems,
            String problem,
            Optional<Agent> theirs) {
        static Entered unchanged(Agent agent) {
            return new Entered(
                    agent.version(), AgentDraft.of(agent), Map.of(), "", Optional.empty());
        }
    }

    Stamp stamp(Instant at) {
        return Stamp.recent(at, clock.instant(), zone);
    }

    /// Such as `28 November at 08:36`.
    String when(Instant at) {
        return when(at, zone);
    }

    static String when(Instant at, ZoneId zone) {
        return WHEN.format(at.atZone(zone));
    }

    /// Such as `Sat 08:36`: a link is good for a day.
    private String soon(Instant at) {
        return SOON.format(at.atZone(zone));
    }
}
