package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Samples;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/// What becomes of each of the reference notifications: in threads, in statuses, in the monitor.
/// Before each, Ana and Dot have written, were answered, and Ana was written to from the business's
/// phone; each comes twice, and the second time changes nothing. A message that failed for want of
/// money (131042) is not shown as failed: it waits for the number, and goes when that is mended.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferenceOutcomeTest {
    private Counter counter;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        counter = new Counter(folder);
    }

    @AfterAll
    void close() {
        counter.close();
    }

    @Test
    void everySampleHasARow() throws NoSuchMethodException {
        var rows =
                ReferenceOutcomeTest.class
                        .getDeclaredMethod(
                                "everySampleHasItsOutcome",
                                String.class,
                                String.class,
                                String.class)
                        .getAnnotation(CsvSource.class)
                        .textBlock()
                        .lines()
                        .map(line -> line.substring(0, line.indexOf('|')).strip())
                        .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(Samples.names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    account-update-disabled | account: SCHEDULE_FOR_DISABLE, November 27, 2026 |
                    account-update-restriction | account: restricted: RESTRICTED_BIZ_INITIATED_MESSAGING, RESTRICTED_CUSTOMER_INITIATED_MESSAGING |
                    batch-mixed | 4 × message of a customer; passed over: a number that is not set up here; status delivered; status read; template new_website_message: APPROVED | Ana Ruiz: agent Hello Ana read; Ana Ruiz: visitor First of two; Ana Ruiz: visitor unsupported WhatsApp does not pass on what was sent here (hologram).; Ana Ruiz: visitor To your other number; Ben Okafor: visitor From somebody else
                    bsuid-message-reaction | reaction | Dot: agent Hello Dot accepted ❤️
                    bsuid-message-reply-context | message of a customer | Dot: visitor And I quote you >2
                    bsuid-message-text | message of a customer | Dot: visitor I use a user name
                    bsuid-status-delivered | status delivered | Dot: agent Hello Dot delivered
                    call-connect | passed over: field calls |
                    empty-entry | unknown: nothing, there is no entry with a change |
                    group-participants-update | passed over: field group_participants_update |
                    history-chunk | passed over: field history |
                    history-declined | passed over: field history |
                    history-media | passed over: field history |
                    message-button | message of a customer | Ana Ruiz: visitor Show the message >2
                    message-contacts | message of a customer | Ana Ruiz: visitor contacts Dora Lind, +1 555 000 2009, +1 555 000 2010, dora@example.com
                    message-document | message of a customer | Ana Ruiz: visitor document {invoice 1024.pdf, waiting} My invoice
                    message-edit | edit | Ana Ruiz: visitor Hello, is the green lamp still in stock? (edited)
                    message-group-text | passed over: message in a group |
                    message-image | message of a customer | Ana Ruiz: visitor image {Photo, waiting}
                    message-image-caption-no-url | message of a customer | Ana Ruiz: visitor image {Photo, waiting} The lamp arrived broken
                    message-interactive-button-reply | message of a customer | Ana Ruiz: visitor Yes, please >2
                    message-interactive-list-reply | message of a customer | Ana Ruiz: visitor K7QD Ana Ruiz / Is the blue lamp still in stock? >2
                    message-interactive-nfm-reply | message of a customer | Ana Ruiz: visitor form Sent / rating: 4 >2
                    message-interactive-without-body | account: Something went wrong at Meta. (Meta: 131000, Unsupported webhook payload); message of a customer | Ana Ruiz: visitor unsupported WhatsApp does not pass on what was sent here (interactive). >2
                    message-location | message of a customer | Ana Ruiz: visitor location Harbour Lamps / 1 Harbour Street / 44.6488, -63.5752 / https://example.com/harbour-lamps
                    message-order | message of a customer | Ana Ruiz: visitor order Order / 2 × LAMP-BLUE, 39.5 EUR / Gift wrap, please
                    message-reaction | reaction | Ana Ruiz: agent Hello Ana accepted 👍
                    message-reaction-removed | reaction taken away | Ana Ruiz: agent Hello Ana accepted
                    message-reaction-removed-empty | reaction taken away | Ana Ruiz: agent Hello Ana accepted
                    message-revoke | deletion | Ana Ruiz: visitor This message was deleted (revoked)
                    message-sticker | message of a customer | Ana Ruiz: visitor sticker {Sticker, waiting}
                    message-text | message of a customer | Ana Ruiz: visitor Hello, is the blue lamp still in stock?
                    message-text-forwarded | message of a customer | Ana Ruiz: visitor [Forwarded] See below, from my neighbour.
                    message-text-no-bsuid | message of a customer | Ana Ruiz: visitor Shape of the years before 2026
                    message-text-referral-ad | message of a customer | Ana Ruiz: visitor [From an ad: Chat with us https://fb.me/example] I saw your ad
                    message-text-reply-context | message of a customer | Ana Ruiz: visitor Yes, tomorrow at ten suits me. >2
                    message-text-reply-foreign-wamid | message of a customer | Ana Ruiz: visitor This one quotes by another id. >2
                    message-unknown-type | message of a customer | Ana Ruiz: visitor unsupported WhatsApp does not pass on what was sent here (hologram).
                    message-unsupported | message of a customer | Ana Ruiz: visitor unsupported WhatsApp does not pass on what was sent here (poll creation).
                    message-video | message of a customer | Ana Ruiz: visitor video {Video, waiting} It flickers
                    message-voice | message of a customer | Ana Ruiz: visitor audio {Voice message, waiting}
                    messaging-handovers | account: another responder answers on this number |
                    phone-number-name-update | account: name Harbour Lamps APPROVED |
                    phone-number-quality-update | account: THROUGHPUT_UPGRADE, TIER_2K |
                    smb-app-state-sync | passed over: field smb_app_state_sync |
                    smb-message-echo | answer from the business's phone | Ana Ruiz: agent Answered from the phone sent
                    smb-message-echo-edit | edit | Ana Ruiz: agent Answered from the phone, corrected (edited) sent
                    smb-message-echo-revoke | deletion | Ana Ruiz: agent This message was deleted (revoked) sent
                    standby-message | account: another responder answers on this number |
                    status-delivered | status delivered | Ana Ruiz: agent Hello Ana delivered
                    status-failed-131042-with-callback-data | status failed |
                    status-failed-131047 | status failed | Ana Ruiz: agent Hello Ana failed This person has not written for more than 24 hours; only a template can be sent. (Meta: 131047, Message failed to send because more than 24 hours have passed since the customer last replied to this number.)
                    status-failed-131049 | status failed | Ana Ruiz: agent Hello Ana failed Meta held it back so that the person does not get too much marketing. (Meta: 131049, In order to maintain a healthy ecosystem engagement, the message failed to be delivered.)
                    status-group-read | passed over: status of a message in a group |
                    status-played | status read | Ana Ruiz: agent Hello Ana read
                    status-read | status read | Ana Ruiz: agent Hello Ana read
                    status-sent | status sent | Ana Ruiz: agent Hello Ana sent
                    status-sent-legacy-conversation | status sent | Ana Ruiz: agent Hello Ana sent
                    status-with-callback-data | status sent | Ana Ruiz: agent Hello Ana sent
                    system-user-changed-number | system message user_changed_number | Ana Ruiz: system event Changed the phone number from +15550002001 to +15550002091
                    system-user-changed-user-id | system message user_changed_user_id | Dot: system event Has a new user id on WhatsApp
                    template-category-update | template new_website_message: category is MARKETING |
                    template-category-update-announced | template new_website_message: category is going to be MARKETING |
                    template-status-approved | template new_website_message: APPROVED |
                    template-status-paused | template new_website_message: PAUSED |
                    template-status-rejected | template new_website_message: REJECTED (INVALID_FORMAT) |
                    unknown-field | unknown: field some_future_update |
                    unknown-object | unknown: object page |
                    user-actions-click | passed over: user action marketing_messages_link_click |
                    user-preferences-stop | user preference: marketing messages stop | Ana Ruiz: system event Wants no more marketing messages
                    value-errors-130429 | account: The number sends too fast. (Meta: 130429, Message failed to send because there were too many messages sent from this phone number in a short period of time.) |
                    wire-form-escaped | message of a customer | Ana Ruiz: visitor Grüße aus Köln / 100% <b> 👋
                    """)
    void everySampleHasItsOutcome(String sample, String monitor, String thread) {
        var document = Samples.json(sample);
        setTheScene(document);
        var before = counter.threads();
        assertThat(counter.takes(document)).isEqualTo(monitor);
        var after = counter.threads();
        assertThat(news(before, after)).isEqualTo(thread == null ? "" : thread);
        counter.takes(document);
        assertThat(counter.threads()).isEqualTo(after);
    }

    private static String news(List<String> before, List<String> after) {
        var news = new ArrayList<>(after);
        before.forEach(news::remove);
        // People's own words are in order; whose come first is chance.
        news.sort(Comparator.comparing(line -> line.substring(0, line.indexOf(':'))));
        return String.join("; ", news);
    }

    private void setTheScene(JsonNode document) {
        counter.clear();
        var told = ids(document);
        if (!told.contains(words("message-text"))) {
            counter.takes(Samples.json("message-text"));
        }
        boolean dotIsKnown = !told.contains(words("bsuid-message-text"));
        if (dotIsKnown) {
            counter.takes(Samples.json("bsuid-message-text"));
        }
        // The quoted message was sent under the id that the other sample quotes.
        boolean isForeign = document.equals(Samples.json("message-text-reply-foreign-wamid"));
        var sent =
                new ArrayList<>(
                        sent(isForeign ? Samples.json("message-text-reply-context") : document));
        var sentToDot = of(sent, "wamid.HBgX");
        if (dotIsKnown) {
            counter.answers("Dot", "Hello Dot", sentToDot);
        }
        if (!told.contains(words("message-text"))) {
            counter.answers("Ana Ruiz", "Hello Ana", sent);
        }
        if (!told.contains(words("smb-message-echo"))) {
            counter.takes(Samples.json("smb-message-echo"));
        }
        if (!told.contains(words("message-reaction")) && document.findValue("reaction") != null) {
            counter.takes(Samples.json("message-reaction"));
        }
    }

    /// Removes and gives those that begin so.
    private static List<String> of(List<String> wamids, String prefix) {
        var found = wamids.stream().filter(wamid -> wamid.startsWith(prefix)).toList();
        wamids.removeAll(found);
        return found;
    }

    private static String words(String sample) {
        return ids(Samples.json(sample)).getFirst();
    }

    /// The ids that messages of a notification have themselves.
    private static List<String> ids(JsonNode document) {
        var ids = new ArrayList<String>();
        for (JsonNode value : document.findValues("value")) {
            for (String member : List.of("messages", "message_echoes")) {
                value.path(member).forEach(message -> ids.add(message.path("id").asText()));
            }
        }
        return ids;
    }

    /// The ids of what we must have sent before, for the notification to make sense.
    private static List<String> sent(JsonNode document) {
        var ids = new LinkedHashSet<String>();
        for (JsonNode statuses : document.findValues("statuses")) {
            statuses.forEach(status -> ids.add(status.path("id").asText()));
        }
        document.findValues("context").forEach(context -> ids.add(context.path("id").asText()));
        document.findValues("reaction")
                .forEach(reaction -> ids.add(reaction.path("message_id").asText()));
        ids.removeIf(id -> !id.startsWith("wamid."));
        return List.copyOf(ids);
    }
}
