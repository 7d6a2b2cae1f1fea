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
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// API tokens for programs, under `/api/v1/api-tokens`. What one is stands in the answer that made
/// it and never again.
final class ApiTokensApi {
    private static final Access READ = needs(Permission.TOKENS_READ);
    private static final Access CHANGE = proved(needs(Permission.TOKENS_CHANGE));
    private static final String ALL = "/api/v1/api-tokens";
    private static final String ONE = ALL + "/{id}";
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final Set<String> NEW = Set.of("name", "permissions", "days");
    private static final String GRACE = "grace_minutes";
    private static final int GRACE_MAX = 7 * 24 * 60;

    private final ApiTokens tokens;

    ApiTokensApi(ApiTokens tokens) {
        this.tokens = tokens;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, CHANGE, this::make)
                .get(ONE, READ, this::show)
                .post(ONE + "/rotate", CHANGE, this::rotate)
                .delete(ONE, CHANGE, this::revoke);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var found = tokens.page(paging.numberCursor().orElse(0), paging.limit() + 1);
        Answers.json(
                response, paging.page(found, ApiTokensApi::json, it -> Long.toString(it.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                json(
                        tokens.find(id(request))
                                .orElseThrow(() ->
                                        Refusal.of(Code.NOT_FOUND, "There is no such token."))));
    }

    private void make(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, NEW);
        var draft = new ApiTokenDraft(name(body), permissions(body), days(body));
        Answers.json(
                response,
                Status.CREATED_201,
                made(tokens.make(Caller.of(request), draft.checked())));
    }

    /// Without `grace_minutes`, or a body at all, the old one is good for an hour more; 0 ends it
    /// at once.
    private void rotate(ServerRequest request, ServerResponse response) {
        var body = Bodies.maybeObject(request, BODY_BYTES_MAX, Set.of(GRACE));
        var grace = body.path(GRACE);
        if (body.has(GRACE)
                && (!grace.canConvertToInt()
                        || !grace.isIntegralNumber()
                        || grace.intValue() < 0
                        || grace.intValue() > GRACE_MAX)) {
            throw Refusal.invalid(
                    Map.of(GRACE, GRACE + " is a number from 0 to " + GRACE_MAX + "."));
        }
        var minutes = Duration.ofMinutes(grace.asInt(60));
        Answers.json(
                response,
                Status.CREATED_201,
                made(tokens.rotate(Caller.of(request), id(request), minutes)));
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        tokens.revoke(Caller.of(request), id(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private static long id(ServerRequest request) {
        return Ids.ofPath(request)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such token."));
    }

    private static String name(JsonNode body) {
        if (body.has("name") && !body.get("name").isTextual()) {
            throw Refusal.of(Code.INVALID, "name is a text.");
        }
        return Json.string(body, "name").orElse("");
    }

    private static Set<Permission> permissions(JsonNode body) {
        var names = body.path("permissions");
        if (body.has("permissions")
                && (!names.isArray() || names.valueStream().anyMatch(it -> !it.isTextual()))) {
            throw Refusal.of(Code.INVALID, "permissions is a list of names.");
        }
        var permissions = new LinkedHashSet<Permission>();
        for (var name : names) {
            permissions.add(
                    Permission.named(name.asText())
                            .orElseThrow(() ->
                                    Refusal.invalid(
                                            Map.of(
                                                    "permissions",
                                                    "There is no permission “"
                                                            + name.asText()
                                                            + "”; GET /api/v1/roles names all."))));
        }
        return permissions;
    }

    private static OptionalInt days(JsonNode body) {
        var days = body.path("days");
        if (days.isMissingNode() || days.isNull()) {
            return OptionalInt.empty();
        }
        if (!days.isIntegralNumber() || !days.canConvertToInt()) {
            throw Refusal.of(Code.INVALID, "days is a whole number.");
        }
        return OptionalInt.of(days.intValue());
    }

    private static ObjectNode made(ApiTokens.Made made) {
        return json(made.token()).put("token", made.text());
    }

    private static ObjectNode json(ApiToken token) {
        var json =
                Json.object()
                        .put("id", token.id())
                        .put("name", token.name())
                        .put("hint", token.hint());
        var permissions = json.putArray("permissions");
        token.permissions().stream().sorted().forEach(it -> permissions.add(it.wireName()));
        return json.put("made_by", token.madeBy().orElse(null))
                .put("created_at", token.createdAt().toString())
                .put("expires_at", at(token.expiresAt()))
                .put("last_used_at", at(token.usedAt()))
                .put("replaced_at", at(token.replacedAt()));
    }

    private static @Nullable String at(Optional<Instant> when) {
        return when.map(Instant::toString).orElse(null);
    }
}
