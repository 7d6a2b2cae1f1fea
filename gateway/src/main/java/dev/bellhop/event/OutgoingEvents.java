package dev.bellhop.event;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.cluster.Copy;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.inbox.Snapshots;
import dev.bellhop.meter.Meters;
import dev.bellhop.meter.Reading;
import dev.bellhop.outbox.Lanes;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.vault.SealedColumn;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Code;
import dev.bellhop.web.IfMatch;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Events for other systems, as a whole: it writes them down from the moment in which it is made.
public final class OutgoingEvents implements AutoCloseable {
    /// Where secrets stand.
    public static final List<SealedColumn> SEALED = List.of(Endpoints.SECRET, Endpoints.OLD_SECRET);

    /// The kind of the outbox's jobs that post events, of which this room tells by itself how many
    /// there are.
    public static final String JOB = Queue.JOB;

    private static final int BATCH = 500;

    /// So many are put in line again by one call.
    private static final int REPLAYED_MAX = 10_000;

    /// How it is set.
    ///
    /// @param insideHosts hosts of one's own network that events may go to, without TLS, too
    /// @param loopback whether this machine is one of them
    /// @param kept for how long events and what became of them stay
    public record Setting(List<String> insideHosts, boolean loopback, Duration kept) {
        public Setting {
            insideHosts = List.copyOf(insideHosts);
        }
    }

    /// What it needs.
    ///
    /// @param wakeLane called with the lane of a new job, after the commit
    public record Ground(
            Database database,
            Vault vault,
            Audit audit,
            Outbox outbox,
            Consumer<String> wakeLane,
            Conversations conversations,
            Snapshots snapshots,
            Meters meters,
            Clock clock,
            RandomGenerator random) {}

    private final Database database;
    private final Clock clock;
    private final Consumer<String> wakeLane;
    private final Duration kept;
    private final Endpoints endpoints;
    private final Events events;
    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Queue queue;
    private final Poster poster;
    private final Courier courier;
    private final EventsApi api;

    public OutgoingEvents(Ground ground, Setting setting) {
        this.database = ground.database();
        this.clock = ground.clock();
        this.wakeLane = ground.wakeLane();
        this.kept = setting.kept();
        var destinations = new Destinations(setting.insideHosts(), setting.loopback());
        this.endpoints = new Endpoints(database, ground.vault(), ground.audit(), clock);
        this.events = new Events(database);
        this.deliveries = new Deliveries(database);
        this.attempts = new Attempts(database);
        this.queue = new Queue(ground.outbox(), deliveries);
        this.poster = new Poster(destinations, clock);
        this.courier =
                new Courier(
                        database,
                        endpoints,
                        deliveries,
                        attempts,
                        queue,
                        poster,
                        wakeLane,
                        ground.meters(),
                        clock,
                        ground.random());
        this.api =
                new EventsApi(
                        endpoints,
                        deliveries,
                        attempts,
                        queue,
                        destinations,
                        this,
                        ground.conversations(),
                        clock);
        database.recordBy(
                new Recording(
                        endpoints,
                        events,
                        deliveries,
                        queue,
                        ground.conversations(),
                        ground.snapshots(),
                        wakeLane,
                        clock));
    }

    public void register(Routes routes) {
        api.register(routes);
    }

    /// Who does the outbox's jobs of this room.
    public Map<String, Lanes.Worker> workers() {
        return Map.of(JOB, Lanes.Worker.of(courier::work));
    }

    /// Takes away what waits and what is kept of a conversation; its jobs go with the outbox's own.
    public void forget(Tx tx, long conversationId) {
        attempts.forget(tx, conversationId);
        deliveries.forget(tx, conversationId);
        events.forget(tx, conversationId);
    }

    /// Changes an endpoint. Where it leads elsewhere now, or is posted to again, what waits is
    /// tried at once.
    ///
    /// @throws Refusal as [Endpoints#change]
    Endpoint change(Actor by, Endpoint before, IfMatch read, int version, EndpointDraft draft) {
        var after = endpoints.change(by, before.id(), read, version, draft);
        boolean isNew = !after.url().equals(before.url()) || !before.enabled();
        if (after.enabled() && isNew) {
            courier.hasten(after);
        }
        return after;
    }

    /// What became of a test.
    record Tried(long deliveryId, Answer answer) {}

    /// Posts an event that says nothing, at once and once. When it gets there, what waits is tried,
    /// too.
    Tried test(Actor by, Endpoint endpoint) {
        var data = Json.object();
        data.putObject("endpoint").put("id", endpoint.id()).put("name", endpoint.name());
        long id =
                database.inTransaction(tx -> {
                    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                    long event = events.add(tx, Kind.TEST, 0, data, now);
                    endpoints.note(tx, by, "event_endpoint.tested", endpoint.id(), Json.object());
                    // Until there is an answer, this is what a kill would leave.
                    return deliveries.addFailed(
                            tx, endpoint.id(), event, 0, now, "Bellhop ended before the answer.");
                });
        var answer = courier.tryNow(endpoint, deliveries.letter(id).orElseThrow());
        if (answer.isTaken() && endpoint.enabled()) {
            courier.hasten(endpoint);
        }
        return new Tried(id, answer);
    }

