package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.UUID;

/// What a visitor quotes is quoted on the phone, too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuoteStoryTest {
    private House house;
    private AgentClient agent;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        agent = house.agent();
    }

    @AfterAll
    void close() {
        agent.close();
        house.close();
    }

    @Test
    void anAnswerFromThePhoneIsQuotedThere() {
        try (var visitor = house.visitor()) {
            visitor.says("Which shades?");
            var owner = house.phone();
            owner.replies(owner.sees("Which shades?"), "Green and ochre");
            var answer = visitor.sees("Green and ochre");
            quotes(visitor, answer.path("seq").asInt(), "The green one");
            var seen = owner.sees("The green one");
            var wrote =
                    owner.wrote().stream()
                            .filter(it -> it.path("text").asText().equals("Green and ochre"))
                            .findFirst()
                            .orElseThrow();
            assertThat(seen.path("quote").asText()).isEqualTo(wrote.path("wamid").asText());
            assertThat(seen.path("text").asText()).doesNotContain("> ");
        }
    }

    @Test
    void whatThePhoneWasSentIsQuotedThere() {
        try (var visitor = house.visitor()) {
            var first = visitor.says("About the chair");
            var sent = house.phone().sees("About the chair");
            quotes(visitor, first, "It is too low");
            assertThat(house.phone().sees("It is too low").path("quote").asText())
                    .isEqualTo(sent.path("wamid").asText());
        }
    }

    @Test
    void whatThePhoneNeverHadIsToldInWords() {
        try (var visitor = house.visitor()) {
            visitor.says("Do you deliver on Sunday?");
            house.phone().sees("Do you deliver on Sunday?");
            agent.answers(visitor.code(), "Only on Saturday, I am afraid");
            var answer = visitor.sees("Only on Saturday, I am afraid");
            quotes(visitor, answer.path("seq").asInt(), "Saturday is fine");
            var seen = house.phone().sees("Saturday is fine");
            assertThat(seen.path("quote").asText("")).isIn("", "null");
            assertThat(seen.path("text").asText())
                    .containsPattern("\n> [^\n]*Only on Saturday, I am afraid\nSaturday is fine$");
        }
    }

    private static void quotes(VisitorClient visitor, int seq, String text) {
        JsonNode frame =
                Json.object()
                        .put("t", "send")
                        .put("cid", UUID.randomUUID().toString())
                        .put("text", text)
                        .put("reply_to", seq);
        visitor.sendsFrame(frame);
    }
}
