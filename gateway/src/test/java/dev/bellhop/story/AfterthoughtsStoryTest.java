package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// Edits, deletions and reactions that come early, late, or again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AfterthoughtsStoryTest {
    private House house;
    private Meta meta;
    private PhoneClient phone;
    private String owner;
    private int customers;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        meta = house.meta();
        phone = house.phone();
        owner = house.setup().path("phones").path(0).asText();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aDeletionThatComesBeforeItsMessageDeletesIt() {
        var customer = customer();
        var slip = Meta.words(customer, "My number is 12345", Optional.empty());
        posts(revoke(slip));
        posts(slip);
        posts(Meta.words(customer, "That is all", Optional.empty()));
        var messages = messages(customer, 2);
        assertThat(messages.path(0).path("amended").asText()).isEqualTo("revoked");
        assertThat(messages.toString()).doesNotContain("12345");
        posts(slip);
        posts(revoke(slip));
        assertThat(messages(customer, 2).toString()).doesNotContain("12345");
    }

    @Test
    void anEditThatComesBeforeItsMessageCounts() {
        var customer = customer();
        var lamp = Meta.words(customer, "The blue one", Optional.empty());
        posts(edit(lamp, "The green one"));
        posts(lamp);
        var message = messages(customer, 1).path(0);
        assertThat(message.path("text").asText()).isEqualTo("The green one");
        assertThat(message.path("amended").asText()).isEqualTo("edited");
    }

    /// Nobody else's message can be deleted so.
    @Test
    void aDeletionBySomebodyElseWaitsForNothing() {
        var customer = customer();
        var lamp = Meta.words(customer, "Mine", Optional.empty());
        posts(revoke(lamp).put("from", owner));
        posts(lamp);
        assertThat(messages(customer, 1).path(0).path("text").asText()).isEqualTo("Mine");
    }

    @Test
    void deletedWordsAreInNoList() {
        var customer = customer();
        var slip = Meta.words(customer, "My number is 98765", Optional.empty());
        posts(slip);
        try (var agent = house.agent()) {
            agent.closes(code(customer));
        }
        Await.until("a line says so", () -> messages(customer, 2).size() == 2);
        posts(revoke(slip));
        Await.until("it is deleted", () -> !messages(customer, 1).toString().contains("98765"));
        assertThat(house.api("/api/v1/conversations?limit=200").toString()).doesNotContain("98765");
    }

    @Test
    void linksToADeletedPhotoEnd() {
        var customer = customer();
        exists(customer, "Ada");
        var sent =
                house.http()
                        .post(
                                "/sandbox/control/phones/" + customer + "/messages",
                                Json.object()
                                        .put("type", "image")
                                        .put(
                                                "data",
                                                Base64.getEncoder()
                                                        .encodeToString(
                                                                Samples.picture("jpeg", 40, 30))));
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        var url =
                URI.create(
                        Await.value(
                                        "the photo is there",
                                        () ->
                                                Optional.of(
                                                                messages(customer, 1)
                                                                        .path(0)
                                                                        .path("attachment"))
                                                        .filter(file ->
                                                                file.path("state")
                                                                        .asText()
                                                                        .equals("ready")))
                                .path("url")
                                .asText());
        var link = url.getRawPath() + "?" + url.getRawQuery();
        assertThat(house.http().get(link).status()).isEqualTo(200);
        posts(revoke(customer, sent.json().path("wamid").asText()));
        Await.until(
                "it is deleted",
                () -> messages(customer, 1).path(0).path("amended").asText().equals("revoked"));
        assertThat(house.http().get(link).status()).isIn(404, 410);
        assertThat(post("/api/v1/conversations/" + code(customer) + "/messages/1/fetch").status())
                .isEqualTo(409);
    }

    @Test
    void aPageThatWasAwayHearsThatAnAnswerWasDeleted() {
        try (var visitor = house.visitor()) {
            visitor.says("Who is there?");
            var relayed = phone.sees("Who is there?");
            var slip =
                    Meta.words(
                            owner,
                            "Wrong chat, sorry",
                            Optional.of(relayed.path("wamid").asText()));
            posts(slip);
            int seq = visitor.sees("Wrong chat, sorry").path("seq").asInt();
            visitor.vanishes();
            posts(revoke(slip));
            Await.until(
                    "it is deleted",
                    () ->
                            !house.api("/api/v1/conversations/" + visitor.code() + "/messages")
                                    .toString()
                                    .contains("Wrong chat"));
            try (var back = visitor.returns(seq)) {
                var told = back.hears("message", f -> f.path("seq").asInt() == seq);
                assertThat(told.path("text").asText()).contains("deleted");
            }
        }
    }

    /// A thumb takes the chat, once: what comes again days later takes nothing back.
    @Test
    void aReactionThatComesAgainDoesNothingAgain() {
        try (var visitor = house.visitor()) {
            var waId = "15550003003";
            exists(waId, "Maya's own");
            var added =
                    house.program()
                            .posts(
                                    "/inbox-phones",
                                    Json.object()
                                            .put("channel", house.setup().path("channel").asLong())
                                            .put("number", "+" + waId)
                                            .put("name", "Own")
                                            .put("agent", 1)
                                            .toString());
            assertThat(added.status()).as(added.text()).isEqualTo(201);
            visitor.says("Take me");
            var relayed = phone.sees("Take me");
            visitor.says("To her own");
            assign(visitor, 1);
            visitor.says("Only to her own");
            var own = house.phone(waId).sees("Only to her own");
            visitor.seesTick(3, "delivered");
            var thumb = reaction(waId, own.path("wamid").asText(), "👍");
            assign(visitor, null);
            posts(thumb);
            Await.until(
                    "the chat is taken",
                    () -> conversation(visitor).at("/assignee/id").asInt() == 1);
            assign(visitor, null);
            posts(thumb);
            posts(Meta.words(owner, "After both", Optional.of(relayed.path("wamid").asText())));
            posts(Meta.words(waId, "Behind them", Optional.of(own.path("wamid").asText())));
            visitor.sees("Behind them");
            assertThat(conversation(visitor).path("assignee").isNull()).isTrue();
        }
    }

    /// What was relayed while a reply was on its way could be meant by the next one.
    @Test
    void aReplyThatIsLateSaysNothingOfWhatCameMeanwhile() {
        try (var own = House.open();
                var first = own.visitor();
                var second = own.visitor()) {
            var hers = own.phone();
            first.says("The first");
            var relayed = hers.sees("The first");
            first.seesTick(1, "delivered");
            second.says("The second");
            hers.sees("The second");
            second.seesTick(1, "delivered");
            var late =
                    Meta.words(
                                    own.setup().path("phones").path(0).asText(),
                                    "Written before the second came",
                                    Optional.of(relayed.path("wamid").asText()))
                            .put(
                                    "timestamp",
                                    Long.toString(Instant.now().minusSeconds(60).getEpochSecond()));
            assertThat(own.meta().posts(own.meta().messages(late)).status()).isEqualTo(200);
            first.sees("Written before the second came");
            first.says("The first again");
            hers.sees("The first again");
            hers.writes("Which one?");
            hers.sees("Which chat is this for?");
        }
    }

    /// Nor does what was relayed after it was written say where it belongs.
    @Test
    void aReplyThatIsLateIsNotTakenForOneToWhatCameMeanwhile() {
        try (var own = House.open();
                var first = own.visitor();
                var second = own.visitor()) {
            var hers = own.phone();
            first.says("The first");
            hers.replies(hers.sees("The first"), "An answer");
            first.sees("An answer");
            second.says("The second");
            hers.sees("The second");
            second.seesTick(1, "delivered");
            var late =
                    Meta.words(
                                    own.setup().path("phones").path(0).asText(),
                                    "And another thing",
                                    Optional.empty())
                            .put(
                                    "timestamp",
                                    Long.toString(Instant.now().minusSeconds(60).getEpochSecond()));
            assertThat(own.meta().posts(own.meta().messages(late)).status()).isEqualTo(200);
            hers.sees("Which chat is this for?");
            assertThat(second.frames())
                    .noneMatch(f -> f.path("text").asText().equals("And another thing"));
        }
    }

    private String customer() {
        return "4479461" + (10_000 + customers++);
    }

    private void exists(String waId, String name) {
        var _ =
                house.http()
                        .post(
                                "/sandbox/control/phones",
                                Json.object().put("wa_id", waId).put("name", name));
    }

    private void posts(ObjectNode message) {
        var answer = meta.posts(meta.messages(message));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static ObjectNode of(String from, String type) {
        var message = Meta.words(from, "", Optional.empty());
        message.remove("text");
        return message.put("type", type);
    }

    private static ObjectNode revoke(ObjectNode original) {
        return revoke(original.path("from").asText(), original.path("id").asText());
    }

    private static ObjectNode revoke(String from, String wamid) {
        var message = of(from, "revoke");
        message.putObject("revoke").put("original_message_id", wamid);
        return message;
    }

    private static ObjectNode edit(ObjectNode original, String text) {
        var message = of(original.path("from").asText(), "edit");
        message.putObject("edit")
                .put("original_message_id", original.path("id").asText())
                .putObject("message")
                .put("type", "text")
                .putObject("text")
                .put("body", text);
        return message;
    }

    private static ObjectNode reaction(String from, String wamid, String emoji) {
        var message = of(from, "reaction");
        message.putObject("reaction").put("message_id", wamid).put("emoji", emoji);
        return message;
    }

    private String code(String customer) {
        return Await.value(
                "a conversation with " + customer,
                () -> {
                    for (var item : house.api("/api/v1/conversations?limit=200").path("items")) {
                        if (item.path("visitor").path("whatsapp").asText().equals(customer)) {
                            return Optional.of(item.path("code").asText());
                        }
                    }
                    return Optional.empty();
                });
    }

    private JsonNode messages(String customer, int count) {
        return Await.value(
                count + " messages",
                () ->
                        Optional.of(
                                        house.api(
                                                        "/api/v1/conversations/"
                                                                + code(customer)
                                                                + "/messages")
                                                .path("items"))
                                .filter(items -> items.size() >= count));
    }

    private JsonNode conversation(VisitorClient visitor) {
        return house.api("/api/v1/conversations/" + visitor.code());
    }

    private void assign(VisitorClient visitor, @Nullable Integer agent) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            database.write(tx ->
                    tx.change(
                            "UPDATE conversation SET assignee_id = ? WHERE code = ?",
                            agent,
                            visitor.code()));
        }
    }

    private Http.Answer post(String path) {
        return house.http()
                .post(path, Json.object(), "Authorization", "Bearer " + house.apiToken());
    }
}
