package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.stream.StreamSupport;

/// What Meta may be set to, and what then becomes of messages and files.
final class AppRulesStoryTest {
    private House house;

    @BeforeEach
    void open() {
        house = House.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    /// The name leads to the same machine; it is not the one that the token may go to.
    @Test
    void aFileUnderAnotherHostNameIsNotFetchedUntilItIsWhereItMayBe() {
        var ana = CustomerClient.withNumber(house, "15550007201", "Ana");
        house.control("rules", "{\"media_host\":\"localhost\"}");
        ana.phone().writesAs("{\"type\":\"image\",\"caption\":\"Look\"}");
        ana.wrote("Look");
        var failed = ana.sees(1, "has no file", m -> state(m).equals("failed"));
        assertThat(failed.at("/attachment/reason").asText()).contains("leads away from WhatsApp");
        assertThat(downloads()).isZero();
        house.control("rules", "{\"media_host\":null}");
        var fetch = "/conversations/" + ana.code() + "/messages/1/fetch";
        assertThat(house.program().posts(fetch, "{}").status()).isEqualTo(202);
        ana.sees(1, "has its file", m -> state(m).equals("ready"));
        assertThat(downloads()).isEqualTo(1);
    }

    /// The gateway proves nothing: it says what is wrong, and goes on once the app wants no proof.
    @Test
    void anAppThatWantsProofRefusesEachMessageAndTheReasonIsShown() {
        try (var visitor = house.visitor()) {
            house.control("rules", "{\"require_proof\":true}");
            visitor.says("Without proof");
            visitor.seesTick(1, "failed");
            var messages = house.api("/api/v1/conversations/" + visitor.code() + "/messages");
            assertThat(messages.at("/items/0/failure").asText()).contains("appsecret_proof");
            house.control("rules", "{\"require_proof\":false}");
            visitor.says("None is wanted");
            visitor.seesTick(2, "delivered");
        }
    }

    private static String state(JsonNode message) {
        return message.at("/attachment/state").asText();
    }

    private long downloads() {
        var calls = house.http().get("/sandbox/control/calls?after=0").json().path("items");
        return StreamSupport.stream(calls.spliterator(), false)
                .filter(call -> call.path("path").asText().contains("/lookaside/"))
                .count();
    }
}
