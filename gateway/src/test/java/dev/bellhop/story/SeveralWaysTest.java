package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages that go to several phones, or in several parts: what their one tick says.
final class SeveralWaysTest {
    private static final String FIRST_GOES =
            "{\"on\":\"send\",\"kind\":\"slow\",\"ms\":1,\"count\":1}";
    private static final String REFUSED =
            "{\"on\":\"send\",\"kind\":\"error\",\"code\":131026,\"count\":%d}";
    private static final String LOST =
            "{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131026,\"count\":%d}";

    /// Goes in two parts.
    private static final String LONG = "A long story. ".repeat(290);

    private static final int ROUNDS = 5;

    private House house;
    private VisitorClient visitor;

    @BeforeEach
    void open() {
        house = House.open();
        visitor = house.visitor();
    }

    @AfterEach
    void close() {
        visitor.close();
        house.close();
    }

    @Test
    void aLongMessageIsDeliveredWithItsLastPart() {
        visitor.says(LONG);
        visitor.seesTick(1, "delivered");
        assertThat(house.phone().received()).hasSize(2);
        assertThat(visitor.ticks(1)).doesNotHaveDuplicates().doesNotContain("failed");
    }

    @Test
    void aLongMessageWhoseLastPartIsRefusedHasFailedAndSaysWhy() {
        house.faults(FIRST_GOES);
        house.faults(REFUSED.formatted(1));
        visitor.says(LONG);
        visitor.seesTick(1, "failed");
        assertThat(visitor.ticks(1)).containsExactly("failed");
        assertThat(message(1).path("failure").asText()).contains("131026");
        visitor.says("The next one goes");
        visitor.seesTick(2, "delivered");
        assertThat(house.phone().received()).hasSize(2);
    }

    @Test
    void aLongMessageOfWhichAPartIsLostOnItsWayHasFailedAndSaysSo() {
        house.faults(LOST.formatted(1));
        visitor.says(LONG);
        visitor.seesTick(1, "failed");
        assertThat(visitor.ticks(1)).containsExactly("failed");
        assertThat(message(1).path("failure").asText()).isNotEmpty();
    }

    @Test
    void aLongMessageThatOneOfTwoPhonesGotWholeIsDelivered() {
        house.addsPhone("15550002002");
        house.faults(FIRST_GOES);
        house.faults(FIRST_GOES);
        house.faults(REFUSED.formatted(1));
        visitor.says(LONG);
        visitor.seesTick(1, "delivered");
        assertThat(visitor.ticks(1)).doesNotContain("failed");
    }

    @Test
    void twoPhonesThatRefuseAtOnceAreOneFailure() {
        house.addsPhone("15550002002");
        for (int seq = 1; seq <= ROUNDS; seq++) {
            house.faults(REFUSED.formatted(2));
            visitor.says("To nobody " + seq);
            visitor.seesTick(seq, "failed");
            assertThat(message(seq).path("failure").asText()).contains("131026");
        }
        visitor.says("To both");
        visitor.seesTick(ROUNDS + 1, "delivered");
        for (int seq = 1; seq <= ROUNDS; seq++) {
            assertThat(visitor.ticks(seq)).containsExactly("failed");
        }
    }

    @Test
    void twoPhonesThatLoseItAtOnceAreOneFailure() {
        house.addsPhone("15550002002");
        for (int seq = 1; seq <= ROUNDS; seq++) {
            house.faults(LOST.formatted(2));
            visitor.says("Lost on both ways " + seq);
            visitor.seesTick(seq, "failed");
        }
        visitor.says("To both");
        visitor.seesTick(ROUNDS + 1, "delivered");
        for (int seq = 1; seq <= ROUNDS; seq++) {
            assertThat(visitor.ticks(seq)).filteredOn("failed"::equals).hasSize(1);
            assertThat(visitor.ticks(seq)).doesNotContain("delivered");
        }
    }

    @Test
    void oneOfTwoPhonesThatFailsIsNotTheMessagesFailure() {
        house.addsPhone("15550002002");
        house.faults(LOST.formatted(1));
        visitor.says("To both of you");
        visitor.seesTick(1, "delivered");
        house.faults(REFUSED.formatted(1));
        visitor.says("To one of you");
        visitor.seesTick(2, "delivered");
        assertThat(visitor.ticks(1)).doesNotContain("failed");
        assertThat(visitor.ticks(2)).doesNotContain("failed");
        Await.until( // the other phone's tick does not wait for them
                "both that failed are there to be sent again",
                () -> house.status().at("/outbox/dead").asInt() == 2);
    }

    /// The first phone's message fails before the answer to its send is known; the second's is on
    /// its way.
    @Test
    void aFailureThatIsKnownBeforeItsSendIsNotTheMessagesFailureEither() {
        house.addsPhone("15550002002");
        house.faults(LOST.formatted(1));
        house.faults("{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":500,\"count\":1}");
        house.faults("{\"on\":\"send\",\"kind\":\"slow\",\"ms\":1500,\"count\":1}");
        visitor.says("To whoever gets it");
        visitor.seesTick(1, "delivered");
        assertThat(visitor.ticks(1)).doesNotContain("failed");
    }

    private JsonNode message(int seq) {
        return house.api("/api/v1/conversations/" + visitor.code() + "/messages")
                .path("items")
                .path(seq - 1);
    }
}
