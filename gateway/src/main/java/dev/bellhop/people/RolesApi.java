package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;

/// What roles may do, for programs, under `/api/v1/roles`. Nobody changes that.
final class RolesApi {
    private static final Access READ = needs(Permission.AGENTS_READ);
    private static final String ALL = "/api/v1/roles";

    void register(Routes routes) {
        routes.get(ALL, READ, RolesApi::list).get(ALL + "/{name}", READ, RolesApi::show);
    }

    private static void list(ServerRequest request, ServerResponse response) {
        var answer =
                Paging.ofShort(request, List.of(Role.values()), RolesApi::json, Role::wireName);
        var permissions = answer.putArray("permissions");
        for (var permission : Permission.values()) {
            permissions
                    .addObject()
                    .put("name", permission.wireName())
                    .put("words", permission.words());
        }
        Answers.tagged(request, response, "roles", answer);
    }

    private static void show(ServerRequest request, ServerResponse response) {
        var role =
                Role.named(request.path().pathParameters().get("name"))
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such role."));
        Answers.tagged(request, response, "role", json(role));
    }

    private static ObjectNode json(Role role) {
        var json = Json.object().put("name", role.wireName()).put("words", role.words());
        var may = json.putArray("permissions");
        role.permissions().forEach(it -> may.add(it.wireName()));
        return json;
    }
}
