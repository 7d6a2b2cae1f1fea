package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Each of Meta's shapes read into items.
final class NotificationTest {
    private static final String ANA = "15550002001/US.90000000000000000001 Ana Ruiz";

    @Test
    void everySampleIsInTheTable() throws NoSuchMethodException {
        var table =
                NotificationTest.class
                        .getDeclaredMethod(
                                "everySampleIsReadIntoItsItems", String.class, String.class)
                        .getAnnotation(CsvSource.class)
                        .textBlock()
                        .lines()
                        .map(line -> line.substring(0, line.indexOf('|')).strip())
                        .toList();
        assertThat(table).containsExactlyInAnyOrderElementsOf(Samples.names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    account-update-disabled                | over: field account_update
                    account-update-restriction             | over: field account_update
                    batch-mixed                            | ANA words First of two; 15550002002/US.90000000000000000002 Ben Okafor words From somebody else; ANA unsupported hologram; READ; DELIVERED; to 300000000000002 ANA words To your other number; to 300000000000009 15550002002/US.90000000000000000002 Ben Okafor words For an account we do not know; over: field message_template_status_update
                    bsuid-message-reaction                 | over: message of type reaction
                    bsuid-message-reply-context            | /US.90000000000000000004 Dot words And I quote you quoting
                    bsuid-message-text                     | /US.90000000000000000004 Dot words I use a user name
                    bsuid-status-delivered                 | DELIVERED
                    call-connect                           | over: field calls
                    empty-entry                            | unknown: nothing, there is no entry with a change
                    group-participants-update              | over: field group_participants_update
                    history-chunk                          | over: field history
                    history-declined                       | over: field history
                    history-media                          | over: field history
                    message-button                         | ANA words Show the message quoting
                    message-contacts                       | ANA contacts Dora Lind
                    message-document                       | ANA document My invoice (invoice 1024.pdf)
                    message-edit                           | over: message of type edit
                    message-group-text                     | over: message in a group
                    message-image                          | ANA image
                    message-image-caption-no-url           | ANA image The lamp arrived broken
                    message-interactive-button-reply       | ANA words Yes, please quoting
                    message-interactive-list-reply         | ANA words K7QD Ana Ruiz quoting
                    message-interactive-nfm-reply          | ANA unsupported interactive quoting
                    message-interactive-without-body       | ANA unsupported interactive quoting; over: error 131000: Unsupported webhook payload
                    message-location                       | ANA location 44.6488 -63.5752 Harbour Lamps, 1 Harbour Street
                    message-order                          | ANA unsupported order
                    message-reaction                       | over: message of type reaction
                    message-reaction-removed               | over: message of type reaction
                    message-reaction-removed-empty         | over: message of type reaction
                    message-revoke                         | over: message of type revoke
                    message-sticker                        | ANA sticker
                    message-text                           | ANA words Hello, is the blue lamp still in stock?
                    message-text-forwarded                 | ANA words See below, from my neighbour.
                    message-text-no-bsuid                  | 15550002001/ Ana Ruiz words Shape of the years before 2026
                    message-text-referral-ad               | ANA words I saw your ad
                    message-text-reply-context             | ANA words Yes, tomorrow at ten suits me. quoting
                    message-text-reply-foreign-wamid       | ANA words This one quotes by another id. quoting
                    message-unknown-type                   | ANA unsupported hologram
                    message-unsupported                    | ANA unsupported unsupported
                    message-video                          | ANA video It flickers
                    message-voice                          | ANA audio
                    messaging-handovers                    | over: field messaging_handovers
                    phone-number-name-update               | over: field phone_number_name_update
                    phone-number-quality-update            | over: field phone_number_quality_update
                    smb-app-state-sync                     | over: field smb_app_state_sync
                    smb-message-echo                       | over: field smb_message_echoes
                    smb-message-echo-edit                  | over: field smb_message_echoes
                    smb-message-echo-revoke                | over: field smb_message_echoes
                    standby-message                        | over: field standby
                    status-delivered                       | DELIVERED
                    status-failed-131042-with-callback-data | FAILED bellhop:delivery:43 131042: Message failed to send because there were one or more errors related to your payment method.
                    status-failed-131047                   | FAILED 131047: Message failed to send because more than 24 hours have passed since the customer last replied to this number.
                    status-failed-131049                   | FAILED 131049: In order to maintain a healthy ecosystem engagement, the message failed to be delivered.
                    status-group-read                      | READ
                    status-played                          | PLAYED
                    status-read                            | READ
                    status-sent                            | SENT
                    status-sent-legacy-conversation        | SENT
                    status-with-callback-data              | SENT bellhop:delivery:42
                    system-user-changed-number             | over: message of type system
                    system-user-changed-user-id            | over: message of type system
                    template-category-update               | over: field template_category_update
                    template-category-update-announced     | over: field template_category_update
                    template-status-approved               | over: field message_template_status_update
                    template-status-paused                 | over: field message_template_status_update
                    template-status-rejected               | over: field message_template_status_update
                    unknown-field                          | unknown: field some_future_update
                    unknown-object                         | unknown: object page
                    user-actions-click                     | over: user action marketing_messages_link_click
                    user-preferences-stop                  | over: field user_preferences
                    value-errors-130429                    | over: error 130429: Message failed to send because there were too many messages sent from this phone number in a short period of time.
                    wire-form-escaped                      | 15550002001/US.90000000000000000001 Jürgen words Grüße aus Köln / 100% <b> 👋
                    """)
    void everySampleIsReadIntoItsItems(String sample, String items) {
        assertThat(told(Notification.read(Samples.json(sample)))).isEqualTo(items);
    }

    @Test
    void aMessageKeepsItsIdItsTimeAndWhatItQuotes() {
        assertThat(Notification.read(Samples.json("message-text-reply-context")))
                .containsExactly(
                        new Item.Inbound(
                                "300000000000001",
                                new Sender(
                                        Optional.of("15550002001"),
                                        Optional.of("US.90000000000000000001"),
                                        Optional.of("Ana Ruiz")),
                                "wamid.HBgLMTU1NTAwMDIwMDEVAgASGBQzQUI3M0JCMTdFQ0FBNzYxQTU3MwA=",
                                Instant.parse("2026-11-20T12:03:00Z"),
                                new Content.Words("Yes, tomorrow at ten suits me."),
                                Optional.of(
                                        "wamid.HBgLMTU1NTAwMDIwMDEVAgARGBJFNDMwN0I1OUY2MTZGMTM4OEEA")));
    }

    @Test
    void aStatusKeepsTheCallbackOfItsSend() {
        assertThat(Notification.read(Samples.json("status-with-callback-data")))
                .containsExactly(
                        new Item.StatusUpdate(
                                "300000000000001",
                                "wamid.HBgLMTU1NTAwMDIwMDEVAgARGBI1RENENjUwQjFEQTk1Qjk2MUMA",
                                Item.Status.SENT,
                                Instant.parse("2026-11-20T12:03:40Z"),
                                Optional.of("bellhop:delivery:42"),
                                Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "5",
                "\"text\"",
                "null",
                "{}",
                "{\"object\":7}",
                "{\"entry\":5}",
                "{\"object\":\"whatsapp_business_account\"}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":5}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":{}}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[5,null,[],\"a\",{}]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":5}]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[5]}]}",
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":5}]}]}"
            })
    void whatHasAnotherShapeIsUnknownAndTold(String document) {
        var items = Notification.read(json(document));
        assertThat(items).isNotEmpty().allMatch(item -> item instanceof Item.Unknown);
        assertThat(items).noneMatch(item -> told(item).endsWith(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "null",
                "[]",
                "{}",
                "{\"type\":\"text\"}",
                "{\"id\":\"wamid.A\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from\":5,\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from\":\"\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from\":\"über\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from\":\"111111111111111111111111111111111\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from_user_id\":\"US"
                        + " 1\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":7,\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wämid\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from\":\"1\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"from\":\"1\",\"type\":\"text\"}",
                "{\"id\":\"wamid.A\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"yesterday\"}",
                "{\"id\":\"wamid.A\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"1795176300000\"}",
                "{\"id\":\"wamid.A\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"-99999999999\"}",
                "{\"id\":\"wamid.A\",\"from\":\"1\",\"type\":\"text\",\"timestamp\":\"9223372036854775807\"}"
            })
    void aMessageThatCannotBeReadIsToldAsDamagedAndItsNeighboursStay(String message) {
        var good = good("wamid.GOOD");
        var items =
                Notification.read(
                        json(notification("[" + good + "," + message + "," + good + "]", "[]")));
        assertThat(items).hasSize(3);
        assertThat(items.get(0)).isEqualTo(items.get(2)).isInstanceOf(Item.Inbound.class);
        assertThat(items.get(1)).isInstanceOf(Item.Damaged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "{}",
                "{\"id\":\"wamid.A\",\"status\":5,\"timestamp\":\"1795176300\"}",
                "{\"status\":\"sent\",\"timestamp\":\"1795176300\"}",
                "{\"id\":\"wamid.A\",\"status\":\"sent\"}",
                "{\"id\":\"wamid.A\",\"status\":\"sent\",\"timestamp\":\"\"}"
            })
    void aStatusThatCannotBeReadIsToldAsDamaged(String status) {
        assertThat(Notification.read(json(notification("[]", "[" + status + "]"))))
                .hasSize(1)
                .allMatch(item -> item instanceof Item.Damaged);
    }

    @Test
    void aStatusWithoutANameOfOursIsUnknown() {
        var status = "{\"id\":\"wamid.A\",\"status\":\"warmed\",\"timestamp\":\"1795176300\"}";
        assertThat(told(Notification.read(json(notification("[]", "[" + status + "]")))))
                .isEqualTo("unknown: status warmed");
    }

    @Test
    void withoutOurNumbersIdNothingOfAValueIsTaken() {
        var value =
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\","
                    + "\"value\":{\"messages\":["
                        + good("wamid.A")
                        + "]}}]}]}";
        assertThat(Notification.read(json(value)))
                .containsExactly(
                        new Item.Damaged("messages", "metadata.phone_number_id is missing"));
    }

    @Test
    void namesAndReasonsFromOutsideAreCutToWhatTheTablesHold() {
        var long600 = "𝄞".repeat(600);
        var status =
                "{\"id\":\"wamid.A\",\"status\":\"failed\",\"timestamp\":\"1795176300\","
                        + "\"errors\":[{\"code\":\""
                        + long600
                        + "\",\"title\":\""
                        + long600
                        + "\"}]}";
        var items =
                Notification.read(
                        json(
                                notification(
                                        "["
                                                + good("wamid.A")
                                                        .replace(
                                                                "\"text\",", "\"" + long600 + "\",")
                                                + "]",
                                        "[" + status + ",{\"status\":\"" + long600 + "\"}]")));
        assertThat(items)
                .hasSize(3)
                .allSatisfy(item -> {
                    var text = told(item);
                    assertThat(text.codePointCount(0, text.length())).isLessThan(400);
                    assertThat(
                                    new String(
                                            text.getBytes(StandardCharsets.UTF_8),
                                            StandardCharsets.UTF_8))
                            .isEqualTo(text);
                });
    }

    private static String good(String wamid) {
        return "{\"from\":\"15550002001\",\"id\":\""
                + wamid
                + "\",\"timestamp\":\"1795176300\",\"type\":\"text\",\"text\":{\"body\":\"Good\"}}";
    }

    private static String notification(String messages, String statuses) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":"
                   + "{\"metadata\":{\"phone_number_id\":\"300000000000001\"},\"messages\":"
                + messages
                + ",\"statuses\":"
                + statuses
                + "}}]}]}";
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String told(List<Item> items) {
        return items.stream().map(NotificationTest::told).collect(Collectors.joining("; "));
    }

    /// An item in a few words.
    private static String told(Item item) {
        return switch (item) {
            case Item.Inbound in -> {
                var words = new ArrayList<String>();
                if (!in.phoneNumberId().equals("300000000000001")) {
                    words.add("to " + in.phoneNumberId());
                }
                words.add(sender(in.from()));
                words.add(content(in.content()));
                in.quoted().ifPresent(_ -> words.add("quoting"));
                yield String.join(" ", words);
            }
            case Item.StatusUpdate status ->
                    status.status()
                            + status.callback().map(text -> " " + text).orElse("")
                            + status.failure().map(text -> " " + text).orElse("");
            case Item.PassedOver(var what) -> "over: " + what;
            case Item.Unknown(var what) -> "unknown: " + what;
            case Item.Damaged(var what, var why) -> what + " damaged: " + why;
        };
    }

    private static String sender(Sender from) {
        var text =
                from.waId().orElse("")
                        + "/"
                        + from.userId().orElse("")
                        + from.name().map(n -> " " + n).orElse("");
        return text.equals(ANA) ? "ANA" : text;
    }

    private static String content(Content content) {
        return switch (content) {
            case Content.Words(var text) -> "words " + text;
            case Content.Choice choice -> "words " + choice.title();
            case Content.Media media ->
                    media.kind()
                            + media.caption().map(text -> " " + text).orElse("")
                            + media.filename().map(name -> " (" + name + ")").orElse("");
            case Content.Location place ->
                    "location %s %s %s, %s"
                            .formatted(
                                    place.latitude(),
                                    place.longitude(),
                                    place.name().orElse(""),
                                    place.address().orElse(""));
            case Content.Contacts(var names) -> "contacts " + String.join(", ", names);
            case Content.Unsupported(var type) -> "unsupported " + type;
        };
    }
}
