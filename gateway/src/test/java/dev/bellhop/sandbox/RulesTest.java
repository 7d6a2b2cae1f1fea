package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;

/// What the rules change: how notifications come, what calls must prove, where files are.
final class RulesTest {
    private static final String JURGEN = "15550009002";
    private static final Duration QUIET = Duration.ofMillis(200);
    private final SandboxWorld world = new SandboxWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void severalComeInOneBodyWithSeveralEntries() {
        rules(Json.object().put("batch", 6));
        for (int i = 1; i <= 4; i++) {
            writes(MAYA, said("Maya " + i));
        }
        writes(JURGEN, said("Jürgen"));
        assertThat(world.noticeWithin(QUIET)).isEmpty();
        writes(JURGEN, said("Jürgen again"));
        var notice = world.notice();
        assertThat(notice.signed()).isTrue();
        assertThat(notice.json().path("entry")).hasSize(2);
        assertThat(notice.value().path("messages")).hasSize(4);
        assertThat(notice.json().at("/entry/1/changes/0/value/messages")).hasSize(2);
        assertThat(notice.json().findValuesAsText("body").stream().filter(b -> b.startsWith("M")))
                .containsExactly("Maya 1", "Maya 2", "Maya 3", "Maya 4");
    }

    @Test
    void neighboursOfOneValueBringTheirContactsOnceEach() {
        rules(Json.object().put("batch", 3));
        writes(MAYA, said("One"));
        writes(MAYA, said("Two"));
        writes(JURGEN, said("Three"));
        assertThat(world.notice().value().path("contacts")).hasSize(2);
    }

    @Test
    void whatIsTooLittleForABodyComesWhenLessIsWanted() {
        rules(Json.object().put("batch", 50));
        writes(MAYA, said("One"));
        writes(MAYA, said("Two"));
        assertThat(world.noticeWithin(QUIET)).isEmpty();
        rules(Json.object().put("batch", 1));
        assertThat(world.notice().value().path("messages")).hasSize(2);
        writes(MAYA, said("Three"));
        assertThat(world.notice().value().path("messages")).hasSize(1);
    }

    @Test
    void aMessageHasOtherMembersOnTheWireWhenToldSo() {
        var draft = said("Odd");
        draft.putObject("wire")
                .put("type", "hologram")
                .putNull("text")
                .putObject("hologram")
                .put("depth", 3);
        writes(MAYA, draft);
        var message = world.notice().message();
        assertThat(message.path("type").asText()).isEqualTo("hologram");
        assertThat(message.at("/hologram/depth").asInt()).isEqualTo(3);
        assertThat(message.has("text")).isFalse();
        assertThat(message.path("from").asText()).isEqualTo(MAYA);
    }

    @Test
    void callsMustProveThatTheyKnowTheSecretWhenToldSo() {
        rules(Json.object().put("require_proof", true));
        var refused = world.send(text(MAYA, "Hello"));
        assertThat(refused.http()).isEqualTo(400);
        assertThat(refused.json().at("/error/code").asInt()).isEqualTo(100);
        assertThat(refused.json().at("/error/message").asText()).contains("appsecret_proof");
        rules(Json.object().put("require_proof", false));
        assertThat(world.send(text(MAYA, "Hello")).http()).isEqualTo(200);
    }

    @Test
    void filesAreWhereTheRulesSay() {
        rules(Json.object().put("media_host", "files.example"));
        writes(MAYA, Json.object().put("type", "image"));
        assertThat(world.notice().message().at("/image/url").asText())
                .startsWith("http://files.example:");
        rules(Json.object().putNull("media_host"));
        writes(MAYA, Json.object().put("type", "image"));
        assertThat(world.notice().message().at("/image/url").asText())
                .startsWith(world.uri("/").toString());
    }

    @Test
    void lateAnswerComesAfterItsStatuses() {
        var fault = Json.object().put("on", "send").put("kind", "answer_late").put("count", 1);
        world.control("POST", "faults", fault.put("ms", 60_000));
        var answer = new CompletableFuture<SandboxWorld.Answer>();
        Thread.startVirtualThread(() -> answer.complete(world.send(text(MAYA, "Hello"))));
        assertThat(world.notice().status().path("status").asText()).isEqualTo("sent");
        assertThat(world.notice().status().path("status").asText()).isEqualTo("delivered");
        assertThat(answer).isNotDone();
    }

    /// What was to be told is told all the same.
    @Test
    void someNotificationsHoldWhatNobodyKnowsWhenToldSo() {
        rules(Json.object().put("strange", 1));
        var seen = new HashSet<String>();
        for (int i = 0; i < 60 && seen.size() < 3; i++) {
            writes(MAYA, said("Odd " + i));
            var notice = world.notice();
            var changes = notice.json().at("/entry/0/changes");
            assertThat(notice.signed()).isTrue();
            assertThat(notice.message().at("/text/body").asText()).isEqualTo("Odd " + i);
            if (changes.at("/1/field").asText().equals("hologram_update")) {
                seen.add("field");
            } else if (changes.at("/0/value/messages/1/type").asText().equals("hologram")) {
                assertThat(changes.at("/0/value/messages/1/from").asText()).isEqualTo(MAYA);
                seen.add("type");
            } else {
                assertThat(changes.get(0).has("internal_1p_only_data")).isTrue();
                seen.add("member");
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("field", "type", "member");
    }

    @Test
    void aReactionOnNothingFailsByNotification() {
        var reaction = Json.object().put("messaging_product", "whatsapp").put("to", "+" + MAYA);
        reaction.put("type", "reaction")
                .putObject("reaction")
                .put("message_id", "wamid.nothing")
                .put("emoji", "👍");
        assertThat(world.send(reaction).http()).isEqualTo(200);
        var status = world.notice().status();
        assertThat(status.path("status").asText()).isEqualTo("failed");
        assertThat(status.at("/errors/0/code").asInt()).isEqualTo(131_009);
    }

    @Test
    void rulesAreChecked() {
        for (var bad :
                new String[] {
                    "{\"batch\":0}",
                    "{\"media_host\":\"a/b\"}",
                    "{\"require_proof\":1}",
                    "{\"strange\":2}",
                    "{\"no\":1}"
                }) {
            assertThat(world.control("POST", "rules", Json.parse(bad)).http()).isEqualTo(422);
        }
        var late = Json.object().put("on", "media").put("kind", "answer_late");
        assertThat(world.control("POST", "faults", late).http()).isEqualTo(422);
    }

    private void rules(JsonNode changes) {
        assertThat(world.control("POST", "rules", changes).http()).isEqualTo(200);
    }

    private static ObjectNode said(String words) {
        return Json.object().put("type", "text").put("text", words);
    }

    private void writes(String waId, JsonNode draft) {
        assertThat(world.control("POST", "phones/" + waId + "/messages", draft).http())
                .isEqualTo(200);
    }
}
