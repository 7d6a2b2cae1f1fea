package dev.bellhop.canned;

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

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Everybody's canned responses for programs, under `/api/v1/canned`. What an agent keeps for
/// themselves is not here.
final class CannedApi {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access CHANGE = needs(Permission.CANNED_CHANGE);
    private static final String ALL = "/api/v1/canned";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final Set<String> NEW = Set.of("shortcut", "folder", "title", "text");
    private static final Set<String> CHANGED =
            Set.of("shortcut", "folder", "title", "text", "version");

    private final CannedResponses responses;

    CannedApi(CannedResponses responses) {
        this.responses = responses;
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
                "canned",
                Permission.CONVERSATIONS_READ,
                () ->
                        responses.shared(0, Integer.MAX_VALUE).stream()
                                .map(CannedApi::settings)
                                .toList());
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var found = responses.shared(paging.numberCursor().orElse(0), paging.limit() + 1);
        Answers.json(response, paging.page(found, CannedApi::json, it -> Long.toString(it.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, canned(request));
    }

    private static void show(ServerRequest request, ServerResponse response, Canned canned) {
        Answers.tagged(request, response, canned.state(), json(canned));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = body(request, NEW);
        var draft =
                new CannedDraft(
                        OptionalLong.empty(),
                        text(body, "shortcut").orElse(""),
                        text(body, "folder").orElse(""),
                        text(body, "title").orElse(""),
                        text(body, "text").orElse(""));
        long id = responses.add(Actor.of(request), draft.checked());
        Answers.json(response, Status.CREATED_201, json(responses.find(id).orElseThrow()));
    }

    /// What is left out stays. With a `version` the change is refused when it is not the present
    /// one.
    private void change(ServerRequest request, ServerResponse response) {
        var canned = canned(request);
        var read = IfMatch.of(request);
        read.check(canned.state());
        var body = body(request, CHANGED);
        var draft =
                new CannedDraft(
                        OptionalLong.empty(),
                        text(body, "shortcut").orElse(canned.shortcut()),
                        text(body, "folder").orElse(canned.folder()),
                        text(body, "title").orElse(canned.title()),
                        text(body, "text").orElse(canned.text()));
        int version = Bodies.version(body, canned.version());
        switch (responses.change(Actor.of(request), canned.id(), version, draft.checked())) {
            case CannedResponses.Changed.Done(var now) -> show(request, response, now);
            case CannedResponses.Changed.Stale _ when read.isAsked() -> throw IfMatch.stale();
            case CannedResponses.Changed.Stale(var now) ->
                    throw Refusal.of(
                            Code.CONFLICT,
                            "Somebody changed this response; it is at version "
                                    + now.version()
                                    + " now.");
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        responses.remove(Actor.of(request), canned(request).id(), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private Canned canned(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(responses::find)
                .filter(Canned::isShared)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such response."));
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

    private static ObjectNode json(Canned canned) {
        var json = Json.object().put("id", canned.id());
        json.setAll(settings(canned));
        return json.put("version", canned.version())
                .put("changed_at", canned.changedAt().toString())
                .put("uses_30_days", canned.uses());
    }

    private static ObjectNode settings(Canned canned) {
        return Json.object()
                .put("shortcut", canned.shortcut())
                .put("folder", canned.folder())
                .put("title", canned.title())
                .put("text", canned.text());
    }
}
