package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.stream.StreamSupport;

/// Message templates are kept as Meta has them, made and deleted; and what Meta tells of the number
/// becomes a warning.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TemplateStoryTest {
    private House house;
    private Program program;
    private String channel;
    private String demo;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        channel = house.setup().path("channel").asText();
        demo = "/channels/" + channel;
        program.sees("the first look", demo, c -> c.path("health").isObject());
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void whatMetaHasIsThereFromTheStartPageByPage() {
        var first = program.sees("/templates?limit=2");
        assertThat(first.path("items").findValuesAsText("name"))
                .containsExactly("hello_world", "visitor_message");
        var rest = program.sees("/templates?cursor=" + first.path("next").asText());
        var alert = rest.path("items").path(0);
        assertThat(alert.path("name").asText()).isEqualTo("new_website_message");
        assertThat(alert.path("status").asText()).isEqualTo("APPROVED");
        assertThat(alert.path("parameters").toString()).isEqualTo("[\"visitor\",\"words\"]");
        assertThat(
                        program.posts("/templates/sync", "{\"channel\":" + channel + "}")
                                .json()
                                .toString())
                .isEqualTo("{\"added\":0,\"changed\":0,\"removed\":0}");
        assertThat(program.sees("/templates?status=rejected").path("items")).isEmpty();
        assertThat(program.asks("/templates?channel=99").status()).isEqualTo(404);
    }

    @Test
    void aTemplateIsMadeApprovedByNotificationAndDeleted() {
        var made =
                program.posts(
                        "/templates",
                        """
                        {"channel":%s,"name":"order_ready","language":"en_US","category":"UTILITY",
                         "components":[{"type":"BODY","text":"Your order {{1}} is ready to be fetched.",
                                        "example":{"body_text":[["7"]]}}]}
                        """
                                .formatted(channel));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("status").asText()).isIn("PENDING", "APPROVED");
        var path = "/templates/" + made.json().path("id").asText();
        program.sees("the approval", path, t -> t.path("status").asText().equals("APPROVED"));

        var preview =
                program.posts(
                        "/templates/preview",
                        "{\"template\":" + made.json().path("id") + ",\"values\":{\"1\":\"#7\"}}");
        assertThat(preview.json().path("body").asText())
                .isEqualTo("Your order #7 is ready to be fetched.");
        assertThat(preview.json().path("problems")).isEmpty();

        assertThat(program.deletes(path).status()).isEqualTo(204);
        assertThat(program.asks(path).status()).isEqualTo(404);
        assertThat(house.audited())
                .containsSubsequence(
                        "template.created", "template.status_changed", "template.deleted");
    }

    @Test
    void aTemplateThatMetaWouldRefuseIsRefusedInWords() {
        var refused =
                program.posts(
                        "/templates",
                        """
                        {"channel":%s,"name":"bad","language":"en_US","category":"UTILITY",
                         "components":[{"type":"BODY","text":"{{1}} is ready."}]}
                        """
                                .formatted(channel));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText())
                .contains("very beginning or end", "an example for each variable");
    }

    @Test
    void aRelayTemplateThatIsPausedIsWarnedOfUntilItIsBack() {
        control("templates", "{\"name\":\"new_website_message\",\"event\":\"PAUSED\"}");
        var warned = seesWarning("relay_template");
        assertThat(warned.path("words").asText()).contains("new_website_message", "PAUSED");
        control("templates", "{\"name\":\"new_website_message\",\"event\":\"APPROVED\"}");
        seesNoWarning("relay_template");
    }

    @Test
    void aTokenThatEndsSoonIsWarnedOf() {
        var token = house.setup().path("access_token").asText();
        control(
                "tokens/end",
                "{\"access_token\":\"" + token + "\",\"in_seconds\":" + 5 * 24 * 3600 + "}");
        assertThat(program.posts(demo + "/test", "{}").json().path("ok").asBoolean()).isTrue();
        assertThat(seesWarning("token_expiry").path("remedy").asText()).contains("Generate token");
        assertThat(program.sees(demo).at("/health/token_expires_at").isTextual()).isTrue();
        control("reset", "{}");
        assertThat(program.posts(demo + "/test", "{}").status()).isEqualTo(200);
        seesNoWarning("token_expiry");
    }

    @Test
    void aDropOfQualityIsSeenWhenMetaTellsThatSomethingChanged() {
        control("number", "{\"quality_rating\":\"YELLOW\"}");
        assertThat(
                        house.meta()
                                .posts(
                                        notice(
                                                "phone_number_quality_update",
                                                "{\"display_phone_number\":\"15550001234\","
                                                        + "\"event\":\"FLAGGED\"}"))
                                .status())
                .isEqualTo(200);
        assertThat(seesWarning("quality").path("words").asText()).contains("YELLOW");
        control("number", "{\"quality_rating\":\"GREEN\"}");
        assertThat(program.posts(demo + "/test", "{}").status()).isEqualTo(200);
        seesNoWarning("quality");
    }

    @Test
    void aRestrictedAccountIsWarnedOfUntilSomebodyDismissesIt() {
        var value = "{\"event\":\"ACCOUNT_VIOLATION\"}";
        assertThat(house.meta().posts(notice("account_update", value)).status()).isEqualTo(200);
        assertThat(seesWarning("account").path("words").asText()).contains("broke a rule");
        assertThat(program.deletes(demo + "/warnings/account").status()).isEqualTo(204);
        seesNoWarning("account");
        assertThat(program.deletes(demo + "/warnings/nothing").status()).isEqualTo(404);
    }

    @Test
    void aRefusedTemplateIsWarnedOfAndTheListIsReadAgainUntilALookFindsAllWell() {
        assertThat(program.posts(demo + "/test", "{}").status()).isEqualTo(200);
        long reads = readsOfTemplates();
        house.faults("{\"on\":\"send\",\"kind\":\"error\",\"code\":132001,\"count\":1}");
        try (var visitor = house.visitor()) {
            visitor.says("By a template that is not there");
            var warned = seesWarning("refusals");
            assertThat(warned.path("words").asText()).contains("132001", "no such template");
            assertThat(warned.path("remedy").asText()).contains("approved");
            Await.until("the list is read again", () -> readsOfTemplates() > reads);
        }
        assertThat(program.posts(demo + "/test", "{}").status()).isEqualTo(200);
        seesNoWarning("refusals");
    }

    private long readsOfTemplates() {
        var calls = house.http().get("/sandbox/control/calls?after=0").json().path("items");
        return StreamSupport.stream(calls.spliterator(), false)
                .filter(call -> call.path("path").asText().endsWith("/message_templates"))
                .count();
    }

    private JsonNode seesWarning(String kind) {
        var seen =
                program.sees(
                        "the warning " + kind,
                        demo,
                        c -> c.path("warnings").findValuesAsText("kind").contains(kind));
        return StreamSupport.stream(seen.path("warnings").spliterator(), false)
                .filter(warning -> warning.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private void seesNoWarning(String kind) {
        program.sees(
                "no warning " + kind,
                demo,
                c -> !c.path("warnings").findValuesAsText("kind").contains(kind));
    }

    private void control(String path, String json) {
        var _ = house.control(path, json);
    }

    private JsonNode notice(String field, String value) {
        return dev.bellhop.web.Json.parse(
                """
                {"object":"whatsapp_business_account","entry":[{"id":"%s","time":1795176560,
                 "changes":[{"field":"%s","value":%s}]}]}
                """
                        .formatted(house.setup().path("account_id").asText(), field, value));
    }
}
