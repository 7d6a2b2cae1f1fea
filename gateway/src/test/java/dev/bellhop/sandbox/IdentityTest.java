package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.text;
import static dev.bellhop.sandbox.SendTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What the business is told of people who hide their number, or are known otherwise from now on.
final class IdentityTest {
    private static final String HIDDEN = "15550009100";
    private static final String USER_ID = "PT.ENT.a1B2c3";
    private final SandboxWorld world = new SandboxWorld();

    @BeforeEach
    void open() {
        var phone = Json.object().put("wa_id", HIDDEN).put("user_id", USER_ID);
        assertThat(world.control("POST", "phones", phone.put("hides_number", true)).json())
                .isEqualTo(
                        Json.object()
                                .put("wa_id", HIDDEN)
                                .put("name", HIDDEN)
                                .put("user_id", USER_ID)
                                .put("hides_number", true)
                                .put("on", true));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void hiddenNumberIsInNothingThatTheBusinessGets() {
        writes(USER_ID, "Hi");
        var message = world.notice();
        assertThat(names(message.message()))
                .containsExactlyInAnyOrder("from_user_id", "id", "timestamp", "type", "text");
        assertThat(message.message().path("from_user_id").asText()).isEqualTo(USER_ID);
        assertThat(names(message.value().at("/contacts/0")))
                .containsExactlyInAnyOrder("profile", "user_id");
        var wamid = world.sent(toUserId("Hello"));
        assertThat(world.screen(HIDDEN).at("/1/wamid").asText()).isEqualTo(wamid);
        var status = world.notice();
        assertThat(names(status.status()))
                .containsExactlyInAnyOrder(
                        "id", "status", "timestamp", "recipient_user_id", "pricing");
        assertThat(names(status.value().at("/contacts/0")))
                .containsExactlyInAnyOrder("profile", "user_id");
    }

    @Test
    void hiddenNumberIsNotOnWhatsAppForWhoeverWritesToIt() {
        assertThat(world.send(text(HIDDEN, "Hello")).http()).isEqualTo(200);
        var status = world.notice().status();
        assertThat(status.path("status").asText()).isEqualTo("failed");
        assertThat(status.at("/errors/0/code").asInt()).isEqualTo(131026);
        assertThat(status.path("recipient_id").asText()).isEqualTo(HIDDEN);
        assertThat(world.screen(HIDDEN)).isEmpty();
    }

    @Test
    void failureOfASendByUserIdNamesTheUserId() {
        var fault = Json.object().put("on", "webhook").put("kind", "error").put("code", 131026);
        world.control("POST", "faults", fault.put("count", 1));
        world.sent(toUserId("Hello"));
        var status = world.notice().status();
        assertThat(status.path("recipient_user_id").asText()).isEqualTo(USER_ID);
        assertThat(status.has("recipient_id")).isFalse();
    }

    @Test
    void numberThatShowsIsTold() {
        var shown = Json.object().put("hides_number", false);
        assertThat(world.control("POST", "phones/" + USER_ID, shown).http()).isEqualTo(200);
        writes(HIDDEN, "Here I am");
        assertThat(world.notice().message().path("from").asText()).isEqualTo(HIDDEN);
        assertThat(world.send(text(HIDDEN, "Hello")).http()).isEqualTo(200);
        assertThat(world.notice().status().path("status").asText()).isEqualTo("sent");
    }

    @Test
    void anotherNumberIsToldWithAnotherUserId() {
        var now = rename(MAYA, Json.object().put("wa_id", "15550009101"));
        assertThat(now.path("user_id").asText()).isEqualTo("US.90000000015550009101");
        var notice = world.notice();
        assertThat(notice.value().has("contacts")).isFalse();
        assertThat(names(notice.message()))
                .containsExactlyInAnyOrder(
                        "from", "from_user_id", "id", "timestamp", "type", "system");
        assertThat(notice.message().path("from").asText()).isEqualTo(MAYA);
        assertThat(notice.message().path("system"))
                .isEqualTo(
                        Json.object()
                                .put("body", "Maya Okafor changed from " + MAYA + " to 15550009101")
                                .put("wa_id", "15550009101")
                                .put("user_id", "US.90000000015550009101")
                                .put("previous_user_id", "US.90000000015550009001")
                                .put("type", "user_changed_number"));
        world.sent(text("15550009101", "Hello"));
        assertThat(world.screen("15550009101")).hasSize(1);
        assertThat(world.control("phones/" + MAYA + "/messages").http()).isEqualTo(404);
    }

    @Test
    void numberThatIsHiddenDoesNotShowByBeingChanged() {
        rename(HIDDEN, Json.object().put("wa_id", "15550009101").put("user_id", "US.other"));
        var message = world.notice().message();
        assertThat(message.has("from")).isFalse();
        assertThat(message.path("system"))
                .isEqualTo(
                        Json.object()
                                .put("body", "User ID changed")
                                .put("user_id", "US.other")
                                .put("previous_user_id", USER_ID)
                                .put("type", "user_changed_user_id"));
    }

    @Test
    void noTwoAreKnownAlike() {
        var taken = Json.object().put("wa_id", MAYA);
        assertThat(world.control("POST", "phones/" + HIDDEN + "/identity", taken).http())
                .isEqualTo(409);
        taken.put("wa_id", "15550009102").put("user_id", USER_ID);
        assertThat(world.control("POST", "phones", taken).http()).isEqualTo(409);
        assertThat(world.control("POST", "phones/" + MAYA + "/identity", Json.object()).http())
                .isEqualTo(422);
        assertThat(world.control("POST", "phones", taken.put("user_id", "nobody")).http())
                .isEqualTo(422);
    }

    @Test
    void authenticationTemplateWantsANumber() {
        var code =
                Json.object()
                        .put("name", "sign_in")
                        .put("language", "en_US")
                        .put("category", "AUTHENTICATION");
        code.putArray("components").addObject().put("type", "BODY").put("text", "Your code");
        var path = "/sandbox/graph/v26.0/200000000000001/message_templates";
        assertThat(world.graph("POST", path, code, Optional.of(SandboxWorld.TOKEN)).http())
                .isEqualTo(200);
        var approval = Json.object().put("name", "sign_in").put("event", "APPROVED");
        assertThat(world.control("POST", "templates", approval).http()).isEqualTo(200);
        var template = Json.object().put("name", "sign_in");
        template.putObject("language").put("code", "en_US");
        var send = toUserId("").put("type", "template").without("text");
        ((ObjectNode) send).set("template", template);
        assertThat(world.send(send).json().at("/error/code").asInt()).isEqualTo(131062);
    }

    private static ObjectNode toUserId(String body) {
        var message = text(HIDDEN, body).put("recipient", USER_ID);
        message.remove("to");
        return message;
    }

    private void writes(String id, String words) {
        var text = Json.object().put("type", "text").put("text", words);
        assertThat(world.control("POST", "phones/" + id + "/messages", text).http()).isEqualTo(200);
    }

    private JsonNode rename(String id, JsonNode now) {
        var answer = world.control("POST", "phones/" + id + "/identity", now);
        assertThat(answer.http()).isEqualTo(200);
        return answer.json();
    }
}
