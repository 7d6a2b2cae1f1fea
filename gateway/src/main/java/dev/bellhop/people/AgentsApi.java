package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Agents for programs, under `/api/v1/agents`.
final class AgentsApi {
    private static final Access READ = needs(Permission.AGENTS_READ);
    private static final Access CHANGE = needs(Permission.AGENTS_CHANGE);
    private static final String ALL = "/api/v1/agents";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final Set<String> NEW = Set.of("email", "name", "role");
    private static final Set<String> CHANGED = Set.of("email", "name", "role", "version");

    private final Staff staff;
    private final Roster roster;
    private final Presences presences;
    private final Supplier<URI> publicUrl;

    AgentsApi(Staff staff, Roster roster, Presences presences, Supplier<URI> publicUrl) {
        this.staff = staff;
        this.roster = roster;
        this.presences = presences;
        this.publicUrl = publicUrl;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, proved(CHANGE), this::invite)
                .get(ONE, READ, this::show)
                .patch(ONE, proved(CHANGE), this::change)
                .post(ONE + "/disable", CHANGE, this::disable)
                .post(ONE + "/enable", CHANGE, this::enable)
                .post(ONE + "/link", proved(CHANGE), this::link)
                .delete(ONE + "/second-step", proved(CHANGE), this::takeOffSecondStep);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var found = roster.page(paging.numberCursor().orElse(0), paging.limit() + 1);
        Answers.json(
                response, paging.page(found, this::json, it -> Long.toString(it.agent().id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        var entry = entry(request);
        Answers.tagged(request, response, entry.agent().state(), json(entry));
    }

    /// The link is in this answer and never again.
    private void invite(ServerRequest request, ServerResponse response) {
        var body = body(request, NEW);
        var draft =
                new AgentDraft(
                        text(body, "email").orElse(""),
                        text(body, "name").orElse(""),
                        role(body, Role.AGENT));
        var invited = staff.invite(Caller.of(request), draft.checked());
        Answers.json(
                response,
                Status.CREATED_201,
                json(roster.find(invited.id()).orElseThrow()).put("link", address(invited.link())));
    }

    /// What is left out stays. With a `version` the change is refused when it is not the present
    /// one.
    private void change(ServerRequest request, ServerResponse response) {
        var agent = entry(request).agent();
        var read = IfMatch.of(request);
        read.check(agent.state());
        var body = body(request, CHANGED);
        var draft =
                new AgentDraft(
                        text(body, "email").orElse(agent.email()),
                        text(body, "name").orElse(agent.name()),
                        role(body, agent.role()));
        int version = Bodies.version(body, agent.version());
        switch (staff.change(Caller.of(request), agent.id(), version, draft.checked())) {
            case Staff.Changed.Done _ -> show(request, response);
            case Staff.Changed.Stale _ when read.isAsked() -> throw IfMatch.stale();
            case Staff.Changed.Stale(var now) ->
                    throw Refusal.of(
                            Code.CONFLICT,
                            "Somebody changed this agent; they are at version "
                                    + now.version()
                                    + " now.");
        }
    }

    private void disable(ServerRequest request, ServerResponse response) {
        int gaveBack = staff.disable(Caller.of(request), entry(request).agent().id());
        Answers.json(response, json(entry(request)).put("conversations_given_back", gaveBack));
    }

    private void enable(ServerRequest request, ServerResponse response) {
        staff.enable(Caller.of(request), entry(request).agent().id());
        show(request, response);
    }

    private void link(ServerRequest request, ServerResponse response) {
        var link = staff.link(Caller.of(request), entry(request).agent().id());
        Answers.json(response, json(entry(request)).put("link", address(link)));
    }

    private void takeOffSecondStep(ServerRequest request, ServerResponse response) {
        staff.takeOffSecondStep(Caller.of(request), entry(request).agent().id());
        response.status(Status.NO_CONTENT_204).send();
    }

    private String address(String link) {
        return SignInPages.linkAddress(publicUrl.get(), link);
    }

    private Roster.Entry entry(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(roster::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such agent."));
    }

    private static JsonNode body(ServerRequest request, Set<String> members) {
        return Bodies.object(request, BODY_BYTES_MAX, members);
    }

    private static Optional<String> text(JsonNode body, String member) {
        if (body.has(member) && !body.get(member).isTextual()) {
            throw Refusal.of(Code.INVALID, member + " is a text.");
        }
        return Json.string(body, member);
    }

    private static Role role(JsonNode body, Role now) {
        if (!body.has("role")) {
            return now;
        }
        return text(body, "role")
                .flatMap(Role::named)
                .orElseThrow(() -> Refusal.invalid(Map.of("role", unknownRole())));
    }

    private static String unknownRole() {
        return "role is one of "
                + Arrays.stream(Role.values()).map(Role::wireName).collect(Collectors.joining(", "))
                + ".";
    }

    private ObjectNode json(Roster.Entry entry) {
        var agent = entry.agent();
        return Json.object()
                .put("id", agent.id())
                .put("email", agent.email())
                .put("name", agent.name())
                .put("role", agent.role().wireName())
                .put("state", entry.state().name().toLowerCase(Locale.ROOT))
                .put("presence", presences.of(agent.id()).words())
                .put("sessions", entry.sessions())
                .put("last_seen_at", entry.seenAt().map(Object::toString).orElse(null))
                .put("link_until", entry.linkUntil().map(Object::toString).orElse(null))
                .put("version", agent.version());
    }
}
