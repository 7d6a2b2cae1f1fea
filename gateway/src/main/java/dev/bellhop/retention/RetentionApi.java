package dev.bellhop.retention;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.retention.Retention.Terms;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// How long things are kept, for programs, under `/api/v1/retention`.
final class RetentionApi {
    private static final String ALL = "/api/v1/retention";
    private static final int BODY_BYTES_MAX = 4 * 1024;
    private static final Set<String> MEMBERS =
            Arrays.stream(Kept.values()).map(Kept::wireName).collect(Collectors.toSet());

    private final Retention retention;
    private final Cleaning cleaning;

    RetentionApi(Retention retention, Cleaning cleaning) {
        this.retention = retention;
        this.cleaning = cleaning;
    }

    void register(Routes routes) {
        routes.get(ALL, needs(Permission.SETTINGS_READ), this::show)
                .patch(ALL, needs(Permission.SETTINGS_CHANGE), this::change)
                .get(ALL + "/plan", needs(Permission.SETTINGS_READ), this::plan)
                .post(ALL + "/run", proved(needs(Permission.VISITORS_ERASE)), this::run);
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, retention.terms());
    }

    /// Members that are absent stay as they are; `null` is for good.
    private void change(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, MEMBERS);
        var read = IfMatch.of(request);
        var terms =
                retention.change(
                        Actor.of(request),
                        now -> {
                            read.check(state(now));
                            return changed(now, body);
                        });
        show(request, response, terms);
    }

    private void show(ServerRequest request, ServerResponse response, Terms terms) {
        Answers.tagged(request, response, state(terms), json(terms));
    }

    private static String state(Terms terms) {
        return Json.text(settings(terms));
    }

    private static ObjectNode settings(Terms terms) {
        var node = Json.object();
        for (Kept kept : Kept.values()) {
            node.put(kept.wireName(), Json.number(terms.days(kept)));
        }
        return node;
    }

    private static Terms changed(Terms now, JsonNode body) {
        var days = new EnumMap<Kept, OptionalInt>(now.days());
        for (Kept kept : Kept.values()) {
            var value = body.path(kept.wireName());
            if (value.isNull()) {
                days.put(kept, OptionalInt.empty());
            } else if (value.canConvertToInt() && value.isIntegralNumber()) {
                days.put(kept, OptionalInt.of(value.intValue()));
            } else if (!value.isMissingNode()) {
                throw Refusal.of(Code.INVALID, kept.wireName() + " is a number of days, or null.");
            }
        }
        return new Terms(days);
    }

    /// What the next night would take away.
    private void plan(ServerRequest request, ServerResponse response) {
        Answers.json(
                response, Cleaning.json(cleaning.plan()).put("at", cleaning.next().toString()));
    }

    private void run(ServerRequest request, ServerResponse response) {
        Answers.json(response, Cleaning.json(cleaning.runNow(Actor.of(request))));
    }

    private ObjectNode json(Terms terms) {
        var node = settings(terms);
        node.put("next_run", cleaning.next().toString());
        cleaning.last()
                .ifPresentOrElse(
                        run ->
                                node.putObject("last_run")
                                        .put("began_at", run.began().toString())
                                        .put(
                                                "ended_at",
                                                run.ended().map(Object::toString).orElse(null))
                                        .setAll(Cleaning.json(run.amount())),
                        () -> node.putNull("last_run"));
        return node;
    }
}
