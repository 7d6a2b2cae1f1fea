package dev.bellhop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.channel.Finding.State;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.NumberFacts;
import dev.bellhop.whatsapp.Subscriptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

final class NumberFindingsTest {
    private static final Set<String> OURS = Set.of("https://chat.example/webhooks/whatsapp/1");

    @ParameterizedTest
    @CsvSource({
        "CONNECTED, AVAILABLE, OK, is CONNECTED",
        "CONNECTED, LIMITED, WARNING, only in part",
        "CONNECTED, BLOCKED, FAILED, Please add a card",
        "BANNED, AVAILABLE, FAILED, is BANNED",
        "SOMETHING_NEW, AVAILABLE, FAILED, is SOMETHING_NEW",
        "'', '', OK, was read"
    })
    void aNumberThatCannotSendIsSaidSo(String status, String canSend, State state, String words) {
        var finding =
                NumberFindings.state(
                        NumberFacts.of(
                                Json.parse(
                                        """
                                        {"display_phone_number":"+1 555-000-1234","verified_name":"Lamps",
                                         "status":"%s","health_status":{"can_send_message":"%s","entities":[
                                           {"entity_type":"BUSINESS","errors":[{"error_description":"No card.",
                                            "possible_solution":"Please add a card."}]}]}}
                                        """
                                                .formatted(status, canSend))));
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.words()).contains("+15550001234 “Lamps”", words);
    }

    @ParameterizedTest
    @CsvSource({"GREEN, OK", "YELLOW, WARNING", "RED, FAILED", "UNKNOWN, OK", "NA, OK", "'', OK"})
    void qualityIsAWarningBeforeItIsALimit(String quality, State state) {
        var number = NumberFacts.of(Json.object().put("quality_rating", quality));
        assertThat(NumberFindings.quality(number).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    our     | -       | -      | OK      | come here.
                    our     | our     | -      | OK      | come here.
                    theirs  | our     | -      | WARNING | go to the app's own address, https://theirs
                    -       | our     | -      | WARNING | which is not set
                    our     | theirs  | -      | FAILED  | Messages go to https://theirs
                    our     | our     | theirs | FAILED  | Messages go to https://theirs
                    theirs  | theirs  | our    | WARNING | Messages come here
                    -       | -       | -      | FAILED  | No address
                    """)
    void theNearestAddressWins(
            String application, String account, String number, State state, String words) {
        var body = Json.object();
        var configuration = body.putObject("webhook_configuration");
        put(configuration, "application", application);
        put(configuration, "whatsapp_business_account", account);
        put(configuration, "phone_number", number);
        var finding =
                WebhookFindings.subscription(
                        subscribed("100"), NumberFacts.of(body).callbacks(), "100", OURS);
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.words()).contains(words);
    }

    @Test
    void withoutASubscriptionNothingArrivesWhateverTheAddress() {
        var finding =
                WebhookFindings.subscription(
                        subscribed("999"), NumberFacts.of(Json.object()).callbacks(), "100", OURS);
        assertThat(finding.words()).contains("not subscribed to app 100");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 200, OK, refused",
        "401, 401, FAILED, changes the body",
        "200, 200, FAILED, wrong signature was answered with 200",
        "404, 404, FAILED, answered with 404",
        "429, 200, FAILED, answered with 429",
        "401, 502, FAILED, answered with 502",
        "0, 0, FAILED, could not be reached"
    })
    void bothSignaturesTellWhetherTheWayIsClear(int wrong, int right, State state, String words) {
        var finding =
                WebhookFindings.signature(
                        new OwnDoor.Answer(wrong, "no route"),
                        new OwnDoor.Answer(right, "no route"));
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.words()).contains(words);
    }

    private static Subscriptions subscribed(String appId) {
        return Subscriptions.of(
                Json.parse(
                        "{\"data\":[{\"whatsapp_business_api_data\":{\"id\":\""
                                + appId
                                + "\",\"name\":\"Bellhop\"}}]}"));
    }

    private static void put(
            com.fasterxml.jackson.databind.node.ObjectNode node, String member, String whose) {
        if (whose != null) {
            node.put(
                    member,
                    whose.equals("our")
                            ? "https://chat.example/webhooks/whatsapp/1/"
                            : "https://theirs.example/hook");
        }
    }
}
