package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;
import dev.bellhop.web.SettingsPart;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Teams for programs, under `/api/v1/teams`. Who is in one is a list of agents' numbers.
final class TeamsApi {
    private static final Access READ = needs(Permission.AGENTS_READ);
    private static final Access CHANGE = needs(Permission.AGENTS_CHANGE);
    private static final String ALL = "/api/v1/teams";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final Set<String> NEW = Set.of("name", "members", "assignment");
    private static final Set<String> CHANGED = Set.of("name", "members", "assignment", "version");
    private static final Set<String> ASSIGNMENT =
            Set.of("policy", "capacity", "give_back_after_minutes");

    private final Teams teams;

    TeamsApi(Teams teams) {
        this.teams = teams;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::add)
                .get(ONE, READ, this::show)
                .patch(ONE, CHANGE, this::change)
                .delete(ONE, CHANGE, this::remove);
    }

    SettingsPart settings() {
        return new SettingsPart(
                "teams",
                Permission.AGENTS_READ,
                () -> teams.page(0, Integer.MAX_VALUE).stream().map(TeamsApi::settings).toList());
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var found = teams.page(paging.numberCursor().orElse(0), paging.limit() + 1);
        Answers.json(response, paging.page(found, TeamsApi::json, it -> Long.toString(it.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, team(request));
    }

    private static void show(ServerRequest request, ServerResponse response, Team team) {
        Answers.tagged(request, response, team.state(), json(team));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = body(request, NEW);
        var draft =
                new TeamDraft(
                        name(body).orElse(""),
                        members(body).orElse(List.of()),
                        assignment(body, AutoAssignment.NONE));
        long id = teams.add(Actor.of(request), draft.checked());
        Answers.json(response, Status.CREATED_201, json(teams.find(id).orElseThrow()));
    }

    /// What is left out stays. With a `version` the change is refused when it is not the present
    /// one.
    private void change(ServerRequest request, ServerResponse response) {
        var team = team(request);
        var read = IfMatch.of(request);
        read.check(team.state());
        var body = body(request, CHANGED);
        var draft =
                new TeamDraft(
                        name(body).orElse(team.name()),
                        members(body).orElse(team.members()),
                        assignment(body, team.assignment()));
        int version = Bodies.version(body, team.version());
        switch (teams.change(Actor.of(request), team.id(), version, draft.checked())) {
            case Teams.Changed.Done(var now) -> show(request, response, now);
            case Teams.Changed.Stale _ when read.isAsked() -> throw IfMatch.stale();
            case Teams.Changed.Stale(var now) ->
                    throw Refusal.of(
                            Code.CONFLICT,
                            "Somebody changed this team; it is at version "
                                    + now.version()
                                    + " now.");
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        teams.remove(Actor.of(request), team(request).id(), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private Team team(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(teams::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such team."));
    }

    private static JsonNode body(ServerRequest request, Set<String> members) {
        return Bodies.object(request, BODY_BYTES_MAX, members);
    }

    private static Optional<String> name(JsonNode body) {
        if (body.has("name") && !body.get("name").isTextual()) {
            throw Refusal.of(Code.INVALID, "name is a text.");
        }
        return Json.string(body, "name");
    }

    private static Optional<List<Long>> members(JsonNode body) {
        if (!body.has("members")) {
            return Optional.empty();
        }
        var members = body.get("members");
        if (!members.isArray()
                || members.valueStream()
                        .anyMatch(it -> !it.isIntegralNumber() || !it.canConvertToLong())) {
            throw Refusal.of(Code.INVALID, "members is a list of agents’ numbers.");
        }
        return Optional.of(members.valueStream().map(JsonNode::longValue).toList());
    }

    /// What is left out stays as it was.
    private static AutoAssignment assignment(JsonNode body, AutoAssignment before) {
        if (!body.has("assignment")) {
            return before;
        }
        var given = body.get("assignment");
        if (!given.isObject()) {
            throw Refusal.of(
                    Code.INVALID,
                    "assignment is an object with policy, capacity and give_back_after_minutes.");
        }
        Bodies.refuseOthers(given, "in assignment", ASSIGNMENT);
        return new AutoAssignment(
                policy(given).orElse(before.policy()),
                whole(given, "capacity", before.capacity()),
                whole(given, "give_back_after_minutes", before.giveBackMinutes()));
    }

    private static Optional<AutoAssignment.Policy> policy(JsonNode given) {
        if (!given.has("policy")) {
            return Optional.empty();
        }
        var known =
                given.get("policy").isTextual()
                        ? AutoAssignment.Policy.named(given.get("policy").textValue())
                        : Optional.<AutoAssignment.Policy>empty();
        if (known.isEmpty()) {
            throw Refusal.of(
                    Code.INVALID,
                    "policy is one of "
                            + Arrays.stream(AutoAssignment.Policy.values())
                                    .map(AutoAssignment.Policy::wireName)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return known;
    }

    private static int whole(JsonNode given, String member, int before) {
        if (!given.has(member)) {
            return before;
        }
        if (!given.get(member).canConvertToInt() || !given.get(member).isIntegralNumber()) {
            throw Refusal.of(Code.INVALID, member + " is a whole number.");
        }
        return given.get(member).intValue();
    }

    static ObjectNode json(AutoAssignment assignment) {
        return Json.object()
                .put("policy", assignment.policy().wireName())
                .put("capacity", assignment.capacity())
                .put("give_back_after_minutes", assignment.giveBackMinutes());
    }

    private static ObjectNode json(Team team) {
        var json = Json.object().put("id", team.id());
        json.setAll(settings(team));
        return json.put("version", team.version());
    }

    private static ObjectNode settings(Team team) {
        var json = Json.object().put("name", team.name());
        var members = json.putArray("members");
        team.members().forEach(members::add);
        json.set("assignment", json(team.assignment()));
        return json;
    }
}
