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
                    account-update-disabled                | account 200000000000001: SCHEDULE_FOR_DISABLE, November 27, 2026
                    account-update-restriction             | account 200000000000001: restricted: RESTRICTED_BIZ_INITIATED_MESSAGING, RESTRICTED_CUSTOMER_INITIATED_MESSAGING
                    batch-mixed                            | ANA words First of two; 15550002002/US.90000000000000000002 Ben Okafor words From somebody else; ANA unsupported hologram; READ; DELIVERED; to 300000000000002 ANA words To your other number; to 300000000000009 15550002002/US.90000000000000000002 Ben Okafor words For an account we do not know; template 700000000000001 new_website_message en_US: StatusChanged[event=APPROVED, category=Optional[UTILITY], reason=Optional.empty, advice=Optional.empty]
                    bsuid-message-reaction                 | /US.90000000000000000004 Dot reacts to …I4NUQA ❤️
                    bsuid-message-reply-context            | /US.90000000000000000004 Dot words And I quote you quoting
                    bsuid-message-text                     | /US.90000000000000000004 Dot words I use a user name
                    bsuid-status-delivered                 | DELIVERED
                    call-connect                           | over: field calls
                    empty-entry                            | unknown: nothing, there is no entry with a change
                    group-participants-update              | over: field group_participants_update
                    history-chunk                          | over: field history
                    history-declined                       | over: field history
                    history-media                          | over: field history
                    message-button                         | ANA button conversation-K7QD: Show the message quoting
                    message-contacts                       | ANA contacts Dora Lind [+1 555 000 2009, +1 555 000 2010] [dora@example.com]
                    message-document                       | ANA document 600000000000006 application/pdf My invoice (invoice 1024.pdf)
                    message-edit                           | ANA edits …BBRAA=: words Hello, is the green lamp still in stock?
                    message-group-text                     | over: message in a group
                    message-image                          | ANA image 600000000000001 image/jpeg
                    message-image-caption-no-url           | ANA image 600000000000002 image/jpeg The lamp arrived broken without url
                    message-interactive-button-reply       | ANA button_reply handover-yes: Yes, please quoting
                    message-interactive-list-reply         | ANA list_reply conversation-K7QD: K7QD Ana Ruiz / Is the blue lamp still in stock? quoting
                    message-interactive-nfm-reply          | ANA form flow Sent {"flow_token":"example-token","rating":"4"} quoting
                    message-interactive-without-body       | ANA unsupported interactive quoting; account 300000000000001: trouble 131000
                    message-location                       | ANA location 44.6488 -63.5752 Harbour Lamps, 1 Harbour Street https://example.com/harbour-lamps
                    message-order                          | ANA order 400000000000001 [Product[retailerId=LAMP-BLUE, quantity=2, price=39.5, currency=EUR]] Gift wrap, please
                    message-reaction                       | ANA reacts to …M4OEEA 👍
                    message-reaction-removed               | ANA reacts to …M4OEEA no more
                    message-reaction-removed-empty         | ANA reacts to …M4OEEA no more
                    message-revoke                         | ANA revokes …BBRAA=
                    message-sticker                        | ANA sticker 600000000000008 image/webp animated
                    message-text                           | ANA words Hello, is the blue lamp still in stock?
                    message-text-forwarded                 | ANA words See below, from my neighbour. forwarded
                    message-text-no-bsuid                  | 15550002001/ Ana Ruiz words Shape of the years before 2026
                    message-text-referral-ad               | ANA words I saw your ad by ad Chat with us
                    message-text-reply-context             | ANA words Yes, tomorrow at ten suits me. quoting
                    message-text-reply-foreign-wamid       | ANA words This one quotes by another id. quoting
                    message-unknown-type                   | ANA unsupported hologram
                    message-unsupported                    | ANA unsupported poll_creation 131051
                    message-video                          | ANA video 600000000000003 video/mp4 It flickers
                    message-voice                          | ANA audio 600000000000005 audio/ogg; codecs=opus voice
                    messaging-handovers                    | account 300000000000001: another responder answers on this number
                    phone-number-name-update               | account 15550001234: name Harbour Lamps APPROVED
                    phone-number-quality-update            | account 15550001234: THROUGHPUT_UPGRADE, TIER_2K
                    smb-app-state-sync                     | over: field smb_app_state_sync
                    smb-message-echo                       | echo to ANA words Answered from the phone
                    smb-message-echo-edit                  | echo to ANA edits …I3NzQA: words Answered from the phone, corrected
                    smb-message-echo-revoke                | echo to ANA revokes …I3NzQA
                    standby-message                        | account 300000000000001: another responder answers on this number
                    status-delivered                       | DELIVERED
                    status-failed-131042-with-callback-data | FAILED bellhop:delivery:43 131042
                    status-failed-131047                   | FAILED 131047
                    status-failed-131049                   | FAILED 131049
                    status-group-read                      | over: status of a message in a group
                    status-played                          | PLAYED
                    status-read                            | READ
                    status-sent                            | SENT
                    status-sent-legacy-conversation        | SENT
                    status-with-callback-data              | SENT bellhop:delivery:42
                    system-user-changed-number             | user_changed_number 15550002001/US.90000000000000000001 -> 15550002091/US.90000000000000000091
                    system-user-changed-user-id            | user_changed_user_id /US.90000000000000000004 -> /US.90000000000000000092
                    template-category-update               | template 700000000000001 new_website_message en_US: CategoryChanged[previous=Optional[UTILITY], now=MARKETING]
                    template-category-update-announced     | template 700000000000001 new_website_message en_US: CategoryAnnounced[now=UTILITY, coming=MARKETING, at=Optional[2026-11-21T12:09:00Z]]
                    template-status-approved               | template 700000000000001 new_website_message en_US: StatusChanged[event=APPROVED, category=Optional[UTILITY], reason=Optional.empty, advice=Optional.empty]
                    template-status-paused                 | template 700000000000001 new_website_message en_US: StatusChanged[event=PAUSED, category=Optional[UTILITY], reason=Optional.empty, advice=Optional[Your template has been paused for 3 hours because it had issues.]]
                    template-status-rejected               | template 700000000000001 new_website_message en_US: StatusChanged[event=REJECTED, category=Optional[UTILITY], reason=Optional[INVALID_FORMAT], advice=Optional[The template has parameters at its start or end. Put words before and after each parameter.]]
                    unknown-field                          | unknown: field some_future_update
                    unknown-object                         | unknown: object page
                    user-actions-click                     | over: user action marketing_messages_link_click
                    user-preferences-stop                  | ANA stop marketing_messages
                    value-errors-130429                    | account 300000000000001: trouble 130429
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
                                new Context(
                                        Optional.of(
                                                "wamid.HBgLMTU1NTAwMDIwMDEVAgARGBJFNDMwN0I1OUY2MTZGMTM4OEEA"),
                                        false,
                                        Optional.empty())));
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
                                Optional.of(
                                        new Recipient(
                                                Optional.of("15550002001"),
                                                Optional.of("US.90000000000000000001"))),
                                Optional.of("bellhop:delivery:42"),
                                Optional.empty(),
                                Optional.of(new Pricing("service", Pricing.CHARGED))));
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
                words.add(person(in.from().waId(), in.from().userId(), in.from().name()));
                words.add(content(in.content()));
                words.addAll(context(in.context()));
                yield String.join(" ", words);
            }
            case Item.Echo echo ->
                    "echo to "
                            + person(echo.to().waId(), echo.to().userId(), echo.name())
                            + " "
                            + content(echo.content());
            case Item.SystemMessage system ->
                    "%s %s/%s -> %s/%s"
                            .formatted(
                                    system.type(),
                                    system.oldWaId().orElse(""),
                                    system.oldUserId().orElse(""),
                                    system.waId().orElse(""),
                                    system.userId().orElse(""));
            case Item.Preference wish ->
                    person(wish.from().waId(), wish.from().userId(), wish.from().name())
                            + " "
                            + wish.value()
                            + " "
                            + wish.category();
            case Item.StatusUpdate status ->
                    status.status()
                            + status.callback().map(text -> " " + text).orElse("")
                            + status.failure().map(it -> " " + it.code()).orElse("");
            case Item.TemplateChange template ->
                    "template "
                            + template.templateId()
                            + " "
                            + template.name()
                            + " "
                            + template.language()
                            + ": "
                            + template.news();
            case Item.AccountChange account ->
                    "account "
                            + account.phoneNumberId()
                                    .or(account::displayNumber)
                                    .orElse(account.accountId())
                            + ": "
                            + news(account.news());
            case Item.PassedOver(var what) -> "over: " + what;
            case Item.Unknown(var what) -> "unknown: " + what;
            case Item.Damaged(var what, var why) -> what + " damaged: " + why;
        };
    }

    private static String news(AccountNews news) {
        return news instanceof AccountNews.Trouble(var failure)
                ? "trouble " + failure.code()
                : news.line();
    }

    private static String person(
            Optional<String> waId, Optional<String> userId, Optional<String> name) {
        var text = waId.orElse("") + "/" + userId.orElse("") + name.map(n -> " " + n).orElse("");
        return text.equals(ANA) ? "ANA" : text;
    }

    private static List<String> context(Context context) {
        var words = new ArrayList<String>();
        context.quoted().ifPresent(_ -> words.add("quoting"));
        if (context.forwarded()) {
            words.add("forwarded");
        }
        context.referral()
                .ifPresent(
                        ad -> words.add("by " + ad.sourceType() + " " + ad.headline().orElse("")));
        return words;
    }

    private static String content(Content content) {
        return switch (content) {
            case Content.Words(var text) -> "words " + text;
            case Content.Choice choice ->
                    choice.kind()
                            + " "
                            + choice.id()
                            + ": "
                            + choice.title()
                            + choice.description().map(text -> " / " + text).orElse("");
            case Content.FormReply form ->
                    "form " + form.name() + " " + form.body() + " " + form.responseJson();
            case Content.Media media -> media(media);
            case Content.Location place ->
                    "location %s %s %s, %s %s"
                            .formatted(
                                    place.latitude(),
                                    place.longitude(),
                                    place.name().orElse(""),
                                    place.address().orElse(""),
                                    place.url().orElse(""));
            case Content.Contacts(var cards) ->
                    cards.stream()
                            .map(card -> card.name() + " " + card.phones() + " " + card.emails())
                            .collect(Collectors.joining(", ", "contacts ", ""));
            case Content.Order order ->
                    "order "
                            + order.catalogId()
                            + " "
                            + order.products()
                            + " "
                            + order.text().orElse("");
            case Content.Unsupported(var type, var why) ->
                    "unsupported " + type + why.map(it -> " " + it.code()).orElse("");
            case Content.Reaction(var id, var emoji) ->
                    "reacts to " + token(id) + " " + emoji.orElse("no more");
            case Content.Edit(var id, var now) -> "edits " + token(id) + ": " + content(now);
            case Content.Revoke(var id) -> "revokes " + token(id);
        };
    }

    private static String media(Content.Media media) {
        return media.kind()
                + " "
                + media.id().orElse("")
                + " "
                + media.mimeType().orElse("")
                + media.caption().map(text -> " " + text).orElse("")
                + media.filename().map(name -> " (" + name + ")").orElse("")
                + (media.sha256().isPresent() ? "" : " without sum")
                + (media.url().isPresent() ? "" : " without url")
                + (media.voice() ? " voice" : "")
                + (media.animated() ? " animated" : "");
    }

    /// The last few characters, by which people would tell two ids apart.
    private static String token(String wamid) {
        return "…" + wamid.substring(wamid.length() - 6);
    }
}
