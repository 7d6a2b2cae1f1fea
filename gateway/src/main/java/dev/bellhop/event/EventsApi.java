package dev.bellhop.event;

import static dev.bellhop.web.Access.needs;
import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
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

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Endpoints for programs, under `/api/v1/events`: where events are posted to, and what became of
/// them.
final class EventsApi {
    private static final Access READ = needs(Permission.EVENTS_READ);
    private static final Access CHANGE = needs(Permission.EVENTS_CHANGE);
    private static final String ALL = "/api/v1/events";
    private static final String ONE = ALL + "/{id}";
    private static final String DELIVERIES = ONE + "/deliveries";
    private static final String DELIVERY = DELIVERIES + "/{delivery}";
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final Set<String> MEMBERS = Set.of("name", "url", "kinds", "site", "enabled");
    private static final Set<String> CHANGES =
            Set.of("name", "url", "kinds", "site", "enabled", "version");

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Queue queue;
    private final Destinations destinations;
    private final OutgoingEvents room;
    private final Conversations conversations;
    private final Clock clock;

    EventsApi(
            Endpoints endpoints,
            Deliveries deliveries,
            Attempts attempts,
            Queue queue,
            Destinations destinations,
            OutgoingEvents room,
            Conversations conversations,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.queue = queue;
        this.destinations = destinations;
        this.room = room;
        this.conversations = conversations;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get(ALL, READ, this::list)
                .post(ALL, proved(CHANGE), this::add)
                .get(ONE, READ, this::show)
                .patch(ONE, proved(CHANGE), this::change)
                .delete(ONE, CHANGE, this::remove)
                .post(ONE + "/rotate", proved(CHANGE), this::rotate)
                .post(ONE + "/test", CHANGE, this::test)
                .post(ONE + "/replay", CHANGE, this::replayFailed)
                .get(DELIVERIES, READ, this::deliveries)
                .get(DELIVERY, READ, this::delivery)
                .post(DELIVERY + "/replay", CHANGE, this::replay);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        long after = paging.numberCursor().orElse(0);
        var found =
                endpoints.all().stream()
                        .filter(it -> it.id() > after)
                        .limit(paging.limit() + 1L)
                        .toList();
        Answers.json(response, paging.page(found, this::json, it -> Long.toString(it.id())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        show(request, response, endpoint(request));
    }

    private void show(ServerRequest request, ServerResponse response, Endpoint endpoint) {
        Answers.tagged(request, response, endpoint.compared(), json(endpoint));
    }

    private void add(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, MEMBERS);
        var draft =
                draft(
                        body,
                        new EndpointDraft(
                                "",
                                "",
                                List.of(EndpointDraft.EVERYTHING),
                                OptionalLong.empty(),
                                true));
        var checked = draft.checked();
        var added =
                endpoints.add(
                        Actor.of(request), checked.leadingTo(destinations.judged(checked.url())));
        Answers.json(response, Status.CREATED_201, withSecret(added));
    }

    /// What is left out stays. With a `version` the change is refused when it is not the present
    /// one.
    private void change(ServerRequest request, ServerResponse response) {
        var endpoint = endpoint(request);
        var read = IfMatch.of(request);
        read.check(endpoint.compared());
        var body = Bodies.object(request, BODY_BYTES_MAX, CHANGES);
        var draft = draft(body, Endpoints.draft(endpoint)).checked();
        if (body.has("url")) {
            draft = draft.leadingTo(destinations.judged(draft.url()));
        }
        int version = Bodies.version(body, endpoint.version());
        show(request, response, room.change(Actor.of(request), endpoint, read, version, draft));
    }

    private static EndpointDraft draft(JsonNode body, EndpointDraft otherwise) {
        return new EndpointDraft(
                text(body, "name").orElse(otherwise.name()),
                text(body, "url").orElse(otherwise.url()),
                kinds(body).orElse(otherwise.kinds()),
                body.has("site") ? site(body.get("site")) : otherwise.siteId(),
                Bodies.flag(body, "enabled", otherwise.enabled()));
    }

    private static Optional<String> text(JsonNode body, String member) {
        if (body.has(member) && !body.get(member).isTextual()) {
            throw Refusal.of(Code.INVALID, member + " is a text.");
        }
        return Json.string(body, member);
    }

    private static Optional<List<String>> kinds(JsonNode body) {
        if (!body.has("kinds")) {
            return Optional.empty();
        }
        var kinds = new ArrayList<String>();
        for (JsonNode kind : body.get("kinds")) {
            kinds.add(kind.isTextual() ? kind.textValue() : "");
        }
        if (!body.get("kinds").isArray()) {
            throw Refusal.of(Code.INVALID, "kinds is a list of kinds.");
        }
        return Optional.of(kinds.stream().distinct().toList());
    }

    private static OptionalLong site(JsonNode site) {
        if (site.isNull()) {
            return OptionalLong.empty();
        }
        if (!site.isIntegralNumber() || !site.canConvertToLong()) {
            throw Refusal.of(Code.INVALID, "site is a site’s id, or null for all.");
        }
        return OptionalLong.of(site.longValue());
    }

    private void remove(ServerRequest request, ServerResponse response) {
        endpoints.remove(Actor.of(request), endpoint(request).id(), IfMatch.of(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        var endpoint = endpoint(request);
        Bodies.takesNothing(request);
        Answers.json(response, withSecret(endpoints.rotate(Actor.of(request), endpoint.id())));
    }

    private void test(ServerRequest request, ServerResponse response) {
        var endpoint = endpoint(request);
        Bodies.takesNothing(request);
        var tried = room.test(Actor.of(request), endpoint);
        var answer = tried.answer();
        var status = answer.status();
        Answers.json(
                response,
                Json.object()
                        .put("delivery", tried.deliveryId())
                        .put("delivered", answer.isTaken())
                        .put("status", Json.number(status))
                        .put("took_ms", answer.took().toMillis())
                        .put("error", answer.error().orElse(null)));
    }

    private void deliveries(ServerRequest request, ServerResponse response) {
        var endpoint = endpoint(request);
        var paging = Paging.of(request);
        var filter =
                new Deliveries.Filter(
                        endpoint.id(),
                        asked(
                                request,
                                "state",
                                Delivery.State::named,
                                "waiting, delivered, failed"),
                        asked(request, "type", Kind::read, String.join(", ", EndpointDraft.all())),
                        request.query().first("since").asOptional().map(EventsApi::time));
        var found = deliveries.page(filter, paging.numberCursor(), paging.limit() + 1);
        var codes = codes(found);
        Answers.json(
                response, paging.page(found, it -> json(it, codes), it -> Long.toString(it.id())));
    }

    private static <T> Optional<T> asked(
            ServerRequest request,
            String name,
            Function<String, Optional<T>> reader,
            String there) {
        return request.query()
                .first(name)
                .asOptional()
                .map(text ->
                        reader.apply(text)
                                .orElseThrow(() ->
                                        Refusal.of(
                                                Code.INVALID,
                                                name + " is one of: " + there + ".")));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.of(Code.INVALID, "since is a moment like 2026-12-31T12:00:00Z.");
        }
    }

    private Map<Long, String> codes(Collection<Delivery> found) {
        var ids =
                found.stream()
                        .map(Delivery::conversationId)
                        .filter(id -> id > 0)
                        .distinct()
                        .toList();
        return ids.isEmpty()
                ? Map.of()
                : conversations.findAll(ids).stream()
                        .collect(Collectors.toMap(Conversation::id, Conversation::code));
    }

    /// With what was posted, and each time that it was.
    private void delivery(ServerRequest request, ServerResponse response) {
        var letter = letter(request);
        var json = json(letter.delivery(), codes(List.of(letter.delivery())));
        json.set("event", Json.parse(letter.body()));
        var list = json.putArray("tries");
        for (var attempt : attempts.of(letter.delivery().id())) {
            var status = attempt.status();
            list.addObject()
                    .put("at", attempt.at().toString())
                    .put("status", Json.number(status))
                    .put("took_ms", attempt.tookMillis())
                    .put("error", attempt.error().orElse(null))
                    .put("answer", attempt.answer());
        }
        Answers.json(response, json);
    }

    private void replay(ServerRequest request, ServerResponse response) {
        var endpoint = endpoint(request);
        var delivery = letter(request).delivery();
        Bodies.takesNothing(request);
        room.replay(Actor.of(request), endpoint, delivery);
        var now = deliveries.find(delivery.id()).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        Answers.json(response, Status.ACCEPTED_202, json(now, codes(List.of(now))));
    }

    private void replayFailed(ServerRequest request, ServerResponse response) {
        var endpoint = endpoint(request);
        var body = Bodies.object(request, BODY_BYTES_MAX, Set.of("since"));
        var since =
                text(body, "since")
                        .map(EventsApi::time)
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "since is missing."));
        var replayed = room.replayFailed(Actor.of(request), endpoint, since);
        Answers.json(
                response,
                Status.ACCEPTED_202,
                Json.object().put("replayed", replayed.replayed()).put("more", replayed.more()));
    }

