package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.text;
import static dev.bellhop.sandbox.SendTest.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PhoneTest {
    private final SandboxWorld world = new SandboxWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void textComesAsMetaWouldTellIt() {
        writes(Json.object().put("type", "text").put("text", "Grüße 👋"));
        var notice = world.notice();
        assertThat(notice.signed()).isTrue();
        assertThat(notice.text())
                .matches("\\p{ASCII}*")
                .contains("Gr\\u00fc\\u00dfe \\ud83d\\udc4b");
        assertThat(names(notice.json())).containsExactlyInAnyOrder("object", "entry");
        assertThat(names(notice.json().at("/entry/0"))).containsExactlyInAnyOrder("id", "changes");
        assertThat(notice.json().at("/entry/0/changes/0/field").asText()).isEqualTo("messages");
        assertThat(names(notice.value()))
                .containsExactlyInAnyOrder("messaging_product", "metadata", "contacts", "messages");
        assertThat(names(notice.value().path("metadata")))
                .containsExactlyInAnyOrder("display_phone_number", "phone_number_id");
        assertThat(names(notice.value().at("/contacts/0")))
                .containsExactlyInAnyOrder("profile", "wa_id", "user_id");
        var message = notice.message();
        assertThat(names(message))
                .containsExactlyInAnyOrder(
                        "from", "from_user_id", "id", "timestamp", "type", "text");
        assertThat(message.path("from").asText()).isEqualTo(MAYA);
        assertThat(message.path("timestamp").isTextual()).isTrue();
        assertThat(message.at("/text/body").asText()).isEqualTo("Grüße 👋");
    }

    @Test
    void quoteNamesTheMessageAndItsAuthor() {
        var quoted = arrived("Hello");
        writes(Json.object().put("type", "text").put("text", "Yes").put("quote", quoted));
        var message = world.notice().message();
        assertThat(message.at("/context/from").asText()).isEqualTo("15550001234");
        assertThat(message.at("/context/id").asText()).isEqualTo(quoted);
    }

    @Test
    void reactionNamesTheMessageAndLeavesTheEmojiOutWhenTakenBack() {
        var wamid = arrived("Hello");
        writes(Json.object().put("type", "reaction").put("wamid", wamid).put("emoji", "👍"));
        var reaction = world.notice().message();
        assertThat(reaction.has("context")).isFalse();
        assertThat(reaction.at("/reaction/message_id").asText()).isEqualTo(wamid);
        assertThat(reaction.at("/reaction/emoji").asText()).isEqualTo("👍");
        writes(Json.object().put("type", "reaction").put("wamid", wamid));
        assertThat(names(world.notice().message().path("reaction"))).containsExactly("message_id");
    }

    @Test
    void choicesComeAsInteractiveReplies() {
        var wamid = arrived("Which one?");
        var pick =
                Json.object()
                        .put("id", "conversation-K7QD")
                        .put("title", "K7QD Ana")
                        .put("quote", wamid);
        writes(pick.deepCopy().put("type", "list_reply").put("description", "Is the lamp…"));
        var list = world.notice().message();
        assertThat(list.path("type").asText()).isEqualTo("interactive");
        assertThat(list.at("/interactive/type").asText()).isEqualTo("list_reply");
        assertThat(names(list.at("/interactive/list_reply")))
                .containsExactlyInAnyOrder("id", "title", "description");
        assertThat(list.at("/context/id").asText()).isEqualTo(wamid);
        writes(pick.deepCopy().put("type", "button_reply"));
        assertThat(names(world.notice().message().at("/interactive/button_reply")))
                .containsExactlyInAnyOrder("id", "title");
    }

    @Test
    void placeHasItsNumbers() {
        writes(
                Json.object()
                        .put("type", "location")
                        .put("latitude", 44.6488)
                        .put("longitude", -63.5752)
                        .put("name", "Harbour Lamps"));
        var place = world.notice().message().path("location");
        assertThat(place.path("latitude").isNumber()).isTrue();
        assertThat(names(place)).containsExactlyInAnyOrder("latitude", "longitude", "name");
    }

    @Test
    void screenListsBothDirectionsInOrder() {
        var first = arrived("Hello");
        writes(Json.object().put("type", "text").put("text", "Hi"));
        var screen = world.screen(MAYA);
        assertThat(screen).hasSize(2);
        assertThat(names(screen.path(0)))
                .containsExactlyInAnyOrder(
                        "n",
                        "wamid",
                        "at",
                        "direction",
                        "type",
                        "text",
                        "payload",
                        "quote",
                        "status");
        assertThat(screen.at("/0/wamid").asText()).isEqualTo(first);
        assertThat(screen.at("/0/direction").asText()).isEqualTo("in");
        assertThat(screen.at("/1/direction").asText()).isEqualTo("out");
        assertThat(screen.at("/1/n").asInt()).isEqualTo(2);
        var later = world.control("phones/" + MAYA + "/messages?after=1").json().path("items");
        assertThat(later).hasSize(1);
    }

    @Test
    void readMarkOfTheBusinessShowsOnThePhone() {
        var wamid =
                writes(Json.object().put("type", "text").put("text", "Hi")).path("wamid").asText();
        world.notice();
        var mark = Json.object().put("messaging_product", "whatsapp").put("status", "read");
        mark.put("message_id", wamid).putObject("typing_indicator").put("type", "text");
        assertThat(world.send(mark).json().path("success").asBoolean()).isTrue();
        assertThat(world.screen(MAYA).at("/0/status").asText()).isEqualTo("read");
        mark.put("message_id", "wamid.unknown");
        assertThat(world.send(mark).json().at("/error/code").asInt()).isEqualTo(131009);
    }

    @Test
    void newPhoneMayWriteAtOnce() {
        world.control(
                "POST", "phones", Json.object().put("wa_id", "351900000001").put("name", "Inês"));
        world.control(
                "POST",
                "phones/351900000001/messages",
                Json.object().put("type", "text").put("text", "Olá"));
        assertThat(world.notice().value().at("/contacts/0/profile/name").asText())
                .isEqualTo("Inês");
        assertThat(world.control("phones").json().path("items")).hasSize(3);
        assertThat(world.control("POST", "phones", Json.object().put("wa_id", "+1 555")).http())
                .isEqualTo(422);
    }

    @Test
    void phoneThatIsOffWritesNothing() {
        world.control("POST", "phones/" + MAYA, Json.object().put("on", false));
        assertThat(post(Json.object().put("type", "text").put("text", "Hi")).http()).isEqualTo(409);
    }

    private String arrived(String text) {
        var wamid = world.sent(text(MAYA, text));
        world.notice();
        world.notice();
        return wamid;
    }

    private JsonNode writes(ObjectNode draft) {
        var answer = post(draft);
        assertThat(answer.http()).isEqualTo(200);
        return answer.json();
    }

    private SandboxWorld.Answer post(ObjectNode draft) {
        return world.control("POST", "phones/" + MAYA + "/messages", draft);
    }
}