    /// Puts one in line again.
    ///
    /// @throws Refusal `conflict` when it is in line, or its endpoint is switched off
    void replay(Actor by, Endpoint endpoint, Delivery delivery) {
        refuseOff(endpoint);
        var lane =
                database.inTransaction(tx -> {
                    if (!deliveries.again(tx, delivery.id(), clock.instant())) {
                        throw Refusal.of(Code.CONFLICT, "It is waiting to be delivered already.");
                    }
                    endpoints.note(
                            tx,
                            by,
                            "event_endpoint.replayed",
                            endpoint.id(),
                            Json.object().put("event", delivery.name()));
                    return queue.put(tx, endpoint.id(), delivery.id(), delivery.conversationId());
                });
        queue.added(endpoint.id());
        wakeLane.accept(lane);
    }

    /// What a replay of many did.
    ///
    /// @param replayed how many are in line again
    /// @param more whether there are more that failed
    record Replayed(int replayed, boolean more) {}

    /// Puts those in line again that failed, of events since a time, oldest first.
    ///
    /// @throws Refusal `conflict` when the endpoint is switched off
    Replayed replayFailed(Actor by, Endpoint endpoint, Instant since) {
        refuseOff(endpoint);
        int replayed = 0;
        int found = BATCH;
        while (found == BATCH && replayed < REPLAYED_MAX && !queue.isFull(endpoint.id())) {
            var lanes = database.inTransaction(tx -> replayBatch(tx, endpoint, since));
            found = lanes.size();
            replayed += found;
            lanes.forEach(_ -> queue.added(endpoint.id()));
            lanes.stream().distinct().forEach(wakeLane);
        }
        int count = replayed;
        database.write(tx ->
                endpoints.note(
                        tx,
                        by,
                        "event_endpoint.replayed",
                        endpoint.id(),
                        Json.object().put("since", since.toString()).put("count", count)));
        return new Replayed(replayed, found == BATCH);
    }

    private List<String> replayBatch(Tx tx, Endpoint endpoint, Instant since) {
        var lanes = new ArrayList<String>();
        var now = clock.instant();
        for (var delivery : deliveries.failed(tx, endpoint.id(), since, BATCH)) {
            if (deliveries.again(tx, delivery.id(), now)) {
                lanes.add(queue.put(tx, endpoint.id(), delivery.id(), delivery.conversationId()));
            }
        }
        return lanes;
    }

    private static void refuseOff(Endpoint endpoint) {
        if (!endpoint.enabled()) {
            throw Refusal.of(Code.CONFLICT, "The endpoint is switched off; switch it on first.");
        }
    }

    /// Forgets what is over and old, in small batches.
    public void tidy() {
        endpoints.forgetOldSecrets();
        var before = clock.instant().minus(kept);
        for (var ids = events.over(before, BATCH);
                !ids.isEmpty();
                ids = events.over(before, BATCH)) {
            var old = ids;
            database.write(tx -> {
                attempts.removeOfEvents(tx, old);
                deliveries.removeOf(tx, old);
                events.remove(tx, old);
            });
        }
        for (var ids = deliveries.ofNobody(BATCH);
                !ids.isEmpty();
                ids = deliveries.ofNobody(BATCH)) {
            var lost = ids;
            database.write(tx -> {
                attempts.removeOfDeliveries(tx, lost);
                deliveries.remove(tx, lost);
            });
        }
        queue.count();
    }

    /// What is held of the endpoints, to be kept the same at every gateway.
    public Copy copy() {
        return endpoints.copy();
    }

    /// Counts anew how many wait, for another gateway adds and takes away as well.
    public void count() {
        queue.count();
    }

    /// An endpoint that something is wrong with.
    ///
    /// @param since when it failed first; empty for one that is gone
    public record Trouble(long id, String name, String state, Optional<Instant> since) {}

    /// Endpoints that fail, and those that were switched off because of that.
    public List<Trouble> troubles() {
        return endpoints.all().stream()
                .filter(it ->
                        it.failingSince().isPresent()
                                || it.offBecause()
                                        .filter(why -> why != Endpoint.Off.BY_HAND)
                                        .isPresent())
                .map(it -> new Trouble(it.id(), it.name(), it.state(), it.failingSince()))
                .toList();
    }

    /// How many wait, of all endpoints.
    public long waiting() {
        return endpoints.all().stream().mapToLong(it -> queue.waiting(it.id())).sum();
    }

    /// What it tells for metrics.
    public List<Reading> readings() {
        var waiting =
                Reading.gauge(
                        "bellhop_event_waiting",
                        "Events that wait to be posted to an endpoint.",
                        "endpoint");
        var working =
                Reading.gauge(
                        "bellhop_event_endpoint",
                        "How an endpoint is: 1 for the state it is in.",
                        "endpoint",
                        "state");
        for (var endpoint : endpoints.all()) {
            var id = Long.toString(endpoint.id());
            waiting.is(queue.waiting(endpoint.id()), id);
            for (var state : List.of("working", "failing", "off")) {
                working.is(endpoint.state().equals(state) ? 1 : 0, id, state);
            }
        }
        return List.of(waiting, working);
    }

    @Override
    public void close() {
        poster.close();
    }
}
