package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.whatsapp.Graph;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a customer on WhatsApp gets of the business's answers when Meta fails in all its ways: each
/// one, once, in order; and what the business is told of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CustomerFaultStoryTest {
    private static final int ANSWERS = 8;

    private House house;
    private int customers;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterEach
    void mend() {
        mend(house);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aBurstOfErrorsCostsNothingButTime() {
        var customer = customer(house);
        for (int code : List.of(130_429, 131_000, 131_016, 2, 131_056)) {
            house.faults(
                    "{\"on\":\"send\",\"kind\":\"error\",\"http\":500,\"count\":1,\"code\":"
                            + code
                            + "}");
        }
        house.faults("{\"on\":\"send\",\"kind\":\"reset\",\"count\":1}");
        house.faults("{\"on\":\"send\",\"kind\":\"slow\",\"ms\":300,\"count\":1}");
        allArriveOnceInOrder(customer, "Through the burst");
    }

    @Test
    void whatIsTakenWithoutAnAnswerIsNotSentAgain() {
        try (var own = House.open(Changes::impatient)) {
            var customer = customer(own);
            own.faults(
                    "{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":3000,\"count\":2}");
            allArriveOnceInOrder(customer, "Taken, not answered");
        }
    }

    @Test
    void whatIsNeitherTakenNorAnsweredIsSentAgain() {
        try (var own = House.open(Changes::impatient)) {
            var customer = customer(own);
            own.faults("{\"on\":\"send\",\"kind\":\"timeout\",\"ms\":3000,\"count\":1}");
            allArriveOnceInOrder(customer, "Neither taken nor answered");
        }
    }

    @Test
    void statusesThatComeTwiceOrInAnotherOrderEndRight() {
        var customer = customer(house);
        house.faults("{\"on\":\"webhook\",\"kind\":\"duplicate\",\"count\":6}");
        allArriveOnceInOrder(customer, "Told twice");
        mend();
        house.faults("{\"on\":\"webhook\",\"kind\":\"reorder\",\"ms\":200,\"count\":12}");
        int seq = customer.isAnswered("Crosswise");
        customer.phone().reads(customer.phone().sees("Crosswise"));
        customer.seesTick(seq, "read");
        mend();
        customer.writes("I read it");
        customer.seesTick(seq, "read");
    }

    @Test
    void statusesThatAreQuickerThanTheAnswerToTheirSendAreNotForgotten() {
        var customer = customer(house);
        house.faults("{\"on\":\"send\",\"kind\":\"answer_late\",\"ms\":1000,\"count\":1}");
        int first = customer.isAnswered("Read before it was known");
        int second = customer.isAnswered("And the next one");
        customer.phone().reads(customer.phone().sees("Read before it was known"));
        customer.seesTick(first, "read");
        customer.seesTick(second, "delivered");
        assertThat(customer.received())
                .containsExactly("Read before it was known", "And the next one");
    }

    @Test
    void aFailureThatIsQuickerThanTheAnswerToItsSendIsShownAndTheNextOneGoes() {
        var customer = customer(house);
        house.faults("{\"on\":\"webhook\",\"kind\":\"error\",\"code\":131051,\"count\":1}");
        house.faults("{\"on\":\"send\",\"kind\":\"answer_late\",\"ms\":1000,\"count\":1}");
        int first = customer.isAnswered("Lost before it was known");
        int second = customer.isAnswered("On its way all the same");
        customer.seesTick(first, "failed");
        customer.seesTick(second, "delivered");
        assertThat(customer.received()).containsExactly("On its way all the same");
    }

    @Test
    void whatIsRefusedForGoodHasFailedAndTheNextOneGoes() {
        var customer = customer(house);
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131051,\"count\":1}");
        int first = customer.isAnswered("Refused");
        int second = customer.isAnswered("Not refused");
        customer.seesTick(second, "delivered");
        var refused = customer.sees(first, "failed", m -> m.hasNonNull("failure"));
        assertThat(refused.path("failure").asText()).contains("131051");
        assertThat(customer.received()).containsExactly("Not refused");
    }

    @Test
    void theBreakerOpensHoldsBackAndClosesAgain() {
        var breaker = new Graph.Breaker(2, 50, Duration.ofMillis(800));
        try (var guarded = House.open(Changes.breaker(breaker))) {
            var customer = customer(guarded);
            guarded.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":131000,\"http\":500}");
            int first = customer.isAnswered("Into the outage");
            Await.until("the breaker is open", () -> state(guarded).equals("open"));
            int second = customer.isAnswered("Behind it");
            assertThat(customer.received()).isEmpty();
            mend(guarded);
            customer.seesTick(first, "delivered");
            customer.seesTick(second, "delivered");
            Await.until("the breaker is closed", () -> state(guarded).equals("closed"));
            assertThat(customer.received()).containsExactly("Into the outage", "Behind it");
        }
    }

    private static void allArriveOnceInOrder(CustomerClient customer, String words) {
        var answers = new ArrayList<String>();
        var seqs = new ArrayList<Integer>();
        for (int i = 1; i <= ANSWERS; i++) {
            answers.add(words + " " + i);
            seqs.add(customer.isAnswered(answers.getLast()));
        }
        for (int seq : seqs) {
            customer.seesTick(seq, "delivered");
        }
        assertThat(customer.received()).isEqualTo(answers);
    }

    private CustomerClient customer(House at) {
        customers++;
        var customer =
                CustomerClient.withNumber(at, "1555000730" + customers, "Customer " + customers);
        customer.writes("Hello");
        return customer;
    }

    private static String state(House house) {
        return house.api("/api/v1/breakers").at("/items/0/state").asText();
    }

    private static void mend(House house) {
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
    }
}
