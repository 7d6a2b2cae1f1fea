package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// From the widget to the panel and back, and customers who write to the number itself.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentStoryTest {
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

    @Test
    void aVisitorIsAnsweredFromThePanel() {
        try (var visitor = house.visitor()) {
            visitor.says("Do you deliver to the Azores?");
            agent.sees("Do you deliver to the Azores?");
            agent.types(visitor.code());
            assertThat(visitor.hears("typing").path("name").asText()).isEqualTo("Maya");
            agent.answers(visitor.code(), "We do, within a week.");
            int seq = visitor.sees("We do, within a week.").path("seq").asInt();
            visitor.seesTick(1, "read");
            visitor.sendsFrame(Json.object().put("t", "got").put("seq", seq));
            var tick = "tk-" + visitor.code() + "-" + seq;
            Await.until("the answer is delivered", () -> shows(visitor.code(), tick, "delivered"));
            visitor.sendsFrame(Json.object().put("t", "seen").put("seq", seq));
            Await.until("the answer is read", () -> shows(visitor.code(), tick, "read"));
        }
    }

    /// The visitor's widget shows the newer chat: what is said in the older one would never be
    /// seen.
    @Test
    void aChatThatItsVisitorHasLeftTakesNoAnswerAndIsNotOpenedAgain() {
        try (var visitor = house.visitor()) {
            visitor.says("The first chat");
            var left = visitor.code();
            agent.closes(left);
            visitor.says("The second chat");
            var newer =
                    house.api("/api/v1/conversations?status=open&limit=1")
                            .at("/items/0/code")
                            .asText();
            assertThat(newer).isNotEqualTo(left);

            var byApi =
                    house.http()
                            .post(
                                    "/api/v1/conversations/" + left + "/messages",
                                    Json.object().put("text", "To nobody"),
                                    "Authorization",
                                    "Bearer " + house.apiToken());
            assertThat(byApi.status()).isEqualTo(409);
            assertThat(byApi.json().path("code").asText()).isEqualTo("conflict");
            assertThat(byApi.json().path("detail").asText()).contains("#" + newer);
            var byPanel = agent.triesToAnswer(left, "To nobody");
            assertThat(byPanel.status()).isEqualTo(409);
            assertThat(byPanel.text()).contains("#" + newer);
            var reopening = agent.triesToReopen(left);
            assertThat(reopening.status()).isEqualTo(409);
            assertThat(reopening.text()).contains("#" + newer);

            var old = house.api("/api/v1/conversations/" + left);
            assertThat(old.path("status").asText()).isEqualTo("closed");
            assertThat(old.path("last_text").asText()).isNotEqualTo("To nobody");
            agent.closes(newer);
            assertThat(agent.triesToReopen(newer).status()).isEqualTo(200);
            agent.answers(newer, "To the one who is there");
            visitor.sees("To the one who is there");
            assertThat(visitor.frames())
                    .noneMatch(f -> f.path("text").asText().equals("To nobody"));
        }
    }

    /// The phone cannot know that there was another chat since, and its words must arrive.
    @Test
    void aPhoneThatAnswersAChatOfTheDayBeforeReachesTheVisitorAllTheSame() {
        try (var visitor = house.visitor()) {
            visitor.says("Yesterday's question");
            var first = visitor.code();
            agent.closes(first);
            visitor.says("Today's question");
            var second =
                    house.api("/api/v1/conversations?status=open&limit=1")
                            .at("/items/0/code")
                            .asText();
            agent.closes(second);
            house.phone().replies(house.phone().sees("Yesterday's question"), "An answer at last");
            visitor.sees("An answer at last");
            assertThat(house.api("/api/v1/conversations/" + second).path("last_text").asText())
                    .isEqualTo("An answer at last");
        }
    }

    private boolean shows(String code, String tick, String status) {
        var page = agent.opens(code);
        int at = page.indexOf("id=\"" + tick + "\"");
        return at >= 0 && page.substring(at, Math.min(page.length(), at + 300)).contains(status);
    }

    @Test
    void bothSidesSeeThatAChatWasClosedAndTheNextWordOpensAnother() {
        try (var visitor = house.visitor()) {
            visitor.says("That is all, thank you");
            var code = visitor.code();
            agent.closes(code);
            visitor.hears("conversation", f -> f.path("status").asText().equals("closed"));
            int seq = visitor.says("One more thing");
            assertThat(seq).isEqualTo(1);
            var opened =
                    visitor.hears(
                            "conversation",
                            f ->
                                    f.path("status").asText().equals("open")
                                            && !f.path("code").asText().equals(code));
            agent.sees("One more thing");
            agent.answers(opened.path("code").asText(), "Tell me");
            visitor.sees("Tell me");
        }
    }

    @Test
    void aCustomerOnWhatsAppIsAnsweredFromThePanel() {
        var customer = house.phone("15550002002");
        customer.writes("Is my order on its way?");
        agent.sees("Is my order on its way?");
        var token = house.apiToken();
        var code =
                house.http()
                        .get(
                                "/api/v1/conversations?status=open",
                                "Authorization",
                                "Bearer " + token)
                        .json()
                        .path("items")
                        .valueStream()
                        .filter(c -> c.toString().contains("Is my order"))
                        .map(c -> c.path("code").asText())
                        .findFirst()
                        .orElseThrow();
        agent.answers(code, "It left this morning.");
        var got = customer.sees("It left this morning.");
        assertThat(got.path("text").asText()).isEqualTo("It left this morning.");
        Await.until("the answer is delivered", () -> shows(code, "tk-" + code + "-2", "delivered"));
        customer.reads(got);
        Await.until("the answer is read", () -> shows(code, "tk-" + code + "-2", "read"));
    }

    @Test
    void whoComesAndGoesIsSeen() {
        try (var visitor = house.visitor()) {
            visitor.says("I am here");
            agent.sees("I am here");
            Await.until("online", () -> agent.opens(visitor.code()).contains("Online"));
            visitor.vanishes();
            Await.until("gone", () -> agent.opens(visitor.code()).contains("Gone"));
        }
    }
}
