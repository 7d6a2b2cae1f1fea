package dev.bellhop.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
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

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// The monitor: which notifications came, what became of each, and taking them again.
final class DeliveriesApi {
    private static final Access READ = Access.needs(Permission.DELIVERIES_READ);
    private static final Access REPLAY = Access.needs(Permission.DELIVERIES_REPLAY);
    private static final int REQUEST_BYTES_MAX = 4 * 1024;
    private static final Set<String> RANGE =
            Set.of("from", "to", "since", "until", "state", "channel");

    /// Of a body so much is shown.
    private static final int BODY_BYTES_MAX = 256 * 1024;

    private final DeliveryLists lists;
    private final HourlyFigures figures;
    private final Replay replay;

    DeliveriesApi(DeliveryLists lists, HourlyFigures figures, Replay replay) {
        this.lists = lists;
        this.figures = figures;
        this.replay = replay;
    }

    void register(Routes routes) {
        routes.get("/api/v1/deliveries", READ, this::list)
                .get("/api/v1/deliveries/figures", READ, this::figures)
                .get("/api/v1/deliveries/{id}", READ, this::show)
                .post("/api/v1/deliveries/replay", REPLAY, this::replayRange)
                .post("/api/v1/deliveries/{id}/replay", REPLAY, this::replayOne);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var paging = Paging.of(request);
        var page =
                lists.page(
                        paging.numberCursor().orElse(Long.MAX_VALUE),
                        filter(request),
                        paging.limit() + 1);
        Answers.json(
                response,
                paging.page(page, DeliveriesApi::json, delivery -> Long.toString(delivery.id())));
    }

    private static DeliveryLists.Filter filter(ServerRequest request) {
        return new DeliveryLists.Filter(
                query(request, "state")
                        .map(text -> read("state", text, State::read, State.CHOICES)),
                query(request, "verdict")
                        .map(text -> read("verdict", text, Verdict::read, Verdict.CHOICES)),
                query(request, "channel")
                        .map(text -> OptionalLong.of(number("channel", text)))
                        .orElse(OptionalLong.empty()),
                query(request, "since").map(text -> time("since", text)),
                query(request, "until").map(text -> time("until", text)));
    }

    private void figures(ServerRequest request, ServerResponse response) {
        var channel =
                query(request, "channel")
                        .map(text -> OptionalLong.of(number("channel", text)))
                        .orElse(OptionalLong.empty());
        var node = Json.object();
        var hours = node.putArray("hours");
        for (var hour : figures.day(channel)) {
            var one =
                    hours.addObject()
                            .put("hour", hour.hour().toString())
                            .put("accepted", hour.accepted())
                            .put("rejected", hour.rejected())
                            .put("unknown", hour.unknown())
                            .put("failed", hour.failed());
            put(one, "latency_p50_ms", hour.p50Millis());
            put(one, "latency_p99_ms", hour.p99Millis());
        }
        Answers.json(response, node);
    }

    private void show(ServerRequest request, ServerResponse response) {
        var whole = lists.find(id(request)).orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        var node = json(whole.delivery());
        // A body has people's words and numbers in it.
        if (Caller.of(request).may(Permission.CONVERSATIONS_READ)) {
            node.put("body", whole.body().map(DeliveriesApi::shown).orElse(null));
            node.put(
                    "body_truncated",
                    whole.body().filter(body -> body.length > BODY_BYTES_MAX).isPresent());
        }
        Answers.json(response, node);
    }

    private static String shown(byte[] body) {
        return new String(body, 0, Math.min(body.length, BODY_BYTES_MAX), StandardCharsets.UTF_8);
    }

    private void replayOne(ServerRequest request, ServerResponse response) {
        replay.one(Actor.of(request), id(request));
        Answers.json(response, json(lists.find(id(request)).orElseThrow().delivery()));
    }

    private void replayRange(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, REQUEST_BYTES_MAX, RANGE);
        var replayed = replay.range(Actor.of(request), range(body));
        var node = Json.object().put("replayed", replayed.count());
        put(node, "next_from", replayed.nextFrom());
        Answers.json(response, node);
    }

    private static Replay.Range range(JsonNode body) {
        var range =
                new Replay.Range(
                        id(body, "from"),
                        id(body, "to"),
                        Bodies.text(body, "since").map(text -> time("since", text)),
                        Bodies.text(body, "until").map(text -> time("until", text)),
                        Bodies.text(body, "state")
                                .map(text -> read("state", text, State::read, State.CHOICES)),
                        id(body, "channel"));
        boolean bounded =
                (range.from().isPresent() && range.to().isPresent())
                        || (range.since().isPresent() && range.until().isPresent());
        if (!bounded) {
            throw Refusal.of(Code.INVALID, "Say from and to, or since and until.");
        }
        if (range.state().filter(state -> !state.isTaken()).isPresent()) {
            throw Refusal.of(Code.INVALID, "Only what is done or failed can be taken again.");
        }
        return range;
    }

    private static OptionalLong id(JsonNode body, String name) {
        var value = body.get(name);
        if (value == null || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw Refusal.of(Code.INVALID, name + " is a number.");
        }
        return OptionalLong.of(value.longValue());
    }

    private static long id(ServerRequest request) {
        try {
            return Long.parseLong(request.path().pathParameters().get("id"));
        } catch (NumberFormatException e) {
            throw Refusal.of(Code.NOT_FOUND);
        }
    }

    private static Optional<String> query(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static <T> T read(
            String name, String text, Function<String, Optional<T>> reader, String choices) {
        return reader.apply(text)
                .orElseThrow(() -> Refusal.of(Code.INVALID, name + " is " + choices + "."));
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refusal.of(Code.INVALID, name + " is a number.");
        }
    }

    private static Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.of(Code.INVALID, name + " is a time like 2026-11-20T08:00:00Z.");
        }
    }

    private static ObjectNode json(Delivery delivery) {
        var node =
                Json.object()
                        .put("id", delivery.id())
                        .put("channel", delivery.channelId())
                        .put("received_at", delivery.receivedAt().toString())
                        .put("size", delivery.size())
                        .put("state", delivery.state().wireName())
                        .put("verdict", delivery.verdict().wireName())
                        .put("outcome", delivery.outcome().orElse(null))
                        .put("attempts", delivery.attempts())
                        .put("processed_at", text(delivery.processedAt()))
                        .put("replayed_at", text(delivery.replayedAt()))
                        .put("latency_ms", delivery.latency().map(Duration::toMillis).orElse(null));
        if (delivery.items().isPresent()) {
            node.put("items", delivery.items().getAsInt());
        } else {
            node.putNull("items");
        }
        return node;
    }

    private static @org.jspecify.annotations.Nullable String text(Optional<Instant> at) {
        return at.map(Instant::toString).orElse(null);
    }

    private static void put(ObjectNode node, String name, OptionalLong value) {
        if (value.isPresent()) {
            node.put(name, value.getAsLong());
        } else {
            node.putNull(name);
        }
    }
}
