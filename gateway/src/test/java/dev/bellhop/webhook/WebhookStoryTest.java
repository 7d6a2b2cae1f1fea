package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.channel.Channels;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.story.Cable;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Meta;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.vault.MasterKeys;
import dev.bellhop.vault.Secret;
import dev.bellhop.vault.Vault;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What notifications do, and do not do a second time.
final class WebhookStoryTest {

    @Test
    void theSameReplyTwiceIsOneMessage() {
        try (var house = House.open();
                var visitor = house.visitor()) {
            visitor.says("Is anybody there?");
            var meta = house.meta();
            var relayed = house.phone().sees("Is anybody there?");
            var reply = meta.messages(Meta.words(owner(house), "Yes", wamid(relayed)));
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            visitor.sees("Yes");
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            outcome(house, "repeated reply");
            try (var back = visitor.returns(0)) {
                back.sees("Yes");
                assertThat(messages(back)).containsExactly("Is anybody there?", "Yes");
            }
        }
    }

    /// When the repeat comes, the reply itself has changed what a reply without a quote would mean.
    @Test
    void aRepeatIsNotAskedAboutEvenIfItCouldNotBePlacedAnyMore() {
        try (var house = House.open();
                var first = house.visitor();
                var second = house.visitor()) {
            var meta = house.meta();
            var phone = house.phone();
            first.says("First");
            second.says("Second");
            phone.replies(phone.sees("First"), "To the first");
            first.sees("To the first");
            phone.replies(phone.sees("Second"), "To the second");
            second.sees("To the second");
            int again = first.says("First again");
            phone.sees("First again");
            first.seesTick(again, "delivered");
            var reply =
                    meta.messages(Meta.words(owner(house), "Without a quote", Optional.empty()));
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            first.sees("Without a quote");
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            outcome(house, "repeated reply");
            second.says("Second again");
            phone.sees("Second again");
            assertThat(phone.received())
                    .noneMatch(m -> m.path("text").asText().contains("Which chat"));
            assertThat(first.frames())
                    .filteredOn(f -> f.path("text").asText().equals("Without a quote"))
                    .hasSize(1);
        }
    }

