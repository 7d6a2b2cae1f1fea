package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Staff phones that show no number, or are known otherwise from one day to the next: each stays
/// the phone that it is, and nobody else becomes it.
final class PhoneNamesStoryTest {
    private static final String NUMBER = "15550002001";
    private static final String USER_ID = "US.90000000015550002001";
    private static final String OTHER_NUMBER = "15550002091";
    private static final String OTHER_USER_ID = "US.90000000015550002091";

    private House house;

    @BeforeEach
    void open() {
        house = House.open(Changes.unlimited());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aPhoneIsKnownByItsUserIdBeforeItHasEverWritten() {
        assertThat(phone().path("user_id").isNull()).isTrue();
        assertThat(phone().path("written_to_by").asText()).isEqualTo("number");
        try (var visitor = house.visitor()) {
            var relayed = relayed(visitor, "Who are you?");
            knows(USER_ID);
            assertThat(phone().path("window").asText()).isEqualTo("unknown");
            assertThat(phone().path("window_seconds").isNull()).isTrue();
            hides(NUMBER, true);
            house.phone().replies(relayed, "Somebody without a number");
            visitor.sees("Somebody without a number");
        }
        assertThat(customers()).isEmpty();
        assertThat(house.audited()).containsOnlyOnce("inbox_phone.user_id_learnt");
    }

    @Test
    void aPhoneThatHidesItsNumberDoesAllThatAnyOtherDoes() {
        try (var visitor = house.visitor()) {
            house.phone().replies(relayed(visitor, "The first"), "With my number");
            visitor.sees("With my number");
            assertThat(phone().path("window").asText()).isEqualTo("open");
            assertThat(phone().path("window_seconds").asLong()).isBetween(86_000L, 86_400L);
            assertThat(phone().path("written_to_by").asText()).isEqualTo("number");
            hides(NUMBER, true);
            house.phone().writes("Without my number");
            visitor.sees("Without my number");
            assertThat(phone().path("written_to_by").asText()).isEqualTo("user_id");
            var second = relayed(visitor, "The second");
            assertThat(sent("The second").path("recipient").asText()).isEqualTo(USER_ID);
            house.phone().reacts(second, "🎉");
            visitor.seesTick(4, "read");
            house.phone().writes("/list");
            house.phone().sees("Open chats:");
            house.phone().replies(second, "/close");
            house.phone().sees("Chat #" + visitor.code() + " is closed.");
            hides(NUMBER, false);
            house.phone().replies(second, "My number again");
            visitor.sees("My number again");
            assertThat(phone().path("written_to_by").asText()).isEqualTo("number");
        }
        assertThat(customers()).isEmpty();
        assertThat(phone().path("number").asText()).isEqualTo("+" + NUMBER);
    }

    /// Nobody was told; Meta takes the message by number, and says a little later that there is
    /// nobody.
    @Test
    void whatFailsByNumberGoesByUserId() {
        try (var visitor = house.visitor()) {
            house.phone().replies(relayed(visitor, "The first"), "With my number");
            visitor.sees("With my number");
            knows(USER_ID);
            hides(NUMBER, true);
            int first = visitor.says("Is anybody there?");
            int second = visitor.says("Hello?");
            house.phone().sees("Is anybody there?");
            house.phone().sees("Hello?");
            visitor.seesTick(first, "delivered");
            visitor.seesTick(second, "delivered");
            Await.until(
                    "it is known", () -> phone().path("written_to_by").asText().equals("user_id"));
        }
        assertThat(house.status().at("/outbox/dead").asInt()).isZero();
    }

    /// Outside of the window a number may have passed to a stranger, and a template reaches
    /// anybody.
    @Test
    void whatGoesByTemplateGoesByUserId() {
        try (var visitor = house.visitor()) {
            relayed(visitor, "Learn my id");
            knows(USER_ID);
            house.control("rules", "{\"window\":true,\"late\":0}");
            visitor.says("In a template");
            house.phone().seesType("template");
            var sent = sent("In a template");
            assertThat(sent.path("type").asText()).isEqualTo("template");
            assertThat(sent.path("recipient").asText()).isEqualTo(USER_ID);
            assertThat(sent.has("to")).isFalse();
        }
    }

    /// An older version of the API knows no user ids.
    @Test
    void whatIsRefusedForItsUserIdGoesByNumber() {
        try (var visitor = house.visitor()) {
            relayed(visitor, "Learn my id");
            knows(USER_ID);
            house.faults(
                    "{\"on\":\"send\",\"kind\":\"error\",\"code\":131062,\"http\":400,\"count\":1}");
            int seq = visitor.says("By number all the same");
            house.phone().sees("By number all the same");
            visitor.seesTick(seq, "delivered");
            assertThat(sent("By number all the same").path("to").asText()).isEqualTo("+" + NUMBER);
        }
    }

    @Test
    void aPhoneWithAnotherNumberIsFollowedAndNothingIsKnownOfItsWindow() {
        try (var visitor = house.visitor()) {
            house.phone().replies(relayed(visitor, "To the old number"), "From the old number");
            visitor.sees("From the old number");
            house.control("phones/" + NUMBER + "/identity", "{\"wa_id\":\"" + OTHER_NUMBER + "\"}");
            knows(OTHER_USER_ID);
            assertThat(phone().path("number").asText()).isEqualTo("+" + OTHER_NUMBER);
            assertThat(phone().path("window").asText()).isEqualTo("unknown");
            visitor.says("To the new number");
            var phone = house.phone(OTHER_NUMBER);
            phone.sees("To the new number");
            phone.writes("From the new number");
            visitor.sees("From the new number");
        }
        assertThat(customers()).isEmpty();
        // What became of a notification is noted after it is done.
        Await.until(
                "it is noted",
                () ->
                        outcomes()
                                .contains(
                                        "the inbox phone Maya is known as +"
                                                + OTHER_NUMBER
                                                + " from now on"));
        assertThat(
                        house.asks(
                                "SELECT CONCAT(actor, ' ', subject, ' ', detail) AS text FROM audit"
                                        + " WHERE action = 'inbox_phone.renamed'"))
                .singleElement()
                .asString()
                .contains("Bellhop inbox phone 1", OTHER_NUMBER, NUMBER, OTHER_USER_ID);
    }

    @Test
    void aSystemMessageThatComesAgainChangesNothing() {
        var told =
                system("user_changed_number", Optional.of(NUMBER), OTHER_USER_ID)
                        .put("from_user_id", OTHER_USER_ID);
        ((ObjectNode) told.path("system"))
                .put("wa_id", OTHER_NUMBER)
                .put("previous_user_id", USER_ID);
        posts(told);
        knows(OTHER_USER_ID);
        posts(told);
        Await.until(
                "it is taken again",
                () ->
                        outcomes()
                                .contains(
                                        "system message user_changed_number about an inbox phone,"
                                                + " known already"));
        assertThat(house.audited()).containsOnlyOnce("inbox_phone.renamed");
    }

    @Test
    void wordsThatWaitedForTheWindowGoToTheNewNumberAtOnce() {
        var channel = "/channels/" + house.setup().path("channel").asText();
        assertThat(house.program().changes(channel, "{\"relay_template\":null}").status())
                .isEqualTo(200);
        house.control("rules", "{\"window\":true,\"late\":0}");
        try (var visitor = house.visitor()) {
            visitor.says("Waiting");
            Await.until("it waits", () -> phone().path("waiting").asInt() == 1);
            house.control("rules", "{\"window\":false}");
            house.control("phones/" + NUMBER + "/identity", "{\"wa_id\":\"" + OTHER_NUMBER + "\"}");
            house.phone(OTHER_NUMBER).sees("Waiting");
        }
    }

    @Test
    void aPhoneThatShowsNoNumberIsFollowedByItsUserId() {
        try (var visitor = house.visitor()) {
            relayed(visitor, "Learn my id");
            knows(USER_ID);
            hides(NUMBER, true);
            house.control("phones/" + NUMBER + "/identity", "{\"user_id\":\"US.second\"}");
            knows("US.second");
            assertThat(phone().path("number").asText()).isEqualTo("+" + NUMBER);
            assertThat(phone().path("written_to_by").asText()).isEqualTo("user_id");
            visitor.says("To the second id");
            house.phone("US.second").sees("To the second id");
            house.phone("US.second").writes("From the second id");
            visitor.sees("From the second id");
        }
        assertThat(customers()).isEmpty();
    }

    /// A number that was given up goes to somebody new; what visitors write must not.
    @Test
    void aStrangerWhoHasThePhonesNumberIsNoPhone() {
        try (var visitor = house.visitor()) {
            relayed(visitor, "Learn my id");
            knows(USER_ID);
            posts(
                    Meta.words(NUMBER, "I am new here", Optional.empty())
                            .put("from_user_id", "US.stranger"));
            Await.until("they are a customer", () -> customers().equals(List.of("I am new here")));
            assertThat(phone().path("number").isNull()).isTrue();
            assertThat(phone().path("lost_number").asText()).isEqualTo("+" + NUMBER);
            visitor.says("Not for a stranger");
            house.phone().sees("Not for a stranger");
            assertThat(sent("Not for a stranger").path("recipient").asText()).isEqualTo(USER_ID);
            assertThat(visitor.frames())
                    .noneMatch(f -> f.path("text").asText().equals("I am new here"));
        }
        assertThat(warning().path("words").asText())
                .isEqualTo(
                        "The number +"
                                + NUMBER
                                + " of the phone Maya belongs to another WhatsApp account now; the"
                                + " phone is written to by its user id.");
        assertThat(house.audited()).containsOnlyOnce("inbox_phone.number_lost");
        var changed = changes("{\"number\":\"+" + NUMBER + "\"}");
        assertThat(changed.path("lost_number").isNull()).isTrue();
        assertThat(changed.path("user_id").isNull()).isTrue();
        Await.until("the warning goes", () -> warnings().isEmpty());
    }

    /// A status says that a message went to somebody else than the phone is known to be.
    @Test
    void aNumberThatLeadsToSomebodyElseIsNotUsedAgain() {
        try (var visitor = house.visitor()) {
            house.phone().replies(relayed(visitor, "The first"), "Here I am");
            visitor.sees("Here I am");
            knows(USER_ID);
            var wamid = house.asks("SELECT wamid AS text FROM relayed ORDER BY id DESC").getFirst();
            posts(
                    house.meta()
                            .statuses(
                                    Meta.status(wamid, "read")
                                            .put("recipient_id", NUMBER)
                                            .put("recipient_user_id", "US.stranger")));
            Await.until("it is lost", () -> phone().path("number").isNull());
            visitor.says("By user id");
            house.phone().sees("By user id");
            assertThat(sent("By user id").path("recipient").asText()).isEqualTo(USER_ID);
        }
    }

    @Test
    void twoPhonesNeverHaveOneNumber() {
        assertThat(
                        house.program()
                                .posts(
                                        "/inbox-phones",
                                        "{\"channel\":%s,\"number\":\"+%s\",\"name\":\"New\"}"
                                                .formatted(
                                                        house.setup().path("channel").asText(),
                                                        OTHER_NUMBER))
                                .status())
                .isEqualTo(201);
        house.control("phones/" + NUMBER + "/identity", "{\"wa_id\":\"" + OTHER_NUMBER + "\"}");
        knows(OTHER_USER_ID);
        var second = house.api("/api/v1/inbox-phones").path("items").path(1);
        assertThat(second.path("number").isNull()).isTrue();
        assertThat(second.path("written_to_by").isNull()).isTrue();
        assertThat(warning().path("words").asText()).startsWith("Nothing reaches the phone New");
        try (var visitor = house.visitor()) {
            visitor.says("Once");
            house.phone(OTHER_NUMBER).sees("Once");
            visitor.seesTick(1, "delivered");
            assertThat(house.phone(OTHER_NUMBER).received()).hasSize(1);
        }
    }

    @Test
    void aPhoneMayBeEnteredByItsUserIdAlone() {
        house.control(
                "phones",
                "{\"wa_id\":\"15550003003\",\"user_id\":\"PT.rui1\",\"hides_number\":true}");
        var channel = house.setup().path("channel").asText();
        var wrong = "{\"channel\":%s,\"user_id\":\"rui\"}".formatted(channel);
        assertThat(house.program().posts("/inbox-phones", wrong).status()).isEqualTo(422);
        var added =
                house.program()
                        .posts(
                                "/inbox-phones",
                                "{\"channel\":%s,\"user_id\":\"PT.rui1\",\"name\":\"Rui\"}"
                                        .formatted(channel));
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.json().path("number").isNull()).isTrue();
        assertThat(changes("{\"number\":null}").path("type").asText()).contains("invalid");
        try (var visitor = house.visitor()) {
            visitor.says("For both of you");
            var relayed = house.phone("PT.rui1").sees("For both of you");
            house.phone("PT.rui1").replies(relayed, "I show no number");
            visitor.sees("I show no number");
        }
        assertThat(customers()).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatTheBusinessWritesToItsOwnHiddenPhoneIsNoAnswer() {
        try (var visitor = house.visitor()) {
            relayed(visitor, "Learn my id");
            knows(USER_ID);
            var root = house.meta().messages();
            var change = (ObjectNode) root.at("/entry/0/changes/0");
            change.put("field", "smb_message_echoes");
            var value = (ObjectNode) change.path("value");
            value.remove("messages");
            value.remove("statuses");
            value.putArray("message_echoes")
                    .addObject()
                    .put("from", "15550001234")
                    .put("to_user_id", USER_ID)
                    .put("id", "wamid." + UUID.randomUUID())
                    .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                    .put("type", "text")
                    .putObject("text")
                    .put("body", "A note to myself");
            assertThat(house.meta().posts(root).status()).isEqualTo(200);
            Await.until(
                    "it is passed over",
                    () ->
                            outcomes()
                                    .contains(
                                            "passed over: the business wrote to one of its own"
                                                    + " inbox phones"));
        }
        assertThat(customers()).isEmpty();
    }

    private JsonNode phone() {
        return house.api("/api/v1/inbox-phones").path("items").path(0);
    }

    private JsonNode changes(String json) {
        return house.program().changes("/inbox-phones/1", json).json();
    }

    private void knows(String userId) {
        Await.until("known as " + userId, () -> phone().path("user_id").asText().equals(userId));
    }

    private void hides(String id, boolean hides) {
        house.control("phones/" + id, "{\"hides_number\":" + hides + "}");
    }

    private JsonNode relayed(VisitorClient visitor, String words) {
        int seq = visitor.says(words);
        var relayed = house.phone().sees(words);
        visitor.seesTick(seq, "delivered");
        return relayed;
    }

    private void posts(ObjectNode message) {
        var document = message.has("object") ? message : house.meta().messages(message);
        assertThat(house.meta().posts(document).status()).isEqualTo(200);
    }

    private static ObjectNode system(String type, Optional<String> from, String userId) {
        var message =
                Json.object()
                        .put("id", "wamid." + UUID.randomUUID())
                        .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                        .put("type", "system");
        from.ifPresent(number -> message.put("from", number));
        message.putObject("system").put("type", type).put("user_id", userId);
        return message;
    }

    /// What people who are no phones have said.
    private List<String> customers() {
        return house.asks(
                "SELECT message.text AS text FROM message JOIN conversation ON conversation.id ="
                        + " conversation_id WHERE conversation.kind = 'whatsapp'");
    }

    private List<String> outcomes() {
        return house.asks("SELECT outcome AS text FROM webhook_delivery WHERE outcome IS NOT NULL");
    }

    private JsonNode warning() {
        return Await.value("a warning", () -> warnings().stream().findFirst());
    }

    private List<JsonNode> warnings() {
        return house.status()
                .path("warnings")
                .valueStream()
                .filter(it -> it.path("kind").asText().equals("inbox_phone"))
                .toList();
    }

    /// The call by which Meta took these words last.
    private JsonNode sent(String words) {
        return Await.value(
                "the send of " + words,
                () ->
                        house.http()
                                .get("/sandbox/control/calls?after=0")
                                .json()
                                .path("items")
                                .valueStream()
                                .map(call -> call.path("body"))
                                .filter(body -> body.toString().contains(words))
                                .reduce((_, last) -> last));
    }
}
