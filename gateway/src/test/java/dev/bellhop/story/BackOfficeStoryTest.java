package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Instant;

/// What the team does behind the customers' backs stays there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BackOfficeStoryTest {
    private static final String SECRET = "Never tell them about the discount";

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

    private Http.Answer does(String method, String code, String deed, JsonNode body) {
        var path = "/api/v1/conversations/" + code + "/" + deed;
        var bearer = new String[] {"Authorization", "Bearer " + house.apiToken()};
        return method.equals("PUT")
                ? house.http().put(path, body, bearer)
                : house.http().post(path, body, bearer);
    }

    /// All that the team can do is done, around a message that does arrive.
    private void sorts(String code) {
        assertThat(does("POST", code, "notes", Json.object().put("text", SECRET)).status())
                .isEqualTo(201);
        agent.sees(SECRET);
        assertThat(does("PUT", code, "assignee", Json.object().put("agent", 1)).status())
                .isEqualTo(200);
        var until = Json.object().put("until", Instant.now().plusSeconds(600).toString());
        assertThat(does("PUT", code, "snooze", until).status()).isEqualTo(200);
        agent.sees("snoozed this until");
    }

    @Test
    void aNoteReachesNeitherTheWidgetNorThePhones() {
        try (var visitor = house.visitor()) {
            visitor.says("What does the pendant cost?");
            house.phone().sees("What does the pendant cost?");
            sorts(visitor.code());
            agent.answers(visitor.code(), "It is 240 euros.");
            assertThat(visitor.sees("It is 240 euros.").path("seq").asInt()).isEqualTo(2);

            assertThat(visitor.frames().toString()).doesNotContain(SECRET, "snoozed");
            try (var again = visitor.returns(0)) {
                again.sees("It is 240 euros.");
                assertThat(again.frames().toString()).doesNotContain(SECRET, "snoozed");
            }
            visitor.says("Thank you");
            house.phone().sees("Thank you");
            assertThat(house.phone().received().toString()).doesNotContain(SECRET, "snoozed");
        }
    }

    @Test
    void aNoteDoesNotReachACustomerOnWhatsApp() {
        var customer = house.phone("15550002002");
        customer.writes("What does the lamp cost?");
        agent.sees("What does the lamp cost?");
        var code =
                house.api("/api/v1/conversations?view=waiting&channel=whatsapp")
                        .at("/items/0/code")
                        .asText();
        sorts(code);
        agent.answers(code, "It is 90 euros.");
        customer.sees("It is 90 euros.");

        assertThat(customer.received().toString()).doesNotContain(SECRET, "snoozed");
        assertThat(house.asks("SELECT payload AS text FROM outbox").toString())
                .doesNotContain(SECRET);
        // What customers write takes it up again.
        customer.writes("Then I take it");
        Await.until(
                "it is back",
                () -> house.api("/api/v1/conversations/" + code).path("snoozed_until").isNull());
    }

    @Test
    void whatIsSnoozedWakesByItselfAndAnErasureTakesTheNotes() {
        try (var visitor = house.visitor()) {
            visitor.says("Later, please");
            var code = visitor.code();
            var until = Json.object().put("until", Instant.now().plusSeconds(8).toString());
            assertThat(does("PUT", code, "snooze", until).status()).isEqualTo(200);
            agent.sees("Back from its snooze");
            assertThat(house.api("/api/v1/conversations?view=waiting").toString()).contains(code);

            sorts(code);
            var id = house.api("/api/v1/conversations/" + code).at("/visitor/id").asText();
            var erased =
                    house.http()
                            .delete(
                                    "/api/v1/visitors/" + id,
                                    "Authorization",
                                    "Bearer " + house.apiToken());
            assertThat(erased.status()).isEqualTo(204);
            assertThat(
                            house.asks(
                                    "SELECT text FROM aside WHERE conversation_id NOT IN (SELECT id"
                                            + " FROM conversation)"))
                    .isEmpty();
        }
    }
}
