package dev.bellhop.event;

import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The jobs by which events are posted, and how many wait.
///
/// Each endpoint has a few lanes, and a conversation always the same of them: what is said in it
/// stays in order, and several conversations are posted at once. An event that an endpoint will not
/// have while it takes others goes on in a lane of its own, so that those behind it need not wait.
final class Queue {
    /// Jobs that post an event.
    static final String JOB = "event";

    /// What a job waits for that did not get there.
    static final String RECEIVER = "receiver";

    /// So many may wait for one endpoint; what comes then is kept and not put in line.
    static final long WAITING_MAX = 100_000;

    private static final int LANES = 8;

    private final Outbox outbox;
    private final Deliveries deliveries;
    private final Map<Long, AtomicLong> waiting = new ConcurrentHashMap<>();

    Queue(Outbox outbox, Deliveries deliveries) {
        this.outbox = outbox;
        this.deliveries = deliveries;
        count();
    }

    /// Counts anew what is otherwise only added to.
    void count() {
        var counted = deliveries.waiting();
        waiting.keySet().forEach(id -> waiting(id, counted.getOrDefault(id, 0L)));
        counted.forEach(this::waiting);
    }

    private void waiting(long endpointId, long count) {
        counter(endpointId).set(count);
    }

    private AtomicLong counter(long endpointId) {
        return waiting.computeIfAbsent(endpointId, _ -> new AtomicLong());
    }

    /// How many wait for an endpoint.
    long waiting(long endpointId) {
        return Math.max(0, counter(endpointId).get());
    }

    boolean isFull(long endpointId) {
        return waiting(endpointId) >= WAITING_MAX;
    }

    void added(long endpointId) {
        counter(endpointId).incrementAndGet();
    }

    void ended(long endpointId) {
        counter(endpointId).decrementAndGet();
    }

    /// Puts a delivery in line.
    ///
    /// @return the lane, to be woken after the commit
    String put(Tx tx, long endpointId, long deliveryId, long conversationId) {
        var lane = lane(endpointId, conversationId % LANES);
        outbox.put(tx, order(lane, deliveryId, conversationId));
        return lane;
    }

    /// Puts a delivery aside, to go on by itself.
    ///
    /// @return the lane, to be woken after the commit
    String putAside(Tx tx, Delivery delivery, Instant at) {
        var lane = aside(delivery);
        outbox.put(tx, order(lane, delivery.id(), delivery.conversationId()), at);
        return lane;
    }

    /// Where a delivery goes on by itself.
    static String aside(Delivery delivery) {
        return JOB + ":" + delivery.endpointId() + ":aside:" + delivery.id();
    }

    private static String lane(long endpointId, long number) {
        return JOB + ":" + endpointId + ":" + number;
    }

    /// It is about a conversation, with which it goes, and about no message of it.
    private static Outbox.Order order(String lane, long deliveryId, long conversationId) {
        return new Outbox.Order(
                lane,
                JOB,
                OptionalLong.empty(),
                conversationId,
                0,
                Json.text(Json.object().put("delivery", deliveryId)));
    }

    /// Makes due now what waits for an endpoint that takes events again.
    ///
    /// @return the lanes, to be woken after the commit
    List<String> hasten(Tx tx, long endpointId) {
        var lanes = IntStream.range(0, LANES).mapToObj(it -> lane(endpointId, it)).toList();
        lanes.forEach(lane -> outbox.hastenLane(tx, lane, List.of(RECEIVER)));
        return lanes;
    }
}
