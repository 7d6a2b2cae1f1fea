package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.StreamSupport;

/// An admin sets up business numbers and tries whether they work.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChannelStoryTest {
    private static final String SECOND =
            """
            {"name":"Harbour Lamps","phone_number_id":"300000000000009",
             "account_id":"200000000000009","app_id":"100000000000009",
             "display_number":"+1 (555) 000-9999","graph_version":"v25.0",
             "access_token":"EAAsecondaccesstoken","app_secret":"0123456789abcdef0123456789abcdef"}
            """;

    private House house;
    private Program program;
    private String demo;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        demo = "/channels/" + house.setup().path("channel").asText();
    }

    @AfterEach
    void mend() {
        assertThat(house.http().delete("/sandbox/control/faults").status()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aNumberIsAddedChangedAndRemoved() {
        var added = program.posts("/channels", SECOND);
        assertThat(added.status()).isEqualTo(201);
        var channel = added.json();
        var path = "/channels/" + channel.path("id").asText();
        assertThat(channel.path("display_number").asText()).isEqualTo("15550009999");
        assertThat(channel.path("webhook_url").asText())
                .isEqualTo(
                        house.gateway().publicUrl()
                                + "/webhooks/whatsapp/"
                                + channel.path("id").asText());
        assertThat(channel.at("/access_token/fingerprint").asText()).isEqualTo("bcfb7ee5");
        assertThat(added.text()).doesNotContain("EAAsecond", "0123456789abcdef");
        assertThat(channel.at("/verify_token/once").asText()).hasSizeGreaterThan(20);
        assertThat(program.sees(path).at("/verify_token/once").isMissingNode()).isTrue();

        assertThat(program.posts("/channels", SECOND).status()).isEqualTo(409);

        var changed = program.changes(path, "{\"name\":\"Lamps\",\"graph_version\":null}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("name").asText()).isEqualTo("Lamps");
        assertThat(changed.json().path("graph_version").isNull()).isTrue();
        assertThat(changed.json().path("app_id").asText()).isEqualTo("100000000000009");
        assertThat(program.changes(path, "{\"phone_number_id\":\"300000000000001\"}").status())
                .isEqualTo(409);

        assertThat(program.sees("/channels").path("items")).hasSize(2);
        assertThat(program.sees("/channels?limit=1").path("next").asText())
                .isEqualTo(demo.replace("/channels/", ""));
        assertThat(program.deletes(path).status()).isEqualTo(204);
        assertThat(program.asks(path).status()).isEqualTo(404);
        assertThat(house.audited())
                .containsSubsequence("channel.added", "channel.changed", "channel.removed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"phone_number_id":"+1 555 000 1234"}       | it is not the number itself
                    {"account_id":"abc"}                        | digits only
                    {"name":" "}                                | 1 to 120 characters
                    {"graph_version":"26"}                      | written like v26.0
                    {"display_number":"call me"}                | with its country code
                    {"verify_token":"short"}                    | 16 to 200 characters
                    {"accountid":"1"}                           | no member “accountid”
                    {"access_token":"EAAsecondaccesstoken"}     | changed by /rotate
                    {"relay_template":{"name":"no_such","language":"en_US"}} | no template no_such
                    {"relay_template":"new_website_message"}    | or null for none
                    """)
    void whatIsWrongIsSaidInWords(String body, String words) {
        var answer = program.changes(demo, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).contains(words);
    }

    @Test
    void onlyWhoMayChangesChannels() {
        assertThat(house.http().get("/api/v1/channels").status()).isEqualTo(401);
    }

    @Test
    void aTestOfASoundChannelIsAllGreen() {
        var report = program.posts(demo + "/test", "{}").json();
        assertThat(report.path("ok").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("steps").findValuesAsText("id"))
                .containsExactly(
                        "app",
                        "token",
                        "number",
                        "templates",
                        "subscription",
                        "handshake",
                        "signature");
        assertThat(report.path("steps").findValuesAsText("state"))
                .as(report.toString())
                .containsOnly("ok");
        assertThat(step(report, "token").path("found").asText()).contains("does not expire");
        assertThat(step(report, "number").path("found").asText())
                .contains("+15550001234", "CONNECTED", "GREEN");
        assertThat(step(report, "signature").path("ms").isNumber()).isTrue();
    }

    @Test
    void aTestOfAStrangersIdsSaysWhatToDo() {
        var id = program.posts("/channels", SECOND).json().path("id").asText();
        var report = program.posts("/channels/" + id + "/test", "{}").json();
        assertThat(report.path("ok").asBoolean()).isFalse();
        assertThat(step(report, "app").path("found").asText())
                .contains("does not take the app secret for app 100000000000009");
        assertThat(step(report, "token").path("remedy").asText()).contains("Generate token");
        assertThat(step(report, "number").path("remedy").asText())
                .contains("Compare the phone_number_id");
        assertThat(step(report, "subscription").path("state").asText()).isEqualTo("skipped");
        assertThat(step(report, "signature").path("state").asText()).isEqualTo("ok");
        assertThat(program.sees("/channels/" + id).path("warnings").findValuesAsText("kind"))
                .contains("app", "token", "number");
        assertThat(program.deletes("/channels/" + id).status()).isEqualTo(204);
    }

    @Test
    void aTestWhileMetaIsAwaySaysSoAndWarnsOfNothing() {
        house.faults("{\"on\":\"account\",\"kind\":\"reset\",\"ms\":0}");
        var report = program.posts(demo + "/test", "{}").json();
        assertThat(step(report, "number").path("found").asText()).contains("no answer");
        assertThat(program.sees(demo).path("warnings")).isEmpty();
    }

    @Test
    void aSubscriptionIsMadeWithinOneCallAndTakenAway() {
        assertThat(program.deletes(demo + "/subscribe").status()).isEqualTo(200);
        var gone = step(program.posts(demo + "/test", "{}").json(), "subscription");
        assertThat(gone.path("found").asText()).contains("not subscribed to app");
        program.sees(
                "the missing subscription",
                demo,
                channel -> channel.path("warnings").toString().contains("subscription"));

        var subscribed = program.posts(demo + "/subscribe", "{}");
        assertThat(subscribed.status()).as(subscribed.text()).isEqualTo(200);
        assertThat(subscribed.json().path("webhook_url").asText())
                .isEqualTo(program.sees(demo).path("webhook_url").asText());
        program.sees("no warning any more", demo, channel -> channel.path("warnings").isEmpty());
        assertThat(house.audited())
                .containsSubsequence("channel.unsubscribed", "channel.subscribed");
    }

    @Test
    void aSubscriptionThatMetaRefusesIsSaidSo() {
        house.faults(
                "{\"on\":\"account\",\"kind\":\"error\",\"code\":200,\"http\":403,"
                        + "\"count\":1}");
        var refused = program.posts(demo + "/subscribe", "{}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText())
                .contains("assign the account to the system user");
    }

    private static JsonNode step(JsonNode report, String id) {
        return StreamSupport.stream(report.path("steps").spliterator(), false)
                .filter(step -> step.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " in " + report));
    }
}
