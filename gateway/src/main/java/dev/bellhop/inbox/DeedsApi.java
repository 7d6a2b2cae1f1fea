package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Aside;
import dev.bellhop.conversation.BackOffice.Assignment;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Traces;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// What is done with conversations beside answering, as JSON.
final class DeedsApi {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);
    private static final String CONVERSATION = "/api/v1/conversations/{code}";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final Optional<OptionalLong> NOT_SAID = Optional.empty();

    private final Conversations conversations;
    private final Scenes scenes;
    private final Desk desk;
    private final Notes notes;
    private final Roster roster;
    private final Drawing drawing;
    private final SnoozeTimes snoozing;
    private final Clock clock;

    DeedsApi(
            Conversations conversations,
            Scenes scenes,
            Desk desk,
            Notes notes,
            Roster roster,
            Drawing drawing,
            Clock clock) {
        this.conversations = conversations;
        this.scenes = scenes;
        this.desk = desk;
        this.notes = notes;
        this.roster = roster;
        this.drawing = drawing;
        this.snoozing = new SnoozeTimes(drawing.zone());
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get(CONVERSATION + "/asides", READ, this::asides)
                .get(CONVERSATION + "/routing", READ, this::routing)
                .post(CONVERSATION + "/notes", ANSWER, this::note)
                .put(CONVERSATION + "/assignee", ANSWER, this::assign)
                .put(CONVERSATION + "/team", ANSWER, this::handOver)
                .put(CONVERSATION + "/snooze", ANSWER, this::snooze)
                .delete(CONVERSATION + "/snooze", ANSWER, this::wake)
                .post(CONVERSATION + "/merge", ANSWER, this::merge)
                .put(CONVERSATION + "/block", ANSWER, this::block)
                .delete(CONVERSATION + "/block", ANSWER, this::unblock)
                .post(CONVERSATION + "/close", ANSWER, this::close)
                .post(CONVERSATION + "/reopen", ANSWER, this::reopen);
    }

    /// Notes and lines, in the order in which they were made.
    private void asides(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var found =
                desk.backOffice()
                        .asides()
                        .after(
                                conversation(request).id(),
                                paging.numberCursor().orElse(0),
                                paging.limit() + 1);
        Answers.json(
                response, paging.page(found, DeedsApi::json, aside -> Long.toString(aside.id())));
    }

    /// Which rule decided when it began, and why.
    private void routing(ServerRequest request, ServerResponse response) {
        var trace = desk.backOffice().traces().of(conversation(request).id());
        var rule = trace.map(Traces.Trace::ruleId).orElseGet(OptionalLong::empty);
        Answers.json(
                response,
                Json.object()
                        .put("rule", Json.number(rule))
                        .put(
                                "words",
                                trace.map(Traces.Trace::words)
                                        .orElse("There were no rules when it began."))
                        .put("at", trace.map(it -> it.at().toString()).orElse(null)));
    }

    private void note(ServerRequest request, ServerResponse response) {
        var body = body(request, Set.of("text", "cid"));
        var note =
                notes.write(
                        Caller.of(request),
                        conversation(request),
                        Bodies.text(body, "cid").orElseGet(() -> UUID.randomUUID().toString()),
                        Bodies.text(body, "text")
                                .orElseThrow(() -> Refusal.of(Code.INVALID, "text is missing.")));
        Answers.json(response, Status.CREATED_201, json(note));
    }

    /// `agent` is an agent's number, or null for nobody; `from`, if it is there, whose it was.
    private void assign(ServerRequest request, ServerResponse response) {
        var body = body(request, Set.of("agent", "from"));
        if (!body.has("agent")) {
            throw Refusal.of(Code.INVALID, "agent is missing: a number, or null for nobody.");
        }
        var to = number(body, "agent", "an agent");
        if (to.isPresent() && roster.answering(to.getAsLong()).isEmpty()) {
            throw Refusal.of(Code.INVALID, "There is no such agent who answers.");
        }
        var from = body.has("from") ? Optional.of(number(body, "from", "an agent")) : NOT_SAID;
        desk.backOffice()
                .assign(conversation(request).id(), new Assignment(to, from), Actor.of(request));
        show(request, response);
    }

    /// `team` is a team's number, or null for none; `from`, if it is there, whose it was.
    private void handOver(ServerRequest request, ServerResponse response) {
        var body = body(request, Set.of("team", "from"));
        if (!body.has("team")) {
            throw Refusal.of(Code.INVALID, "team is missing: a number, or null for none.");
        }
        var to = number(body, "team", "a team");
        var from = body.has("from") ? Optional.of(number(body, "from", "an agent")) : NOT_SAID;
        desk.backOffice()
                .handOver(conversation(request).id(), new Assignment(to, from), Actor.of(request));
        show(request, response);
    }

    private void snooze(ServerRequest request, ServerResponse response) {
        var until =
                Bodies.text(body(request, Set.of("until")), "until")
                        .flatMap(it -> snoozing.named(it, clock.instant()))
                        .orElseThrow(() ->
                                Refusal.of(
                                        Code.INVALID,
                                        "until is a time within the next year, such as"
                                                + " 2026-11-30T09:00:00Z."));
        desk.backOffice()
                .snooze(
                        conversation(request).id(),
                        until,
                        drawing.inFull(until),
                        Actor.of(request));
        show(request, response);
    }

    private void wake(ServerRequest request, ServerResponse response) {
        desk.backOffice().wake(conversation(request).id(), Actor.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    /// Makes one person of who writes here and who writes in the conversation of the code `with`.
    private void merge(ServerRequest request, ServerResponse response) {
        var other =
                Bodies.text(body(request, Set.of("with")), "with")
                        .map(code -> code.strip().replaceFirst("^#", ""))
                        .flatMap(conversations::byCode)
                        .orElseThrow(() ->
                                Refusal.of(
                                        Code.INVALID,
                                        "with is the code of a conversation of the other"
                                                + " person."));
        desk.merging().merge(conversation(request).id(), other.id(), Actor.of(request));
        show(request, response);
    }

    /// Blocks whoever writes in the conversation, and so in all of theirs.
    private void block(ServerRequest request, ServerResponse response) {
        Bodies.takesNothing(request);
        desk.blocks().block(conversation(request).id(), Actor.of(request));
        show(request, response);
    }

    private void unblock(ServerRequest request, ServerResponse response) {
        desk.blocks().unblock(conversation(request).id(), Actor.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void close(ServerRequest request, ServerResponse response) {
        var body = body(request, Set.of("outcome", "note"));
        var ending =
                Endings.of(
                        Bodies.text(body, "outcome").orElse(""),
                        Bodies.text(body, "note").orElse(""));
        desk.close(conversation(request).id(), Actor.of(request), ending);
        show(request, response);
    }

    private void reopen(ServerRequest request, ServerResponse response) {
        desk.reopen(conversation(request).id(), Actor.of(request));
        show(request, response);
    }

    /// @param whose whom it is the number of, in words
    private static OptionalLong number(JsonNode body, String name, String whose) {
        var id = body.path(name);
        if (id.isNull()) {
            return OptionalLong.empty();
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw Refusal.of(Code.INVALID, name + " is " + whose + "'s number, or null.");
        }
        return OptionalLong.of(id.longValue());
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, ConversationJson.conversation(scenes.of(conversation(request))));
    }

    private Conversation conversation(ServerRequest request) {
        return conversations
                .byCode(request.path().pathParameters().get("code"))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private static JsonNode body(ServerRequest request, Set<String> members) {
        return Bodies.object(request, BODY_BYTES_MAX, members);
    }

    private static ObjectNode json(Aside aside) {
        var json = Json.object();
        json.put("id", aside.id());
        json.put("after_seq", aside.afterSeq());
        json.put("kind", aside.kind().wireName());
        json.put("by", aside.by());
        var agentId = aside.agentId();
        json.put("agent", Json.number(agentId));
        json.put("text", aside.text());
        var mentions = json.putArray("mentions");
        aside.mentions().forEach(it -> mentions.add(it.agentId()));
        json.put("cid", aside.cid().orElse(null));
        json.put("at", aside.at().toString());
        return json;
    }
}
