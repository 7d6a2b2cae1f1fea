package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.whatsapp.Graph;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the visitor and the phone see when Meta fails in all its ways: once, in order, and the
/// truth.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultStoryTest {
    private House house;
    private PhoneClient phone;

    @BeforeAll
    void open() {
        house = House.open();
        phone = house.phone();
    }

    @AfterEach
    void mend() {
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aServiceThatFailsTwiceGetsTheMessagesOnceAndInOrder() {
        try (var visitor = house.visitor()) {
            fault("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500,\"count\":2}");
            visitor.says("Outage one");
            visitor.says("Outage two");
            visitor.says("Outage three");
            visitor.seesTick(3, "delivered");
            assertThat(seen("Outage")).containsExactly("Outage one", "Outage two", "Outage three");
            visitor.seesTick(1, "delivered");
            assertThat(ticks(visitor)).doesNotContain("failed");
        }
    }

    @Test
    void aSendThatWasNotHeardIsRepeatedOnceItIsClearThatItWasNot() {
        try (var own = House.open(Changes.answersWithin(Duration.ofSeconds(2)));
                var visitor = own.visitor()) {
            own.faults("{\"on\":\"send\",\"kind\":\"timeout\",\"ms\":4000,\"count\":1}");
            visitor.says("Unheard one");
            visitor.says("Unheard two");
            visitor.seesTick(2, "delivered");
            assertThat(seen(own, "Unheard")).containsExactly("Unheard one", "Unheard two");
        }
    }

    @Test
    void aReplyThatIsQuickerThanMetasAnswerIsPlacedByItsQuote() {
        try (var visitor = house.visitor();
                var another = house.visitor()) {
            another.says("Another open chat");
            phone.sees("Another open chat");
            fault("{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":200,\"count\":1}");
            visitor.says("Who is quicker?");
            phone.replies(phone.sees("Who is quicker?"), "I am");
            visitor.sees("I am");
            assertThat(phone.received())
                    .noneMatch(m -> m.path("text").asText().contains("Which chat is this for?"));
        }
    }

    @Test
    void aSendWhoseAnswerWasLostIsNotRepeatedBecauseItsStatusTells() {
        try (var own = House.open(Changes::impatient);
                var visitor = own.visitor()) {
            own.faults(
                    "{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":4000,\"count\":1}");
            visitor.says("Heard one");
            visitor.says("Heard two");
            visitor.seesTick(1, "delivered");
            visitor.seesTick(2, "delivered");
            assertThat(seen(own, "Heard")).containsExactly("Heard one", "Heard two");
            Await.until("both calls are written down", () -> sends(own).size() >= 2);
            assertThat(sends(own)).hasSize(2);
            own.phone().replies(own.phone().sees("Heard one"), "It is known by its id");
            visitor.sees("It is known by its id");
        }
    }

    /// The repeat was refused for now, and only then the status says that the first try had
    /// arrived.
    @Test
    void aSendThatIsClearedUpBetweenTwoRepeatsIsNotRepeatedAgain() {
        try (var own = House.open();
                var visitor = own.visitor()) {
            own.faults("{\"on\":\"webhook\",\"kind\":\"slow\",\"ms\":10000,\"count\":1}");
            own.faults("{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":300,\"count\":1}");
            own.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500}");
            visitor.says("Cleared one");
            Await.until("the repeat was refused", () -> lastError(own).contains("131000"));
            Await.until(
                    "the status is there",
                    () ->
                            !asked(own, "SELECT wamid AS text FROM early_status").isEmpty()
                                    || !ticks(visitor).isEmpty());
            assertThat(own.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
            visitor.says("Cleared two");
            visitor.seesTick(2, "delivered");
            visitor.seesTick(1, "delivered");
            assertThat(texts(own.phone()).stream().map(FaultStoryTest::words).toList())
                    .containsExactly("Cleared one", "Cleared two");
        }
    }

    @Test
    void aConnectionThatBreaksIsNoReasonToLoseOrToRepeat() {
        try (var visitor = house.visitor()) {
            fault("{\"on\":\"send\",\"kind\":\"reset\",\"count\":1}");
            visitor.says("Reset one");
            visitor.says("Reset two");
            visitor.seesTick(2, "delivered");
            assertThat(seen("Reset")).containsExactly("Reset one", "Reset two");
        }
    }

    @Test
    void aSlowServiceDelaysAndDoesNothingElse() {
        try (var visitor = house.visitor()) {
            fault("{\"on\":\"send\",\"kind\":\"slow\",\"ms\":300,\"count\":2}");
            visitor.says("Slow one");
            visitor.says("Slow two");
            visitor.seesTick(2, "delivered");
            assertThat(seen("Slow")).containsExactly("Slow one", "Slow two");
        }
    }

    @Test
    void statusesThatComeTwiceOrInAnotherOrderEndRight() {
        try (var visitor = house.visitor()) {
            fault("{\"on\":\"webhook\",\"kind\":\"duplicate\",\"count\":4}");
            visitor.says("Twice");
            visitor.seesTick(1, "delivered");
            mend();
            fault("{\"on\":\"webhook\",\"kind\":\"reorder\",\"ms\":200,\"count\":8}");
            visitor.says("Crosswise");
            var relayed = phone.sees("Crosswise");
            phone.reads(relayed);
            visitor.seesTick(2, "read");
            phone.replies(relayed, "Read it");
            visitor.sees("Read it");
            try (var back = visitor.returns(0)) {
                back.sees("Read it");
                assertThat(
                                back.hears("message", f -> f.path("seq").asInt() == 2)
                                        .path("status")
                                        .asText())
                        .isEqualTo("read");
            }
            assertThat(rising(visitor, 1)).isTrue();
            assertThat(rising(visitor, 2)).isTrue();
        }
    }

    @Test
    void aNotificationThatBreaksOffIsTakenWhenItComesAgain() {
        try (var visitor = house.visitor()) {
            visitor.says("Answer me through the storm");
            var relayed = phone.sees("Answer me through the storm");
            visitor.seesTick(1, "delivered");
            fault("{\"on\":\"webhook\",\"kind\":\"reset\",\"count\":1}");
            phone.replies(relayed, "First half, then whole");
            visitor.sees("First half, then whole");
            fault("{\"on\":\"webhook\",\"kind\":\"timeout\",\"count\":1}");
            phone.replies(relayed, "Heard, not answered");
            visitor.sees("Heard, not answered");
            assertThat(visitor.frames())
                    .filteredOn(f -> f.path("text").asText().equals("Heard, not answered"))
                    .hasSize(1);
        }
    }

    @Test
    void aMessageThatCanNeverGoIsShownAsFailedAndTheNextOneGoes() {
        try (var visitor = house.visitor()) {
            int dead = dead();
            fault("{\"on\":\"send\",\"kind\":\"error\",\"code\":131051,\"count\":1}");
            visitor.says("Never one");
            visitor.seesTick(1, "failed");
            visitor.says("Never two");
            visitor.seesTick(2, "delivered");
            assertThat(seen("Never")).containsExactly("Never two");
            assertThat(dead()).isEqualTo(dead + 1);
        }
    }

    @Test
    void aMessageThatFailsOnItsWayIsShownAsFailed() {
        try (var visitor = house.visitor()) {
            fault("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131051,\"count\":1}");
            visitor.says("Lost on the way");
            visitor.seesTick(1, "failed");
            try (var back = visitor.returns(0)) {
                assertThat(back.hears("message").path("status").asText()).isEqualTo("failed");
            }
        }
    }

    @Test
    void theBreakerOpensHoldsBackAndClosesAgain() {
        var breaker = new Graph.Breaker(2, 50, Duration.ofMillis(800));
        try (var guarded = House.open(Changes.breaker(breaker));
                var visitor = guarded.visitor()) {
            guarded.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500}");
            visitor.says("Into the outage");
            Await.until("the breaker is open", () -> lastError(guarded).contains("sending waits"));
            visitor.says("Behind it");
            assertThat(sends(guarded)).noneMatch(call -> call.toString().contains("Behind it"));
            assertThat(guarded.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
            visitor.seesTick(2, "delivered");
            assertThat(texts(guarded.phone()).stream().map(FaultStoryTest::words).toList())
                    .containsExactly("Into the outage", "Behind it");
        }
    }

    private void fault(String json) {
        house.faults(json);
    }

    /// What the phone got that begins with a word, in order.
    private List<String> seen(String word) {
        return seen(house, word);
    }

    private static List<String> seen(House at, String word) {
        return texts(at.phone()).stream()
                .map(FaultStoryTest::words)
                .filter(text -> text.startsWith(word))
                .toList();
    }

    private static List<String> texts(PhoneClient phone) {
        return phone.received().stream().map(m -> m.path("text").asText()).toList();
    }

    private static String words(String relayed) {
        return relayed.substring(relayed.lastIndexOf('\n') + 1);
    }

    private static List<JsonNode> sends(House house) {
        var sends = new ArrayList<JsonNode>();
        for (JsonNode call :
                house.http().get("/sandbox/control/calls?after=0").json().path("items")) {
            if (call.path("path").asText().endsWith("/messages")) {
                sends.add(call);
            }
        }
        return sends;
    }

    private int dead() {
        return house.status().at("/outbox/dead").asInt();
    }

    private static String lastError(House house) {
        return asked(house, "SELECT COALESCE(MAX(last_error), '') AS text FROM outbox");
    }

    private static String asked(House house, String sql) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            return database.read(tx -> tx.one(sql, row -> row.text("text"))).orElse("");
        }
    }

    private static List<String> ticks(VisitorClient visitor) {
        return visitor.frames().stream()
                .filter(f -> f.path("t").asText().equals("status"))
                .map(f -> f.path("status").asText())
                .toList();
    }

    private static boolean rising(VisitorClient visitor, int seq) {
        var order = List.of("sent", "failed", "delivered", "read");
        var ranks =
                visitor.frames().stream()
                        .filter(f ->
                                f.path("t").asText().equals("status")
                                        && f.path("seq").asInt() == seq)
                        .map(f -> order.indexOf(f.path("status").asText()))
                        .toList();
        return ranks.equals(ranks.stream().sorted().distinct().toList());
    }
}
