package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.AssignSheet;
import dev.bellhop.admin.CloseSheet;
import dev.bellhop.admin.Face;
import dev.bellhop.admin.Presence;
import dev.bellhop.admin.SnoozeSheet;
import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.BackOffice.Assignment;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Ending;
import dev.bellhop.panel.Callers;
import dev.bellhop.people.Agent;
import dev.bellhop.people.Team;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// What an agent does with a conversation beside answering. A deed that needs to be told more has a
/// sheet that asks: GET brings the sheet, POST to the same address does it.
final class DeedPages {
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);
    private static final String NOBODY = "nobody";

    /// Before a team's number, where agents can be named too.
    private static final String TEAM = "team-";

    private final Panes panes;
    private final Threads threads;
    private final Desk desk;
    private final Roster roster;
    private final Drawing drawing;
    private final SnoozeTimes snoozing;
    private final Clock clock;
    private final LongFunction<Presence> presences;

    /// @param presences whether an agent is there
    DeedPages(
            Panes panes,
            Threads threads,
            Desk desk,
            Roster roster,
            Drawing drawing,
            Clock clock,
            LongFunction<Presence> presences) {
        this.panes = panes;
        this.threads = threads;
        this.desk = desk;
        this.roster = roster;
        this.drawing = drawing;
        this.snoozing = new SnoozeTimes(drawing.zone());
        this.clock = clock;
        this.presences = presences;
    }

    void register(Routes routes) {
        routes.get("/admin/c/{code}/assign", ANSWER, this::askWhose)
                .post("/admin/c/{code}/assign", ANSWER, this::assign)
                .get("/admin/c/{code}/snooze", ANSWER, this::askUntil)
                .post("/admin/c/{code}/snooze", ANSWER, this::snooze)
                .post("/admin/c/{code}/wake", ANSWER, this::wake)
                .get("/admin/c/{code}/merge", ANSWER, this::askWithWhom)
                .post("/admin/c/{code}/merge", ANSWER, this::merge)
                .get("/admin/c/{code}/block", ANSWER, this::askBlock)
                .post("/admin/c/{code}/block", ANSWER, this::block)
                .post("/admin/c/{code}/unblock", ANSWER, this::unblock)
                .get("/admin/c/{code}/close", ANSWER, this::askOutcome)
                .post("/admin/c/{code}/close", ANSWER, this::close)
                .post("/admin/c/{code}/reopen", ANSWER, this::reopen);
    }

    private void askWhose(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = threads.conversation(request);
        var tally = panes.tally();
        var from = conversation.assigneeId();
        var people =
                roster.answering().stream()
                        .map(it -> candidate(it, agent, tally.of(it.id())))
                        .toList();
        threads.ask(
                request,
                response,
                conversation,
                new AssignSheet(
                        conversation.code(),
                        from.isPresent() ? Long.toString(from.getAsLong()) : "",
                        people,
                        roster.teams().all().stream().map(DeedPages::candidate).toList(),
                        numbered(conversation.teamId())));
    }

    private AssignSheet.Candidate candidate(Agent one, Caller agent, long open) {
        var presence = presences.apply(one.id());
        return new AssignSheet.Candidate(
                Long.toString(one.id()),
                Face.of(one.name(), presence),
                (one.id() == agent.id() ? "you · " : "")
                        + (presence == Presence.AWAY ? "away · " : "")
                        + open
                        + " open");
    }

    private static AssignSheet.Team candidate(Team team) {
        int members = team.members().size();
        return new AssignSheet.Team(
                TEAM + team.id(), team.name(), members == 1 ? "1 member" : members + " members");
    }

    private static String numbered(OptionalLong teamId) {
        return teamId.isPresent() ? TEAM + teamId.getAsLong() : "";
    }

    /// To the agent or team that is named, or to who asks. Whoever saw another name there is told
    /// so.
    private void assign(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var form = Bodies.form(request);
        var to = Optional.ofNullable(form.get("to"));
        var from = Optional.ofNullable(form.get("from")).map(DeedPages::numberOf);
        if (to.filter(it -> it.startsWith(TEAM)).isPresent()) {
            var team = numberOf(to.get().substring(TEAM.length()));
            threads.act(
                    request,
                    response,
                    it ->
                            desk.backOffice()
                                    .handOver(
                                            it.id(), new Assignment(team, from), Actor.of(agent)));
            return;
        }
        var assignment =
                new Assignment(
                        to.isPresent() ? agentOf(to.get()) : OptionalLong.of(agent.id()), from);
        threads.act(
                request,
                response,
                it -> desk.backOffice().assign(it.id(), assignment, Actor.of(agent)));
    }

    private OptionalLong agentOf(String word) {
        var id = numberOf(word);
        if (id.isPresent() && roster.answering(id.getAsLong()).isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is nobody like that who answers.");
        }
        return id;
    }

    private static OptionalLong numberOf(String word) {
        if (word.equals(NOBODY)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                Ids.read(word)
                        .orElseThrow(() ->
                                Refusal.of(Code.INVALID, "An agent or team is named by number.")));
    }

    private void askUntil(ServerRequest request, ServerResponse response) {
        var now = clock.instant();
        var conversation = threads.conversation(request);
        var offers =
                snoozing.offers(now).stream()
                        .map(it ->
                                new SnoozeSheet.Offer(
                                        it.at().toString(),
                                        it.name(),
                                        drawing.moment(it.at(), now)))
                        .toList();
        threads.ask(
                request,
                response,
                conversation,
                new SnoozeSheet(
                        conversation.code(),
                        offers,
                        snoozing.earliest(now).toString(),
                        snoozing.zone().getId()));
    }

    private void snooze(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var form = Bodies.form(request);
        var now = clock.instant();
        var until =
                Optional.ofNullable(form.get("until"))
                        .map(offered -> snoozing.named(offered, now))
                        .orElseGet(() -> snoozing.entered(form.getOrDefault("at", ""), now))
                        .orElseThrow(() ->
                                Refusal.of(Code.INVALID, "Enter a time within the next year."));
        threads.act(
                request,
                response,
                it ->
                        desk.backOffice()
                                .snooze(it.id(), until, drawing.inFull(until), Actor.of(agent)));
    }

    private void wake(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        threads.act(request, response, it -> desk.backOffice().wake(it.id(), Actor.of(agent)));
    }

    private void askWithWhom(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        threads.ask(request, response, conversation, panes.mergeSheet(conversation));
    }

    /// A code that was typed counts more than a mark beside a name.
    private void merge(ServerRequest request, ServerResponse response) {
        var by = Actor.of(Callers.agent(request));
        var form = Bodies.form(request);
        var typed = form.getOrDefault("code", "").strip();
        var code = typed.isEmpty() ? form.getOrDefault("with", "") : typed;
        var other = threads.other(code);
        threads.act(request, response, it -> desk.merging().merge(it.id(), other.id(), by));
    }

    private void askBlock(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        threads.ask(request, response, conversation, panes.blockSheet(conversation));
    }

    private void block(ServerRequest request, ServerResponse response) {
        var by = Actor.of(Callers.agent(request));
        boolean closes = Bodies.form(request).containsKey("close");
        threads.act(
                request,
                response,
                it -> {
                    desk.blocks().block(it.id(), by);
                    if (closes) {
                        desk.close(it.id(), by, Ending.UNSAID);
                    }
                });
    }

    private void unblock(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        threads.act(request, response, it -> desk.blocks().unblock(it.id(), Actor.of(agent)));
    }

    private void askOutcome(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        threads.ask(
                request,
                response,
                conversation,
                new CloseSheet(conversation.code(), Endings.CHOICES));
    }

    private void close(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var form = Bodies.form(request);
        var ending = Endings.of(form.getOrDefault("outcome", ""), form.getOrDefault("note", ""));
        threads.act(request, response, it -> desk.close(it.id(), Actor.of(agent), ending));
    }

    private void reopen(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        threads.act(request, response, it -> desk.reopen(it.id(), Actor.of(agent)));
    }
}
