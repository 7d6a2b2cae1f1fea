package dev.bellhop.event;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.meter.Counts;
import dev.bellhop.meter.Meters;
import dev.bellhop.meter.Times;
import dev.bellhop.outbox.Job;
import dev.bellhop.outbox.Settlement;
import dev.bellhop.outbox.Settlement.End;
import dev.bellhop.trace.Span;
import dev.bellhop.web.Json;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Posts what is in line, and says what becomes of it. Each try stands in the log in the same
/// commit that ends it or puts it off.
final class Courier {
    /// What is said of what waited for an endpoint that is posted to no more.
    static final String OFF = "The endpoint was switched off before this was delivered.";

    /// What failed for less waits for its own time, which is not long, and which the other side may
    /// have asked for.
    private static final Duration AWAY_MIN = Duration.ofMinutes(1);

    private final Database database;
    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Queue queue;
    private final Poster poster;
    private final Consumer<String> wakeLane;
    private final Counts counts;
    private final Times times;
    private final Clock clock;
    private final RandomGenerator random;

    Courier(
            Database database,
            Endpoints endpoints,
            Deliveries deliveries,
            Attempts attempts,
            Queue queue,
            Poster poster,
            Consumer<String> wakeLane,
            Meters meters,
            Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.queue = queue;
        this.poster = poster;
        this.wakeLane = wakeLane;
        this.counts =
                meters.counts(
                        "bellhop_event_deliveries",
                        "Events that were posted to an endpoint, by what came of it: delivered,"
                                + " put_off (it is tried again), given_up.",
                        "outcome");
        this.times =
                meters.times(
                        "bellhop_event_post_seconds",
                        "How long an endpoint took to answer an event, or not to.");
        this.clock = clock;
        this.random = random;
        for (var outcome : Outcome.values()) {
            counts.begin(outcome.wireName());
        }
    }

    private enum Outcome {
        DELIVERED,
        PUT_OFF,
        GIVEN_UP;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Does a job of the outbox.
    Settlement work(Job job) {
        var letter = deliveries.letter(Json.parse(job.payload()).path("delivery").asLong());
        if (letter.isEmpty() || letter.get().delivery().state() != Delivery.State.WAITING) {
            return Settlement.of(new End.Done());
        }
        var delivery = letter.get().delivery();
        // What is held may be older than what another gateway wrote, and nothing is given up by it.
        var endpoint =
                endpoints
                        .find(delivery.endpointId())
                        .filter(held -> held.enabled() && untriedSince(held, delivery).isEmpty())
                        .or(() -> endpoints.look(delivery.endpointId()));
        if (endpoint.isEmpty()) {
            return Settlement.of(new End.Done()); // what is left of it goes by itself
        }
        if (!endpoint.get().enabled()) {
            return givenUp(delivery, OFF);
        }
        return untriedSince(endpoint.get(), delivery)
                .map(since ->
                        givenUp(
                                delivery,
                                "It was not tried: nothing has got to the endpoint since "
                                        + since
                                        + "."))
                .orElseGet(() -> posted(endpoint.get(), letter.get(), job));
    }

    /// What came too late to be tried, because nothing got there for days, is not tried one by one
    /// now.
    private Optional<Instant> untriedSince(Endpoint endpoint, Delivery delivery) {
        return endpoint.failingSince()
                .filter(_ -> delivery.attempts() == 0)
                .filter(_ -> Schedule.isOver(delivery.queuedAt(), clock.instant()));
    }

    private Settlement givenUp(Delivery delivery, String why) {
        return new Settlement(
                new End.Done(),
                tx -> deliveries.givenUp(tx, delivery.id(), why, clock.instant()),
                () -> {
                    queue.ended(delivery.endpointId());
                    counts.add(Outcome.GIVEN_UP.wireName());
                });
    }

    private Settlement posted(Endpoint endpoint, Deliveries.Letter letter, Job job) {
        var delivery = letter.delivery();
        traced(delivery, letter);
        var answer = poster.post(endpoint, delivery.name(), letter.body());
        times.took(answer.took());
        if (answer.isTaken()) {
            return delivered(endpoint, delivery, answer);
        }
        var now = clock.instant();
        if (answer.isGone()) {
            return switchedOff(
                    endpoint,
                    delivery,
                    answer,
                    Endpoint.Off.GONE,
                    "It answered that it is gone (410).");
        }
        int tries = delivery.attempts() + 1;
        if (tries > Schedule.TRIES_BEFORE_OFF
                && isBeyondPatience(endpoint, now)
                && endpoints
                        .look(endpoint.id())
                        .filter(it -> isBeyondPatience(it, now))
                        .isPresent()) {
            return switchedOff(
                    endpoint,
                    delivery,
                    answer,
                    Endpoint.Off.FAILING,
                    "Nothing got there for five days: " + answer.error().orElse(""));
        }
        var next = now.plus(Schedule.after(tries, answer.retryAfter(), random));
        if (Schedule.isOver(delivery.queuedAt(), next)) {
            var why = "Given up after " + tries + " tries: " + answer.error().orElse("");
            return ended(
                    endpoint,
                    delivery,
                    answer,
                    (tx, then) -> {
                        deliveries.givenUp(tx, delivery.id(), answer, why, now);
                        then.accept(endpoints.failed(tx, endpoint, now));
                        return Outcome.GIVEN_UP;
                    });
        }
        return putOff(endpoint, delivery, answer, next, job);
    }