    @Test
    void theSameMessageOfACustomerTwiceIsOneMessage() {
        try (var house = House.open()) {
            var meta = house.meta();
            var message = meta.messages(Meta.words("15550003003", "Hello", Optional.empty()));
            assertThat(meta.posts(message).status()).isEqualTo(200);
            outcome(house, "message of a customer");
            assertThat(meta.posts(message).status()).isEqualTo(200);
            outcome(house, "repeated message");
            assertThat(house.status().at("/conversations/open").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aReplyThatQuotesByAnotherIdOfTheSameMessageIsPlacedByItsToken() {
        try (var house = House.open();
                var first = house.visitor();
                var second = house.visitor()) {
            var meta = house.meta();
            first.says("Quoted by number");
            var relayed = house.phone().sees("Quoted by number");
            second.says("Relayed later");
            house.phone().sees("Relayed later");
            var other = Wamids.toldByUserId(relayed.path("wamid").asText());
            var reply = meta.messages(Meta.words(owner(house), "By token", Optional.of(other)));
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            first.sees("By token");
            assertThat(second.frames()).noneMatch(f -> f.path("text").asText().equals("By token"));
        }
    }

    @Test
    void aReplyThatQuotesAnEarlierReplyGoesToItsConversation() {
        try (var house = House.open();
                var first = house.visitor();
                var second = house.visitor()) {
            var meta = house.meta();
            first.says("The earlier one");
            var relayed = house.phone().sees("The earlier one");
            var reply = Meta.words(owner(house), "A reply", wamid(relayed));
            assertThat(meta.posts(meta.messages(reply)).status()).isEqualTo(200);
            first.sees("A reply");
            second.says("The later one");
            house.phone().sees("The later one");
            var quoting =
                    Meta.words(
                            owner(house), "And this too", Optional.of(reply.path("id").asText()));
            assertThat(meta.posts(meta.messages(quoting)).status()).isEqualTo(200);
            first.sees("And this too");
        }
    }

    @Test
    void statusesInAnyOrderNeverGoBackward() {
        try (var house = House.open();
                var visitor = house.visitor()) {
            var meta = house.meta();
            int seq = visitor.says("How far am I?");
            var wamid = wamid(house.phone().sees("How far am I?")).orElseThrow();
            visitor.seesTick(seq, "delivered");
            for (String status : List.of("read", "delivered", "failed", "sent", "read")) {
                assertThat(meta.posts(meta.statuses(Meta.status(wamid, status))).status())
                        .isEqualTo(200);
            }
            outcome(house, "status sent");
            visitor.seesTick(seq, "read");
            var ticks =
                    visitor.frames().stream()
                            .filter(f -> f.path("t").asText().equals("status"))
                            .map(f -> f.path("status").asText())
                            .distinct()
                            .toList();
            assertThat(List.of("sent", "delivered", "read")).containsSubsequence(ticks);
            try (var back = visitor.returns(0)) {
                assertThat(back.hears("message").path("status").asText()).isEqualTo("read");
            }
        }
    }

    @Test
    void whatIsRefusedIsAnsweredAlikeHoweverOftenAndListedUpToARate() {
        try (var house = House.open(Changes.limit(Limit.BAD_WEBHOOKS, 3))) {
            var meta = house.meta();
            byte[] body = Json.bytes(meta.messages());
            var wrong = meta.signature(new byte[0]);
            for (int i = 0; i < 5; i++) {
                assertThat(house.http().post(meta.path(), body).status()).isEqualTo(401);
                var forged = house.http().post(meta.path(), body, "X-Hub-Signature-256", wrong);
                assertThat(forged.status()).isEqualTo(401);
                assertThat(forged.json().path("code").asText()).isEqualTo("bad_signature");
                assertThat(meta.posts("{".getBytes(StandardCharsets.UTF_8)).status())
                        .isEqualTo(400);
                assertThat(meta.posts(body).status()).isEqualTo(200);
            }
            var listed = house.api("/api/v1/deliveries?state=rejected").path("items");
            assertThat(listed).hasSize(3);
            var figures = house.api("/api/v1/deliveries/figures").path("hours");
            assertThat(figures.valueStream().mapToInt(it -> it.path("rejected").asInt()).sum())
                    .isEqualTo(15);
        }
    }

    @Test
    void aWrongVerifyTokenIsRefusedAlikeHoweverOften() {
        try (var house = House.open(Changes.limit(Limit.BAD_WEBHOOKS, 3))) {
            var ask = house.meta().path() + "?hub.mode=subscribe&hub.challenge=7&hub.verify_token=";
            for (int i = 0; i < 5; i++) {
                assertThat(house.http().get(ask + "guess" + i).status()).isEqualTo(403);
            }
            var right = house.setup().path("verify_token").asText();
            assertThat(house.http().get(ask + right).text()).isEqualTo("7");
        }
    }

    @Test
    void tooManyNotificationsOfOneChannelAreHeldOff() {
        try (var house = House.open(Changes.limit(Limit.WEBHOOKS, 2))) {
            var meta = house.meta();
            assertThat(meta.posts(meta.messages()).status()).isEqualTo(200);
            assertThat(meta.posts(meta.messages()).status()).isEqualTo(200);
            var answer = meta.posts(meta.messages());
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Long.parseLong(answer.header("Retry-After"))).isPositive();
        }
    }

    /// Or anybody could silence a number.
    @Test
    void strangersDoNotUseUpWhatANumberMaySend() {
        try (var house = House.open(Changes.limit(Limit.WEBHOOKS, 1))) {
            var meta = house.meta();
            byte[] body = Json.bytes(meta.messages());
            var wrong = meta.signature(new byte[0]);
            for (int i = 0; i < 3; i++) {
                assertThat(house.http().post(meta.path(), body).status()).isEqualTo(401);
                var forged = house.http().post(meta.path(), body, "X-Hub-Signature-256", wrong);
                assertThat(forged.status()).isEqualTo(401);
            }
            assertThat(meta.posts(body).status()).isEqualTo(200);
            assertThat(meta.posts(body).status()).isEqualTo(429);
        }
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsAcknowledgedAndLaterItIsTaken() {
        try (var cable = new Cable();
                var house = House.open(Changes.cabled(cable));
                var visitor = house.visitor()) {
            var meta = house.meta();
            visitor.says("Before the cut");
            var relayed = house.phone().sees("Before the cut");
            visitor.seesTick(1, "delivered");
            var reply = meta.messages(Meta.words(owner(house), "Through the cut", wamid(relayed)));
            cable.cut();
            var answer = meta.posts(reply);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().path("code").asText()).isEqualTo("unavailable");
            assertThat(Long.parseLong(answer.header("Retry-After"))).isPositive();
            assertThat(house.http().get("/observe/health/ready").status()).isEqualTo(503);
            assertThat(house.http().get("/observe/health/live").status()).isEqualTo(200);
            cable.mend();
            Await.until("the notification is taken", () -> meta.posts(reply).status() == 200);
            visitor.sees("Through the cut");
            assertThat(messages(visitor)).containsOnlyOnce("Through the cut");
            Await.until(
                    "it is ready", () -> house.http().get("/observe/health/ready").status() == 200);
        }
    }

    @Test
    void anItemForAnotherNumberOfTheSameAppGoesToItsOwnChannel() throws IOException {
        try (var house = House.open()) {
            var appId = house.setup().path("app_id").asText();
            long second = add(house, "300000000000002", appId);
            long foreign = add(house, "300000000000003", appId + "9");
            house.restart();
            var meta = house.meta();
            var both = Meta.words("15550003003", "To your other number", Optional.empty());
            assertThat(
                            meta.posts(
                                            meta.notification(
                                                    "300000000000002",
                                                    Meta.list(both),
                                                    Meta.list()))
                                    .status())
                    .isEqualTo(200);
            outcome(house, "message of a customer");
            assertThat(channelsOfConversations(house)).containsExactly(second);
            var forged = Meta.words("15550003003", "Signed by another app", Optional.empty());
            assertThat(
                            meta.posts(
                                            meta.notification(
                                                    "300000000000003",
                                                    Meta.list(forged),
                                                    Meta.list()))
                                    .status())
                    .isEqualTo(200);
            outcome(house, "passed over: a number that is not set up here");
            assertThat(channelsOfConversations(house))
                    .containsExactly(second)
                    .doesNotContain(foreign);
        }
    }

    private static long add(House house, String phoneNumberId, String appId) throws IOException {
        var clock = Clock.systemUTC();
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            var masters = MasterKeys.open(house.settings().key().source(), Optional.empty(), false);
            var vault = new Vault(database, masters, clock);
            return new Channels(database, vault, new Audit(database, clock), clock)
                    .add(
                            Actor.SYSTEM,
                            new Channels.Draft(
                                    "Another",
                                    phoneNumberId,
                                    "200000000000001",
                                    appId,
                                    "15550005678",
                                    Secret.of("token"),
                                    Secret.of("another-secret"),
                                    Secret.of("verify")));
        }
    }

    private static List<Long> channelsOfConversations(House house) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            return database.read(tx ->
                    tx.query(
                            "SELECT channel_id FROM conversation",
                            row -> row.number("channel_id")));
        }
    }

    private static String owner(House house) {
        return house.setup().path("phones").path(0).asText();
    }

    private static Optional<String> wamid(JsonNode relayed) {
        return Optional.of(relayed.path("wamid").asText());
    }

    private static List<String> messages(VisitorClient visitor) {
        return visitor.frames().stream()
                .filter(f -> f.path("t").asText().equals("message"))
                .map(f -> f.path("text").asText())
                .toList();
    }

    /// Waits until a notification had this outcome.
    private static void outcome(House house, String words) {
        Await.until(
                "a notification ended as: " + words,
                () -> {
                    for (JsonNode row : house.api("/api/v1/deliveries").path("items")) {
                        if (row.path("outcome").asText().equals(words)) {
                            return true;
                        }
                    }
                    return false;
                });
    }
}
