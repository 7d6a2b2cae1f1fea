package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.SEND;
import static dev.bellhop.sandbox.SandboxWorld.TOKEN;
import static dev.bellhop.sandbox.SandboxWorld.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

final class SendTest {
    private final SandboxWorld world = new SandboxWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void sendIsAnsweredInMetasShape() {
        var answer = world.send(text("+" + MAYA, "Hello"));
        assertThat(answer.http()).isEqualTo(200);
        assertThat(answer.json().path("messaging_product").asText()).isEqualTo("whatsapp");
        assertThat(answer.json().at("/contacts/0/input").asText()).isEqualTo("+" + MAYA);
        assertThat(answer.json().at("/contacts/0/wa_id").asText()).isEqualTo(MAYA);
        assertThat(answer.json().at("/messages/0").size()).isEqualTo(1);
    }

    @Test
    void idsAreUniqueAndInMetasBinaryForm() {
        var ids = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            ids.add(world.sent(text(MAYA, "Hello")));
        }
        assertThat(ids).hasSize(20);
        byte[] bytes =
                Base64.getDecoder().decode(ids.iterator().next().substring("wamid.".length()));
        assertThat(bytes).startsWith(0x1c, 0x18, 11).endsWith(0x00);
        assertThat(new String(bytes, 3, 11, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo(MAYA);
        assertThat(bytes[14]).isEqualTo((byte) 0x15);
        assertThat(bytes[17]).isEqualTo((byte) 0x11);
    }

    @Test
    void sentAndDeliveredFollowSignedWithTheSendersMark() {
        var wamid = world.sent(text(MAYA, "Hello").put("biz_opaque_callback_data", "delivery:42"));
        for (var expected : new String[] {"sent", "delivered"}) {
            var notice = world.notice();
            assertThat(notice.signed()).isTrue();
            assertThat(notice.agent()).isEqualTo("facebookexternalua");
            assertThat(notice.json().path("object").asText())
                    .isEqualTo("whatsapp_business_account");
            assertThat(names(notice.value()))
                    .containsExactlyInAnyOrder(
                            "messaging_product", "metadata", "contacts", "statuses");
            var status = notice.status();
            assertThat(names(status))
                    .containsExactlyInAnyOrder(
                            "id",
                            "status",
                            "timestamp",
                            "recipient_id",
                            "recipient_user_id",
                            "biz_opaque_callback_data",
                            "pricing");
            assertThat(status.path("id").asText()).isEqualTo(wamid);
            assertThat(status.path("status").asText()).isEqualTo(expected);
            assertThat(status.path("timestamp").isTextual()).isTrue();
            assertThat(status.path("recipient_id").asText()).isEqualTo(MAYA);
            assertThat(status.path("biz_opaque_callback_data").asText()).isEqualTo("delivery:42");
            assertThat(status.at("/pricing/category").asText()).isEqualTo("service");
        }
    }

    @Test
    void readComesWhenThePhoneShowsTheMessage() {
        var wamid = world.sent(text(MAYA, "Hello"));
        world.notice();
        world.notice();
        world.control("POST", "phones/" + MAYA + "/read", Json.object().put("wamid", wamid));
        var status = world.notice().status();
        assertThat(status.path("status").asText()).isEqualTo("read");
        assertThat(status.has("pricing")).isFalse();
        assertThat(world.screen(MAYA).path(0).path("status").asText()).isEqualTo("read");
    }

    @Test
    void phoneThatIsOffGetsItsMessagesWhenItIsOnAgain() {
        world.control("POST", "phones/" + MAYA, Json.object().put("on", false));
        world.sent(text(MAYA, "Hello"));
        assertThat(world.notice().status().path("status").asText()).isEqualTo("sent");
        assertThat(world.noticeWithin(java.time.Duration.ofMillis(150))).isEmpty();
        world.control("POST", "phones/" + MAYA, Json.object().put("on", true));
        assertThat(world.notice().status().path("status").asText()).isEqualTo("delivered");
    }

    @Test
    void numberThatIsNotOnWhatsAppFailsByNotification() {
        var answer = world.send(text("4915550001", "Hello").put("biz_opaque_callback_data", "7"));
        assertThat(answer.http()).isEqualTo(200);
        var notice = world.notice();
        assertThat(notice.value().has("contacts")).isFalse();
        assertThat(notice.status().path("status").asText()).isEqualTo("failed");
        assertThat(notice.status().at("/errors/0/code").asInt()).isEqualTo(131026);
        assertThat(notice.status().path("biz_opaque_callback_data").asText()).isEqualTo("7");
    }

    @Test
    void tokenIsAskedFor() {
        var hello = text(MAYA, "Hello");
        var none = world.graph("POST", SEND, hello, Optional.empty());
        assertThat(none.http()).isEqualTo(401);
        assertThat(none.json().at("/error/code").asInt()).isEqualTo(104);
        var wrong = world.graph("POST", SEND, hello, Optional.of("EAAwrong"));
        assertThat(wrong.http()).isEqualTo(401);
        assertThat(wrong.json().at("/error/code").asInt()).isEqualTo(190);
        assertThat(wrong.json().at("/error/type").asText()).isEqualTo("OAuthException");
        assertThat(wrong.json().at("/error/fbtrace_id").asText()).isNotEmpty();
        assertThat(world.screen(MAYA)).isEmpty();
    }

    @Test
    void otherPathsAndNumbersAreRefusedLikeGraphDoes() {
        var hello = text(MAYA, "Hello");
        var path =
                world.graph(
                        "POST", "/sandbox/graph/v26.0/nowhere/at/all", hello, Optional.of(TOKEN));
        assertThat(path.http()).isEqualTo(404);
        assertThat(path.json().at("/error/code").asInt()).isEqualTo(803);
        var number =
                world.graph(
                        "POST",
                        "/sandbox/graph/v26.0/300000000000002/messages",
                        hello,
                        Optional.of(TOKEN));
        assertThat(number.http()).isEqualTo(400);
        assertThat(number.json().at("/error/code").asInt()).isEqualTo(100);
        assertThat(number.json().at("/error/error_subcode").asInt()).isEqualTo(33);
    }

    @Test
    void callsAreRecordedWithoutTheToken() {
        world.send(text(MAYA, "Hello"));
        var calls = world.control("calls?after=0").json();
        assertThat(calls.at("/items/0/path").asText()).isEqualTo(SEND);
        assertThat(calls.at("/items/0/status").asInt()).isEqualTo(200);
        assertThat(calls.at("/items/0/body/text/body").asText()).isEqualTo("Hello");
        assertThat(Json.text(calls)).doesNotContain(TOKEN);
        assertThat(world.control("calls?after=1").json().path("items")).isEmpty();
    }

    static Set<String> names(JsonNode node) {
        var names = new HashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
