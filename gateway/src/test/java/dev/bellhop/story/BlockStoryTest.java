package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.relay.PairRate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Somebody whom the team has blocked is heard by nobody, and loses nothing by it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BlockStoryTest {
    private House house;
    private AgentClient agent;

    @BeforeAll
    void open() {
        house = House.open();
        agent = house.agent();
    }

    @AfterAll
    void close() {
        agent.close();
        house.close();
    }

    private void blocks(String code) {
        var answer = house.program().puts("/conversations/" + code + "/block", "{}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/visitor/blocked").asBoolean()).isTrue();
    }

    private void unblocks(String code) {
        assertThat(house.program().deletes("/conversations/" + code + "/block").status())
                .isEqualTo(204);
    }

    private JsonNode conversation(String code) {
        return house.program().sees("/conversations/" + code);
    }

    @Test
    void anOpenWidgetHearsItAtOnceAndTakesNothingUntilItIsOver() {
        try (var visitor = house.visitor()) {
            visitor.says("Something that gets me blocked");
            var code = visitor.code();
            blocks(code);
            blocks(code); // twice is once
            visitor.refused("blocked");
            var cid = visitor.sends("Once more");
            visitor.hears("error", frame -> frame.path("cid").asText().equals(cid));
            try (var back = VisitorClient.connects(house)) {
                back.sendsFrame(VisitorClient.hello(Optional.of(visitor.token()), 0));
                back.refused("blocked");
            }
            visitor.sendsText("{\"t\":\"end\"}");
            visitor.pings("done"); // frames are taken in order
            assertThat(conversation(code).path("status").asText()).isEqualTo("open");
            assertThat(conversation(code).path("last_seq").asInt()).isEqualTo(1);
            agent.sees("blocked Visitor");

            assertThat(agent.triesToAnswer(code, "You are rude").status()).isEqualTo(409);
            unblocks(code);
            unblocks(code);
            visitor.says("I am sorry");
            try (var back = visitor.returns(0)) {
                agent.answers(code, "Never mind");
                back.sees("Never mind");
            }
            assertThat(audited(code)).containsExactly("visitor.blocked", "visitor.unblocked");
        }
    }

    @Test
    void whatWaitsOfTheirsDoesNotGoOut() {
        var number = "/breakers/" + house.setup().path("channel").asText();
        assertThat(house.program().posts(number + "/hold", "{}").status()).isEqualTo(200);
        try (var rude = house.visitor();
                var polite = house.visitor()) {
            rude.says("Buy my pills");
            rude.says("Buy them now");
            polite.says("Is the lamp in stock?");
            assertThat(waiting()).isEqualTo(3);
            blocks(rude.code());
            assertThat(waiting()).isEqualTo(1);
            assertThat(house.program().posts(number + "/release", "{}").status()).isEqualTo(200);
            house.phone().sees("Is the lamp in stock?");
            assertThat(house.phone().received())
                    .noneMatch(it -> it.path("text").asText().contains("Buy"));
        }
    }

    /// As in a busy minute, when what a phone could not be told at once goes in one letter.
    @Test
    void whatWasPutTogetherOfTheirsDoesNotGoOutEither() {
        var rate = new PairRate(3, Duration.ofSeconds(3));
        try (var busy = House.open(s -> Changes.pair(rate).apply(Changes.unlimited().apply(s)));
                var rude = busy.visitor()) {
            List.of("One", "Two", "Three").forEach(rude::says);
            rude.seesTick(3, "delivered");
            var number = "/breakers/" + busy.setup().path("channel").asText();
            assertThat(busy.program().posts(number + "/hold", "{}").status()).isEqualTo(200);
            List.of("Four", "Five", "Six").forEach(rude::says);
            Await.until(
                    "a letter is put together",
                    () ->
                            !busy.asks(
                                            "SELECT id AS text FROM outbox WHERE state = 'ready'"
                                                    + " AND carries")
                                    .isEmpty());
            var blocked = busy.program().puts("/conversations/" + rude.code() + "/block", "{}");
            assertThat(blocked.status()).as(blocked.text()).isEqualTo(200);
            assertThat(busy.asks("SELECT id AS text FROM outbox WHERE kind = 'relay'")).isEmpty();
        }
    }

    private int waiting() {
        return house.asks("SELECT id AS text FROM outbox WHERE kind = 'relay'").size();
    }

    private List<String> audited(String code) {
        return house.asks(
                "SELECT action AS text FROM audit WHERE action LIKE 'visitor.%blocked' AND detail"
                        + " LIKE '%"
                        + code
                        + "%' ORDER BY id");
    }

    @Test
    void whatACustomerOnWhatsAppWritesIsKeptAndNobodyIsWaitedFor() {
        var customer = CustomerClient.withNumber(house, "15550007001", "Spam Sender");
        customer.writes("Buy my lamps");
        var code = customer.code();
        agent.answers(code, "No, thank you");
        var taken = house.program().puts("/conversations/" + code + "/assignee", "{\"agent\":1}");
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        blocks(code);

        customer.writes("Buy my lamps!"); // alone, the way of plain words
        agent.sees("Buy my lamps!");
        var now = conversation(code);
        assertThat(now.path("last_seq").asInt()).isEqualTo(3);
        assertThat(now.path("waiting_since").isNull()).isTrue();
        assertThat(now.path("unread").asInt()).isZero();
        assertThat(now.path("last_text").asText()).isEqualTo("No, thank you");

        agent.closes(code); // a line of its own: 4
        customer.writes("Last chance");
        assertThat(conversation(code).path("status").asText()).isEqualTo("closed");
        assertThat(conversation(code).path("last_seq").asInt()).isEqualTo(5);
        assertThat(customer.conversations()).isEqualTo(1);
        var refused =
                house.program()
                        .posts("/conversations/" + code + "/messages", "{\"text\":\"Stop\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText()).contains("Unblock them");

        unblocks(code);
        customer.writes("A question about my order, then");
        assertThat(customer.conversations()).isEqualTo(2);
        assertThat(conversation(customer.code()).path("waiting_since").isNull()).isFalse();
        agent.sees("\"line\":\"A question about my order, then\"");
        assertThat(agent.hasSeen("\"line\":\"Buy my lamps!\"")).isFalse();
        assertThat(agent.hasSeen("\"line\":\"Last chance\"")).isFalse();
    }

    @Test
    void whoGoesOnOnWhatsAppIsBlockedWithTheChatOfTheSite() {
        var customer = CustomerClient.withNumber(house, "15550007002", "Anna Handover");
        try (var visitor = house.visitor()) {
            visitor.says("I go on on my phone");
            var code = visitor.code();
            customer.phone().writes("Hello! I would like to go on here. " + handover(visitor));
            visitor.hears(
                    "message",
                    frame -> frame.path("text").asText().contains("goes on on WhatsApp"));
            blocks(code);
            visitor.refused("blocked");
            int before = conversation(code).path("last_seq").asInt();
            customer.phone().writes("I am still here");
            agent.sees("I am still here");
            assertThat(conversation(code).path("last_seq").asInt()).isEqualTo(before + 1);
            assertThat(conversation(code).path("last_text").asText())
                    .doesNotContain("I am still here");
            assertThat(house.phone().received().toString()).doesNotContain("I am still here");
            var refused =
                    house.http()
                            .get(
                                    "/widget/v1/handover?site=" + site(),
                                    "Authorization",
                                    "Bearer " + visitor.token());
            assertThat(refused.status()).isEqualTo(403);
        }
    }

    private String site() {
        return house.setup().path("site").asText();
    }

    private String handover(VisitorClient visitor) {
        return house.http()
                .get(
                        "/widget/v1/handover?site=" + site(),
                        "Authorization",
                        "Bearer " + visitor.token())
                .json()
                .path("code")
                .asText();
    }
}