    private Endpoint endpoint(ServerRequest request) {
        return Ids.ofPath(request).flatMap(endpoints::find).orElseThrow(Endpoints::unknown);
    }

    private Deliveries.Letter letter(ServerRequest request) {
        long endpointId = endpoint(request).id();
        return Ids.ofPath(request, "delivery")
                .flatMap(deliveries::letter)
                .filter(it -> it.delivery().endpointId() == endpointId)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "There is no such delivery."));
    }

    private ObjectNode withSecret(Endpoint endpoint) {
        var json = json(endpoint);
        json.withObject("secret").put("once", endpoint.secret().reveal());
        return json;
    }

    private ObjectNode json(Endpoint endpoint) {
        var draft = Endpoints.draft(endpoint);
        var json =
                Json.object()
                        .put("id", endpoint.id())
                        .put("name", endpoint.name())
                        .put("url", endpoint.url().toString());
        var kinds = json.putArray("kinds");
        draft.kinds().forEach(kinds::add);
        var site = endpoint.siteId();
        json.put("site", Json.number(site))
                .put("enabled", endpoint.enabled())
                .put("state", endpoint.state())
                .put("off_because", endpoint.offBecause().map(Endpoint.Off::wireName).orElse(null))
                .put("failing_since", endpoint.failingSince().map(Instant::toString).orElse(null))
                .put(
                        "last_delivered_at",
                        endpoint.lastDeliveredAt().map(Instant::toString).orElse(null))
                .put("waiting", queue.waiting(endpoint.id()));
        json.putObject("secret")
                .put("fingerprint", endpoint.secret().fingerprint())
                .put(
                        "old_until",
                        endpoint.old()
                                .map(Endpoint.Old::until)
                                .filter(until -> until.isAfter(clock.instant()))
                                .map(Instant::toString)
                                .orElse(null));
        return json.put("version", endpoint.version())
                .put("created_at", endpoint.createdAt().toString())
                .put("changed_at", endpoint.changedAt().toString());
    }

    private static ObjectNode json(Delivery delivery, Map<Long, String> codes) {
        var status = delivery.status();
        return Json.object()
                .put("id", delivery.id())
                .put("event_id", delivery.name())
                .put("type", delivery.kind().wireName())
                .put("conversation", codes.get(delivery.conversationId()))
                .put("state", delivery.state().wireName())
                .put("attempts", delivery.attempts())
                .put("queued_at", delivery.queuedAt().toString())
                .put("next_at", delivery.nextAt().map(Instant::toString).orElse(null))
                .put("ended_at", delivery.endedAt().map(Instant::toString).orElse(null))
                .put("status", Json.number(status))
                .put("error", delivery.error().orElse(null));
    }
}
