package dev.bellhop.people;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
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

import java.util.function.Function;
import java.util.regex.Pattern;

/// Where agents are signed in, for programs: everybody's sessions under `/api/v1/sessions`, and one
/// agent's.
final class SessionsApi {
    private static final Access READ = needs(Permission.AGENTS_READ);
    private static final Access CHANGE = needs(Permission.AGENTS_CHANGE);
    private static final String ALL = "/api/v1/sessions";
    private static final String OF_AGENT = "/api/v1/agents/{id}/sessions";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    private final Staff staff;
    private final Roster roster;
    private final Sessions sessions;

    SessionsApi(Staff staff, Roster roster, Sessions sessions) {
        this.staff = staff;
        this.roster = roster;
        this.sessions = sessions;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::all)
                .delete(ALL + "/{session}", CHANGE, this::end)
                .get(OF_AGENT, READ, this::ofAgent)
                .delete(OF_AGENT, CHANGE, this::endAllOfAgent)
                .delete(OF_AGENT + "/{session}", CHANGE, this::endOfAgent);
    }

    private void all(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var after = paging.cursor().orElse("");
        if (!after.isEmpty() && !ID.matcher(after).matches()) {
            throw Paging.badCursor();
        }
        var found = sessions.page(after, paging.limit() + 1);
        Answers.json(response, paging.page(found, json(Caller.of(request)), Sessions.Open::id));
    }

    private void ofAgent(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                Paging.ofShort(
                        request,
                        sessions.of(agent(request)),
                        json(Caller.of(request)),
                        Sessions.Open::id));
    }

    private void end(ServerRequest request, ServerResponse response) {
        var session = session(request);
        long agent =
                sessions.agentOf(session)
                        .orElseThrow(() ->
                                Refusal.of(Code.NOT_FOUND, "There is no such session any more."));
        staff.signOut(Caller.of(request), agent, session);
        response.status(Status.NO_CONTENT_204).send();
    }

    private void endAllOfAgent(ServerRequest request, ServerResponse response) {
        staff.signOut(Caller.of(request), agent(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void endOfAgent(ServerRequest request, ServerResponse response) {
        staff.signOut(Caller.of(request), agent(request), session(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private long agent(ServerRequest request) {
        return Ids.ofPath(request)
                .flatMap(roster::find)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such agent."))
                .agent()
                .id();
    }

    private static String session(ServerRequest request) {
        var id = request.path().pathParameters().get("session");
        if (!ID.matcher(id).matches()) {
            throw Refusal.of(Code.NOT_FOUND, "There is no such session any more.");
        }
        return id;
    }

    private static Function<Sessions.Open, ObjectNode> json(Caller caller) {
        return session ->
                Json.object()
                        .put("id", session.id())
                        .put("agent", session.agentId())
                        .put("agent_name", session.agentName())
                        .put("since", session.since().toString())
                        .put("last_seen_at", session.seenAt().toString())
                        .put("address", session.address().orElse(null))
                        .put("user_agent", session.userAgent())
                        .put("new_browser", session.newBrowser())
                        .put("own", session.isOf(caller));
    }
}
