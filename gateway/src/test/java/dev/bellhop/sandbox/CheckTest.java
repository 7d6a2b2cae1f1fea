package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.outbox.MovedClock;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CheckTest {
    private final SandboxWorld world = new SandboxWorld(new MovedClock());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void textHasALimit() {
        assertThat(code(text(MAYA, "x".repeat(4_096)))).isZero();
        assertThat(code(text(MAYA, "x".repeat(4_097)))).isEqualTo(100);
        assertThat(code(text(MAYA, ""))).isEqualTo(131008);
    }

    @Test
    void membersMustBeThereAndKnown() {
        var nobody = text(MAYA, "Hello");
        nobody.remove("to");
        assertThat(code(nobody)).isEqualTo(131008);
        assertThat(code(text(MAYA, "Hello").without("messaging_product"))).isEqualTo(100);
        assertThat(code(text(MAYA, "Hello").put("colour", "red"))).isEqualTo(100);
        assertThat(code(text(MAYA, "Hello").put("type", "hologram").without("text")))
                .isEqualTo(131051);
        assertThat(code(text(MAYA, "Hello").put("biz_opaque_callback_data", "x".repeat(513))))
                .isEqualTo(100);
    }

    @Test
    void userIdWorksAsRecipientAndVanishesInTo() {
        var byId = text(MAYA, "Hello").put("recipient", "US.90000000015550009001");
        byId.remove("to");
        var answer = world.send(byId).json();
        assertThat(answer.at("/contacts/0/user_id").asText()).isEqualTo("US.90000000015550009001");
        assertThat(answer.at("/contacts/0").has("wa_id")).isFalse();
        assertThat(world.screen(MAYA)).hasSize(1);
        assertThat(code(text("US.90000000015550009001", "Hello"))).isZero();
        assertThat(world.screen(MAYA)).hasSize(1);
    }

    @Test
    void buttonsAreCountedAndMeasured() {
        assertThat(code(buttons(3, "Take it"))).isZero();
        assertThat(code(buttons(4, "Take it"))).isEqualTo(131009);
        assertThat(code(buttons(1, "x".repeat(21)))).isEqualTo(100);
    }

    @Test
    void listsAreCountedAndMeasured() {
        assertThat(code(list(10, "K7QD Ana"))).isZero();
        assertThat(code(list(11, "K7QD Ana"))).isEqualTo(131009);
        assertThat(code(list(1, "x".repeat(25)))).isEqualTo(100);
    }

    @Test
    void templateMustBeKnownAndFilledCleanly() {
        assertThat(code(template("visitor_message", "Ana", "Hello"))).isZero();
        assertThat(world.screen(MAYA).at("/0/text").asText())
                .isEqualTo("New message from Ana on the website: Hello You can answer here.");
        assertThat(code(template("nobody_knows", "Ana", "Hello"))).isEqualTo(132001);
        assertThat(code(template("visitor_message", "Ana", "two\nlines"))).isEqualTo(132018);
        assertThat(code(template("visitor_message", "Ana", "a\ttab"))).isEqualTo(132018);
        assertThat(code(template("visitor_message", "Ana", "five     blanks"))).isEqualTo(132018);
        assertThat(code(template("visitor_message", "Ana", "four    blanks"))).isZero();
        assertThat(code(template("visitor_message", "Ana", "x".repeat(1_024)))).isEqualTo(132005);
        assertThat(code(template("hello_world", "Ana", "Hello"))).isEqualTo(132000);
    }

    @Test
    void mediaNeedsExactlyOneSource() {
        var image = text(MAYA, "").put("type", "image");
        image.remove("text");
        var picture = image.putObject("image").put("link", "https://example.com/lamp.jpg");
        assertThat(code(image)).isZero();
        picture.put("id", "1");
        assertThat(code(image)).isEqualTo(100);
        picture.remove("link");
        assertThat(code(image)).isEqualTo(131009);
    }

    @Test
    void closedWindowLetsTemplatesThroughAndOpensWhenThePhoneWrites() {
        rules(Json.object().put("window", true).put("late", 0));
        assertThat(code(text(MAYA, "Hello"))).isEqualTo(131047);
        assertThat(code(template("visitor_message", "Ana", "Hello"))).isZero();
        write();
        assertThat(code(text(MAYA, "Hello"))).isZero();
        world.control("POST", "clock", Json.object().put("advance_seconds", 24 * 3600));
        assertThat(code(text(MAYA, "Hello"))).isEqualTo(131047);
    }

    @Test
    void closedWindowMayBeToldByNotification() {
        rules(Json.object().put("window", true).put("late", 1));
        assertThat(code(text(MAYA, "Hello"))).isZero();
        assertThat(world.notice().status().at("/errors/0/code").asInt()).isEqualTo(131047);
    }

    @Test
    void pairBudgetEmptiesAndFills() {
        rules(Json.object().put("pair", true));
        for (int i = 0; i < 45; i++) {
            assertThat(code(text(MAYA, "Hello"))).isZero();
        }
        assertThat(code(text(MAYA, "Hello"))).isEqualTo(131056);
        world.control("POST", "clock", Json.object().put("advance_seconds", 6));
        assertThat(code(text(MAYA, "Hello"))).isZero();
        assertThat(code(text(MAYA, "Hello"))).isEqualTo(131056);
    }

    private void rules(ObjectNode rules) {
        assertThat(world.control("POST", "rules", rules).http()).isEqualTo(200);
    }

    private void write() {
        world.control(
                "POST",
                "phones/" + MAYA + "/messages",
                Json.object().put("type", "text").put("text", "Hi"));
    }

    private int code(com.fasterxml.jackson.databind.JsonNode message) {
        return world.send(message).json().at("/error/code").asInt();
    }

    private static ObjectNode interactive(String type) {
        var message = text(MAYA, "").put("type", "interactive");
        message.remove("text");
        var interactive = message.putObject("interactive").put("type", type);
        interactive.putObject("body").put("text", "Which one?");
        return message;
    }

    private static ObjectNode buttons(int count, String title) {
        var message = interactive("button");
        var buttons =
                ((ObjectNode) message.path("interactive")).putObject("action").putArray("buttons");
        for (int i = 0; i < count; i++) {
            var reply = buttons.addObject().put("type", "reply").putObject("reply");
            reply.put("id", "b" + i).put("title", count == 1 ? title : title + i);
        }
        return message;
    }

    private static ObjectNode list(int count, String title) {
        var message = interactive("list");
        var action = ((ObjectNode) message.path("interactive")).putObject("action");
        action.put("button", "Choose");
        var rows = action.putArray("sections").addObject().putArray("rows");
        for (int i = 0; i < count; i++) {
            rows.addObject().put("id", "r" + i).put("title", title);
        }
        return message;
    }

    private static ObjectNode template(String name, String visitor, String words) {
        var message = text(MAYA, "").put("type", "template");
        message.remove("text");
        var template = message.putObject("template").put("name", name);
        template.putObject("language").put("code", "en_US");
        var body = template.putArray("components").addObject().put("type", "body");
        var parameters = body.putArray("parameters");
        parameters
                .addObject()
                .put("type", "text")
                .put("parameter_name", "visitor")
                .put("text", visitor);
        parameters
                .addObject()
                .put("type", "text")
                .put("parameter_name", "words")
                .put("text", words);
        return message;
    }
}