    private static boolean isBeyondPatience(Endpoint endpoint, Instant now) {
        return endpoint.failingSince()
                .filter(since -> Duration.between(since, now).compareTo(Schedule.PATIENCE) > 0)
                .isPresent();
    }

    /// Most events are about a message, on whose way this is.
    private static void traced(Delivery delivery, Deliveries.Letter letter) {
        var span = Span.current();
        if (span.isOn()) {
            int seq = Json.parse(letter.body()).at("/data/message/seq").asInt();
            if (seq > 0) {
                span.is("bellhop.event.endpoint", delivery.endpointId())
                        .about("event", delivery.conversationId(), seq);
            }
        }
    }

    private Settlement delivered(Endpoint endpoint, Delivery delivery, Answer answer) {
        return ended(
                endpoint,
                delivery,
                answer,
                (tx, then) -> {
                    var now = clock.instant();
                    deliveries.delivered(tx, delivery.id(), answer, now);
                    then.accept(endpoints.worked(tx, endpoint, now));
                    boolean wasAway =
                            endpoint.failingSince()
                                    .filter(since -> since.plus(AWAY_MIN).isBefore(now))
                                    .isPresent();
                    if (wasAway) {
                        then.accept(() -> hasten(endpoint));
                    }
                    return Outcome.DELIVERED;
                });
    }

    /// What waits for an endpoint need wait no longer when something got there, or may get there
    /// now.
    void hasten(Endpoint endpoint) {
        database.inTransaction(tx -> queue.hasten(tx, endpoint.id())).forEach(wakeLane);
    }

    private Settlement switchedOff(
            Endpoint endpoint, Delivery delivery, Answer answer, Endpoint.Off because, String why) {
        return ended(
                endpoint,
                delivery,
                answer,
                (tx, then) -> {
                    deliveries.givenUp(tx, delivery.id(), answer, why, clock.instant());
                    then.accept(endpoints.switchOff(tx, endpoint, because, why));
                    return Outcome.GIVEN_UP;
                });
    }

    private Settlement ended(
            Endpoint endpoint,
            Delivery delivery,
            Answer answer,
            BiFunction<Tx, Consumer<Runnable>, Outcome> ending) {
        return Settlement.telling(
                new End.Done(),
                (tx, then) -> {
                    attempts.add(tx, delivery, answer);
                    var outcome = ending.apply(tx, then);
                    then.accept(() -> counts.add(outcome.wireName()));
                    then.accept(() -> queue.ended(endpoint.id()));
                });
    }

    /// It keeps its place in line, and those behind it wait; but when others got there since it
    /// failed first, it is the event and not the endpoint, and it waits aside.
    private Settlement putOff(
            Endpoint endpoint, Delivery delivery, Answer answer, Instant next, Job job) {
        boolean aside =
                delivery.attempts() + 1 >= Schedule.TRIES_IN_LINE
                        && !job.lane().equals(Queue.aside(delivery))
                        && tookOthersSince(endpoint, delivery);
        return Settlement.telling(
                aside
                        ? new End.Done()
                        : new End.Later(next, answer.error().orElse(""), Queue.RECEIVER, true),
                (tx, then) -> {
                    attempts.add(tx, delivery, answer);
                    deliveries.putOff(tx, delivery.id(), answer, next);
                    then.accept(endpoints.failed(tx, endpoint, clock.instant()));
                    if (aside) {
                        var lane = queue.putAside(tx, delivery, next);
                        then.accept(() -> wakeLane.accept(lane));
                    }
                    then.accept(() -> counts.add(Outcome.PUT_OFF.wireName()));
                });
    }

    private static boolean tookOthersSince(Endpoint endpoint, Delivery delivery) {
        return delivery.failedAt()
                .flatMap(failed -> endpoint.lastDeliveredAt().filter(last -> last.isAfter(failed)))
                .isPresent();
    }

    /// Posts one that is not in line, now and only once.
    Answer tryNow(Endpoint endpoint, Deliveries.Letter letter) {
        var answer = poster.post(endpoint, letter.delivery().name(), letter.body());
        times.took(answer.took());
        database.write(tx -> {
            attempts.add(tx, letter.delivery(), answer);
            if (answer.isTaken()) {
                deliveries.delivered(tx, letter.delivery().id(), answer, clock.instant());
            } else {
                deliveries.givenUp(
                        tx,
                        letter.delivery().id(),
                        answer,
                        answer.error().orElse(""),
                        clock.instant());
            }
        });
        return answer;
    }
}
