package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Face;
import dev.bellhop.admin.Notice;
import dev.bellhop.admin.Presence;
import dev.bellhop.admin.Section;
import dev.bellhop.admin.TeamForm;
import dev.bellhop.admin.TeamsPage;
import dev.bellhop.audit.Actor;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.panel.SettingsFrames;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Teams in Chat Settings: who answers together. What is refused is said beside the form that asked
/// for it.
final class TeamPages {
    private static final Access READ = SettingsFrames.access(Section.TEAMS);
    private static final Access CHANGE = needs(Permission.AGENTS_CHANGE);
    private static final String ALL = Section.TEAMS.path();
    private static final String ONE = ALL + "/{id}";
    private static final String MEMBER = "member-";

    private final Teams teams;
    private final Agents agents;
    private final Panel panel;
    private final SettingsFrames frames;

    TeamPages(Teams teams, Agents agents, Panel panel, SettingsFrames frames) {
        this.teams = teams;
        this.agents = agents;
        this.panel = panel;
        this.frames = frames;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ALL + "/new", CHANGE, this::blank)
                .get(ONE, READ, this::show)
                .post(ONE, CHANGE, this::change)
                .post(ONE + "/delete", CHANGE, this::remove);
    }

    /// A form as it was entered.
    ///
    /// @param team as it is kept; empty for a new one
    /// @param theirs how it stands now, when somebody changed it meanwhile
    private record Entered(
            Optional<Team> team,
            int version,
            TeamDraft draft,
            Map<String, String> problems,
            Optional<Team> theirs) {}

    private void list(ServerRequest request, ServerResponse response) {
        send(request, response, Status.OK_200, Optional.empty());
    }

    private void blank(ServerRequest request, ServerResponse response) {
        var draft = new TeamDraft("", List.of(), AutoAssignment.NONE);
        var entered = new Entered(Optional.empty(), 0, draft, Map.of(), Optional.empty());
        send(request, response, Status.OK_200, Optional.of(entered));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var team = team(request);
        var entered =
                new Entered(
                        Optional.of(team),
                        team.version(),
                        TeamDraft.of(team),
                        Map.of(),
                        Optional.empty());
        send(request, response, Status.OK_200, Optional.of(entered));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var draft = draft(Bodies.form(request));
        try {
            teams.add(Actor.of(request), draft.checked());
            panel.sendTo(response, ALL + "?saved=" + encoded(draft.name()));
        } catch (Refusal refusal) {
            refused(request, response, refusal, Optional.empty(), 0, draft);
        }
    }

    private void change(ServerRequest request, ServerResponse response) {
        var team = team(request);
        var form = Bodies.form(request);
        var draft = draft(form);
        int version = Ids.read(form.getOrDefault("version", "")).orElse(0L).intValue();
        try {
            switch (teams.change(Actor.of(request), team.id(), version, draft.checked())) {
                case Teams.Changed.Done _ ->
                        panel.sendTo(response, ALL + "?saved=" + encoded(draft.name()));
                case Teams.Changed.Stale(var now) -> {
                    // Saving again means to replace what was just shown.
                    var entered =
                            new Entered(
                                    Optional.of(now),
                                    now.version(),
                                    draft,
                                    Map.of(),
                                    Optional.of(now));
                    send(request, response, Status.CONFLICT_409, Optional.of(entered));
                }
            }
        } catch (Refusal refusal) {
            refused(request, response, refusal, Optional.of(team), version, draft);
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        var team = team(request);
        teams.remove(Actor.of(request), team.id(), IfMatch.ANYTHING);
        panel.sendTo(response, ALL + "?deleted=" + encoded(team.name()));
    }

    /// What is wrong with a form stands in it.
    private void refused(
            ServerRequest request,
            ServerResponse response,
            Refusal refusal,
            Optional<Team> team,
            int version,
            TeamDraft draft) {
        if (refusal.code() != Code.CONFLICT && refusal.code() != Code.INVALID) {
            throw refusal;
        }
        var problems = draft.problems();
        var entered =
                new Entered(
                        team,
                        version,
                        draft,
                        problems.isEmpty() ? Map.of("name", refusal.detail()) : problems,
                        Optional.empty());
        send(request, response, Status.create(refusal.code().status()), Optional.of(entered));
    }

    private static TeamDraft draft(Map<String, String> form) {
        var members =
                form.keySet().stream()
                        .filter(name -> name.startsWith(MEMBER))
                        .flatMap(name -> Ids.read(name.substring(MEMBER.length())).stream())
                        .toList();
        var assignment =
                new AutoAssignment(
                        AutoAssignment.Policy.named(form.getOrDefault("policy", ""))
                                .orElse(AutoAssignment.Policy.OFF),
                        whole(form.getOrDefault("capacity", "0")),
                        whole(form.getOrDefault("give-back", "0")));
        return new TeamDraft(form.getOrDefault("name", ""), members, assignment);
    }

    /// Nothing is 0, and what is no number is none that fits.
    private static int whole(String entered) {
        return entered.isBlank()
                ? 0
                : Ids.read(entered.strip())
                        .filter(it -> it <= 100_000)
                        .map(Long::intValue)
                        .orElse(-1);
    }

    private Team team(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(teams::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such team."));
    }

    private void send(
            ServerRequest request,
            ServerResponse response,
            Status status,
            Optional<Entered> entered) {
        var caller = Callers.agent(request);
        var everybody = agents.all();
        boolean mayChange = caller.may(Permission.AGENTS_CHANGE);
        var current = entered.flatMap(Entered::team).map(Team::id);
        var lines =
                teams.all().stream()
                        .map(team ->
                                new TeamsPage.Line(
                                        team.id(),
                                        team.name(),
                                        faces(everybody, team.members()),
                                        current.filter(id -> id == team.id()).isPresent()))
                        .toList();
        panel.send(
                response,
                status,
                new TeamsPage(
                        frames.of(caller, Section.TEAMS),
                        lines,
                        mayChange,
                        entered.map(it -> form(it, everybody, mayChange)),
                        notice(request)));
    }

    private static TeamForm form(Entered entered, List<Agent> everybody, boolean mayChange) {
        var in = entered.draft().members();
        var members =
                everybody.stream()
                        .filter(agent -> !agent.disabled() || in.contains(agent.id()))
                        .map(agent ->
                                new TeamForm.Member(
                                        MEMBER + agent.id(),
                                        agent.name(),
                                        agent.disabled() ? "disabled" : agent.role().title(),
                                        in.contains(agent.id())))
                        .toList();
        return new TeamForm(
                entered.team().map(Team::id),
                entered.version(),
                entered.team().map(Team::name).orElse(""),
                entered.draft().name(),
                members,
                assignment(entered.draft().assignment()),
                mayChange,
                entered.problems(),
                entered.theirs()
                        .map(now ->
                                new TeamForm.Theirs(
                                        now.name(),
                                        String.join(", ", names(everybody, now.members())),
                                        words(now.assignment()))));
    }

    private static TeamForm.Assignment assignment(AutoAssignment it) {
        return new TeamForm.Assignment(
                Arrays.stream(AutoAssignment.Policy.values())
                        .map(policy -> new Choice(policy.wireName(), policy.words()))
                        .toList(),
                it.policy().wireName(),
                number(it.capacity()),
                number(it.giveBackMinutes()));
    }

    private static String number(int value) {
        return value <= 0 ? "" : Integer.toString(value);
    }

    private static String words(AutoAssignment it) {
        return it.policy().words()
                + (it.capacity() > 0 ? ", " + it.capacity() + " at once" : "")
                + (it.giveBackMinutes() > 0 ? ", back after " + it.giveBackMinutes() + " min" : "");
    }

    private static List<Face> faces(List<Agent> everybody, List<Long> ids) {
        return names(everybody, ids).stream().map(name -> Face.of(name, Presence.UNKNOWN)).toList();
    }

    private static List<String> names(List<Agent> everybody, List<Long> ids) {
        return everybody.stream().filter(it -> ids.contains(it.id())).map(Agent::name).toList();
    }

    private static Optional<Notice> notice(ServerRequest request) {
        var query = request.query();
        var saved = query.first("saved").asOptional().map(it -> "Saved " + it + ".");
        var deleted = query.first("deleted").asOptional().map(it -> "Deleted " + it + ".");
        return saved.or(() -> deleted).map(point -> new Notice(Notice.Tone.OK, point, ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
