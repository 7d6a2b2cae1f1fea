package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Endpoints that do not take what they are told: for a moment, for days, or one thing of many. The
/// clock is moved, nobody waits.
final class EventsFailingStoryTest {
    private final MovedClock clock = new MovedClock();
    private House house;
    private Program program;
    private Receiver receiver;

    @BeforeEach
    void open() {
        receiver = new Receiver();
        house = House.open(Changes.unlimited(), clock);
        program = house.program();
    }

    @AfterEach
    void close() {
        receiver.close();
        house.close();
    }

    private JsonNode subscribes() {
        var json = Json.object().put("name", "CRM").put("url", receiver.url());
        json.putArray("kinds").add("message.created");
        var answer = program.posts("/events", Json.text(json));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode endpoint(long id) {
        return program.sees("/events/" + id);
    }

    private List<JsonNode> deliveries(long id, String query) {
        return program.sees("/events/" + id + "/deliveries?limit=200" + query)
                .path("items")
                .valueStream()
                .toList();
    }

    /// Moves the clock on until something is so; each time the sweep finds what has become due. The
    /// time of the next try is reckoned from when the answer was heard: it stands first.
    private void moves(Duration step, String what, BooleanSupplier wanted) {
        int calls = receiver.calls();
        for (int i = 0; i < 60 && !wanted.getAsBoolean(); i++) {
            Await.until("every call is noted", () -> noted() >= receiver.calls());
            clock.move(step);
            int before = calls;
            Await.until(what, () -> wanted.getAsBoolean() || receiver.calls() > before);
            calls = receiver.calls();
        }
        Await.until(what, wanted);
    }

    private int noted() {
        return Integer.parseInt(
                house.asks("SELECT CAST(COUNT(*) AS CHAR) AS text FROM event_attempt").getFirst());
    }

    private List<String> texts() {
        return receiver.taken().stream().map(it -> it.data().at("/message/text").asText()).toList();
    }

    private Set<String> ids() {
        return receiver.taken().stream()
                .map(Receiver.Received::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void whatComesWhileTheReceiverIsDownComesOnceAndInOrderWhenItIsBack() {
        long id = subscribes().path("id").asLong();
        receiver.answers(503);
        try (var visitor = house.visitor()) {
            for (int i = 1; i <= 5; i++) {
                visitor.says("Word " + i);
            }
            moves(Duration.ofSeconds(6), "it is tried again", () -> receiver.calls() >= 2);
            assertThat(endpoint(id).path("state").asText()).isEqualTo("failing");
            // All wait for the first, which keeps its place.
            assertThat(deliveries(id, "&state=waiting")).hasSize(5);
            assertThat(deliveries(id, "").stream().filter(it -> it.path("attempts").asInt() > 0))
                    .hasSize(1);
            clock.move(Duration.ofMinutes(2));
            receiver.answers(204);
            moves(Duration.ofMinutes(1), "all are told", () -> receiver.taken().size() == 5);
            assertThat(texts()).containsExactly("Word 1", "Word 2", "Word 3", "Word 4", "Word 5");
            assertThat(ids()).hasSize(5);
            program.sees(
                    "it works",
                    "/events/" + id,
                    it ->
                            it.path("state").asText().equals("working")
                                    && it.path("waiting").asInt() == 0);
        }
    }

    /// Nobody waits for a time that was set while nothing got there: the clock stands still here.
    @Test
    void whatWaitsIsTriedWhenItMayGetThereAgain() {
        long id = subscribes().path("id").asLong();
        receiver.answers(503);
        try (var visitor = house.visitor();
                var elsewhere = new Receiver()) {
            visitor.says("Tried once");
            putOff(id);
            receiver.answers(204);
            assertThat(program.posts("/events/" + id + "/test", "{}").status()).isEqualTo(200);
            Await.until("a test that gets there", () -> texts().contains("Tried once"));

            receiver.answers(503);
            visitor.says("Led elsewhere");
            putOff(id);
            var there = Json.text(Json.object().put("url", elsewhere.url()));
            assertThat(program.changes("/events/" + id, there).status()).isEqualTo(200);
            Await.until("a new address", () -> elsewhere.taken().size() == 1);

            elsewhere.answers(503);
            visitor.says("Off and on");
            putOff(id);
            assertThat(program.changes("/events/" + id, "{\"enabled\":false}").status())
                    .isEqualTo(200);
            elsewhere.answers(204);
            assertThat(program.changes("/events/" + id, "{\"enabled\":true}").status())
                    .isEqualTo(200);
            Await.until("posted to again", () -> elsewhere.taken().size() == 2);
        }
    }

    private void putOff(long id) {
        program.sees(
                "it is put off",
                "/events/" + id + "/deliveries?state=waiting",
                list -> list.at("/items/0/attempts").asInt() == 1);
    }

    /// Somebody leads an endpoint elsewhere while the old address says that it is gone.
    @Test
    void whatTheOldAddressSaysDoesNotSwitchTheNewOneOff() {
        long id = subscribes().path("id").asLong();
        var asked = new CountDownLatch(1);
        var moved = new CountDownLatch(1);
        receiver.answers(_ -> {
            asked.countDown();
            awaited(moved);
            return 410;
        });
        try (var visitor = house.visitor();
                var elsewhere = new Receiver()) {
            visitor.says("To the old address");
            awaited(asked);
            var there = Json.text(Json.object().put("url", elsewhere.url()));
            assertThat(program.changes("/events/" + id, there).status()).isEqualTo(200);
            moved.countDown();
            program.sees(
                    "it is given up",
                    "/events/" + id + "/deliveries?state=failed",
                    list -> list.path("items").size() == 1);
            assertThat(endpoint(id).path("enabled").asBoolean()).isTrue();
            visitor.says("To the new one");
            Await.until("it is told", () -> elsewhere.taken().size() == 1);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void retryAfterIsKept() {
        long id = subscribes().path("id").asLong();
        receiver.answers(429);
        receiver.says("", Map.of("Retry-After", "3600"));
        try (var visitor = house.visitor()) {
            visitor.says("Not so fast");
            var waiting =
                    program.sees(
                                    "it waits",
                                    "/events/" + id + "/deliveries",
                                    list -> list.at("/items/0/attempts").asInt() == 1)
                            .at("/items/0");
            var next = Instant.parse(waiting.path("next_at").asText());
            assertThat(Duration.between(clock.instant(), next)).isEqualTo(Duration.ofHours(1));
            receiver.answers(204);
            clock.move(Duration.ofHours(1));
            Await.until("it is told", () -> texts().equals(List.of("Not so fast")));
        }
    }

    @Test
    void afterThreeDaysItIsGivenUpAndMayBePostedAgain() {
        long id = subscribes().path("id").asLong();
        receiver.answers(500);
        var began = clock.instant();
        try (var visitor = house.visitor()) {
            visitor.says("First");
            visitor.says("Second");
            moves(
                    Duration.ofHours(5),
                    "both are given up",
                    () -> deliveries(id, "&state=failed").size() == 2);
            assertThat(Duration.between(began, clock.instant()))
                    .isBetween(Duration.ofHours(67), Duration.ofHours(96));
            var first = deliveries(id, "&state=failed").getLast();
            assertThat(first.path("error").asText()).startsWith("Given up after ");
            assertThat(first.path("attempts").asInt()).isGreaterThan(10);
            receiver.answers(204);
            var path = "/events/" + id + "/deliveries/" + first.path("id").asLong() + "/replay";
            assertThat(program.posts(path, "{}").status()).isEqualTo(202);
            Await.until("the first is told", () -> texts().equals(List.of("First")));
            assertThat(receiver.taken().getFirst().id()).isEqualTo(first.path("event_id").asText());
            program.sees(
                    "it works", "/events/" + id, it -> it.path("state").asText().equals("working"));
            var replayed =
                    program.posts("/events/" + id + "/replay", "{\"since\":\"" + began + "\"}");
            assertThat(replayed.status()).isEqualTo(202);
            assertThat(replayed.json().path("replayed").asInt()).isEqualTo(1);
            assertThat(replayed.json().path("more").asBoolean()).isFalse();
            Await.until("the second is told", () -> texts().equals(List.of("First", "Second")));
            Await.until("nothing failed", () -> deliveries(id, "&state=failed").isEmpty());
            assertThat(house.audited()).contains("event_endpoint.replayed");
        }
    }

    @Test
    void afterFiveDaysItIsSwitchedOff() {
        long id = subscribes().path("id").asLong();
        receiver.answers(500);
        try (var visitor = house.visitor()) {
            visitor.says("The first of them");
            moves(
                    Duration.ofHours(5),
                    "it is given up",
                    () -> deliveries(id, "&state=failed").size() == 1);
            assertThat(endpoint(id).path("state").asText()).isEqualTo("failing");
            visitor.says("A later one");
            moves(
                    Duration.ofHours(5),
                    "it is off",
                    () -> endpoint(id).path("state").asText().equals("off"));
            assertThat(endpoint(id).path("off_because").asText()).isEqualTo("failing");
            assertThat(house.audited()).contains("event_endpoint.switched_off");
            assertThat(house.status().at("/events/troubles/0/state").asText()).isEqualTo("off");
            assertThat(
                            program.posts(
                                            "/events/" + id + "/replay",
                                            "{\"since\":\"2026-01-01T00:00:00Z\"}")
                                    .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void whatOneRefusesWhileItTakesOthersHoldsThemUpNoLonger() {
        long id = subscribes().path("id").asLong();
        receiver.answers(it -> it.json().toString().contains("Poison") ? 500 : 204);
        try (var visitor = house.visitor()) {
            visitor.says("Poison");
            visitor.says("Behind it");
            try (var other = house.visitor()) {
                var said = new ArrayList<String>();
                moves(
                        Duration.ofSeconds(40),
                        "what is behind is told",
                        () -> {
                            if (texts().containsAll(said)) {
                                said.add("Something else " + said.size());
                                other.says(said.getLast());
                            }
                            return texts().contains("Behind it");
                        });
            }
            var poison =
                    Await.value(
                            "of the two one waits",
                            () ->
                                    Optional.of(waiting(id, visitor))
                                            .filter(waiting -> waiting.size() == 1));
            var aside = "event:" + id + ":aside:" + poison.getFirst().path("id").asLong();
            Await.until(
                    "nothing else waits",
                    () ->
                            house.asks("SELECT lane AS text FROM outbox WHERE kind = 'event'")
                                    .equals(List.of(aside)));
        }
    }

    private List<JsonNode> waiting(long id, VisitorClient visitor) {
        return deliveries(id, "&state=waiting").stream()
                .filter(it -> it.path("conversation").asText().equals(visitor.code()))
                .toList();
    }

    @Test
    void theOldSecretSignsForADay() {
        var endpoint = subscribes();
        var old = endpoint.at("/secret/once").asText();
        var rotated =
                program.posts("/events/" + endpoint.path("id").asLong() + "/rotate", "{}").json();
        var fresh = rotated.at("/secret/once").asText();
        assertThat(fresh).startsWith("whsec_").isNotEqualTo(old);
        assertThat(rotated.at("/secret/old_until").asText())
                .isEqualTo(clock.instant().plus(Duration.ofHours(24)).toString());
        assertThat(house.audited()).contains("event_endpoint.rotated");
        try (var visitor = house.visitor()) {
            visitor.says("In between");
            Await.until("it is told", () -> texts().equals(List.of("In between")));
            var both = receiver.taken().getFirst();
            assertThat(both.isSignedWith(old)).isTrue();
            assertThat(both.isSignedWith(fresh)).isTrue();
            clock.move(Duration.ofHours(25));
            visitor.says("Afterwards");
            Await.until("it is told", () -> receiver.taken().size() == 2);
            var after = receiver.taken().getLast();
            assertThat(after.isSignedWith(old)).isFalse();
            assertThat(after.isSignedWith(fresh)).isTrue();
        }
    }

    /// The secret is sealed, and opens after a restart; what is old is forgotten.
    @Test
    void whatIsOldIsForgottenAndTheRestOutlivesAStop() {
        var endpoint = subscribes();
        long id = endpoint.path("id").asLong();
        assertThat(house.asks("SELECT CONVERT(secret USING latin1) AS text FROM event_endpoint"))
                .singleElement()
                .asString()
                .doesNotContain("whsec");
        try (var visitor = house.visitor()) {
            visitor.says("Long ago");
            Await.until("it is told", () -> texts().contains("Long ago"));
        }
        clock.move(Duration.ofDays(15));
        house.restart();
        program = house.program();
        Await.until(
                "it is forgotten", () -> house.asks("SELECT name AS text FROM event").isEmpty());
        Await.until(
                "and its log",
                () ->
                        house.asks("SELECT 'x' AS text FROM event_delivery").isEmpty()
                                && house.asks("SELECT 'x' AS text FROM event_attempt").isEmpty());
        try (var visitor = house.visitor()) {
            visitor.says("After the stop");
            Await.until("it is told", () -> texts().contains("After the stop"));
        }
        assertThat(receiver.taken().getLast().isSignedWith(endpoint.at("/secret/once").asText()))
                .isTrue();
        assertThat(endpoint(id).path("state").asText()).isEqualTo("working");
    }

    /// An address that was good when it was entered is looked at again for each connection: with
    /// the sandbox off, this machine is inside.
    @Test
    void whereAConnectionWouldLeadIsJudgedAgain() {
        long id = subscribes().path("id").asLong();
        var settings = house.settings();
        house.close();
        house = House.open(_ -> Changes.withoutSandbox(settings), clock);
        program = house.program();
        var tried = program.posts("/events/" + id + "/test", "{}").json();
        assertThat(tried.path("error").asText())
                .isEqualTo("The address leads into a private network.");
        assertThat(receiver.calls()).isZero();
        var path = "/events/" + id;
        var same = Json.text(Json.object().put("url", receiver.url()));
        assertThat(program.changes(path, same).json().path("detail").asText())
                .contains("leads into a private network", "events.inside-hosts");
        // Whatever is wrong with the address, it can be switched off.
        assertThat(program.changes(path, "{\"enabled\":false}").json().path("state").asText())
                .isEqualTo("off");
    }

    /// A host that the configuration names may be inside.
    @Test
    void aHostThatIsNamedMayBeInside() {
        long id = subscribes().path("id").asLong();
        var settings = house.settings();
        house.close();
        house =
                House.open(
                        _ -> Changes.insideHosts(Changes.withoutSandbox(settings), "127.0.0.1"),
                        clock);
        program = house.program();
        assertThat(program.posts("/events/" + id + "/test", "{}").json().path("status").asInt())
                .isEqualTo(204);
    }
}
