package dev.bellhop.relay;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Spot;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
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

import java.util.Optional;
import java.util.Set;

/// What waits to be sent, and what will never be sent by itself: to look at, to send again, to give
/// up.
final class OutboxApi {
    private static final Access READ = needs(Permission.OUTBOX_READ);
    private static final Access CHANGE = needs(Permission.OUTBOX_CHANGE);
    private static final String ROOT = "/api/v1/outbox";
    private static final Set<String> STATES = Set.of("ready", "claimed", "unsure", "dead");

    private final Relay.Ground ground;

    OutboxApi(Relay.Ground ground) {
        this.ground = ground;
    }

    void register(Routes routes) {
        routes.get(ROOT, READ, this::list)
                .get(ROOT + "/{id}", READ, this::show)
                .post(ROOT + "/{id}/retry", CHANGE, this::retry)
                .delete(ROOT + "/{id}", CHANGE, this::giveUp);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var state = request.query().first("state").asOptional();
        if (state.filter(name -> !STATES.contains(name)).isPresent()) {
            throw Refusal.of(Code.INVALID, "state is ready, claimed, unsure or dead.");
        }
        var found = ground.outbox().lists().page(state, paging.numberCursor(), paging.limit() + 1);
        Answers.json(response, paging.page(found, this::json, entry -> Long.toString(entry.id())));
    }

    /// One that is over is not there any more.
    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(
                response,
                ground.outbox()
                        .lists()
                        .find(id(request))
                        .map(this::json)
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND)));
    }

    private void retry(ServerRequest request, ServerResponse response) {
        long id = id(request);
        var lane =
                ground.database()
                        .inTransaction(tx -> {
                            var revived = ground.outbox().revive(tx, id);
                            revived.ifPresent(_ ->
                                    ground.audit()
                                            .append(
                                                    tx,
                                                    Actor.of(request),
                                                    "outbox.retried",
                                                    "job " + id,
                                                    "{}"));
                            return revived;
                        });
        var entry = ground.outbox().lists().find(id);
        if (lane.isEmpty()) {
            throw entry.isEmpty()
                    ? Refusal.of(Code.NOT_FOUND)
                    : Refusal.of(Code.CONFLICT, "This is not dead: it goes by itself.");
        }
        Answers.json(response, entry.map(this::json).orElseGet(Json::object));
        ground.lanes().wake(lane.get());
    }

    private void giveUp(ServerRequest request, ServerResponse response) {
        long id = id(request);
        boolean dropped =
                ground.database()
                        .inTransaction(tx -> {
                            boolean gone = ground.outbox().drop(tx, id);
                            if (gone) {
                                ground.audit()
                                        .append(
                                                tx,
                                                Actor.of(request),
                                                "outbox.given_up",
                                                "job " + id,
                                                "{}");
                            }
                            return gone;
                        });
        if (!dropped) {
            throw ground.outbox().lists().find(id).isEmpty()
                    ? Refusal.of(Code.NOT_FOUND)
                    : Refusal.of(Code.CONFLICT, "This is not dead: it goes by itself.");
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private static long id(ServerRequest request) {
        return Ids.ofPath(request).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private ObjectNode json(Outbox.Entry entry) {
        var json = Json.object();
        json.put("id", entry.id());
        json.put("kind", entry.kind());
        json.put("lane", entry.lane());
        json.put("channel", Json.number(entry.channelId()));
        var spot = spot(entry);
        json.put("conversation", spot.flatMap(this::code).orElse(null));
        json.put("seq", spot.map(Spot::seq).orElse(null));
        json.put("says", says(entry).orElse(null));
        json.put("state", entry.state());
        json.put("attempts", entry.attempts());
        json.put("waits_for", entry.waitsFor().isEmpty() ? null : entry.waitsFor());
        json.put("next_at", entry.nextAt().toString());
        json.put("last_error", entry.lastError().isEmpty() ? null : entry.lastError());
        json.put("created_at", entry.createdAt().toString());
        return json;
    }

    private Optional<String> code(Spot spot) {
        return ground.conversations().find(spot.conversationId()).map(Conversation::code);
    }

    /// The message that it is, or that a reaction is on.
    private static Optional<Spot> spot(Outbox.Entry entry) {
        return entry.conversationId() == 0
                ? Errands.spot(entry.payload())
                : Optional.of(new Spot(entry.conversationId(), entry.seq()));
    }

    /// What it says that stands in no thread: what Bellhop asks a phone, and an emoji.
    private static Optional<String> says(Outbox.Entry entry) {
        var payload = Json.parse(entry.payload());
        return switch (entry.kind()) {
            case Outbound.ASK -> Json.string(payload, "text");
            case Desk.REACT -> Json.string(payload, "emoji");
            default -> Optional.empty();
        };
    }
}
