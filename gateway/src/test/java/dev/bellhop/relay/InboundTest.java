package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.story.House;
import dev.bellhop.story.Meta;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

/// Replies from a phone to conversations that are not what they were.
final class InboundTest {

    @Test
    void aReplyToAClosedConversationOpensItAgain() {
        try (var house = House.open();
                var visitor = house.visitor()) {
            visitor.says("I am soon closed");
            var relayed = house.phone().sees("I am soon closed");
            close(house, visitor.code());
            house.phone().replies(relayed, "Open again");
            assertThat(visitor.sees("Open again").path("seq").asInt()).isEqualTo(2);
            assertThat(visitor.says("Good")).isEqualTo(3);
        }
    }

    /// Both conversations count from 1: what is said in one must not pass for a message of the
    /// other.
    @Test
    void aReplyToAClosedConversationReachesTheVisitorInTheOneThatGoesOn() {
        try (var house = House.open();
                var visitor = house.visitor();
                var tab = visitor.returns(0)) {
            visitor.says("In the old one");
            var relayed = house.phone().sees("In the old one");
            var old = visitor.code();
            close(house, old);
            assertThat(visitor.says("In the new one")).isEqualTo(1);
            house.phone().sees("In the new one");
            house.phone().replies(relayed, "To the old one");
            assertThat(visitor.sees("To the old one").path("seq").asInt()).isEqualTo(2);
            assertThat(tab.sees("To the old one").path("seq").asInt()).isEqualTo(2);
            assertThat(visitor.says("I see it here")).isEqualTo(3);
            try (var back = visitor.returns(0)) {
                back.hears("message", f -> f.path("text").asText().equals("I see it here"));
                assertThat(back.code()).isNotEqualTo(old);
                assertThat(back.frames())
                        .filteredOn(f -> f.path("t").asText().equals("message"))
                        .hasSize(3);
            }
        }
    }

    /// The phone has the second message before Meta has answered its send: it could be meant.
    @Test
    void aReplyThatIsQuickerThanMetasAnswerIsNotTakenForOneToTheOtherChat() {
        try (var house = House.open();
                var first = house.visitor();
                var second = house.visitor()) {
            var phone = house.phone();
            first.says("The first");
            first.seesTick(1, "delivered");
            house.faults(
                    "{\"on\":\"send\",\"kind\":\"accept_then_timeout\",\"ms\":3000,\"count\":1}");
            // WhatsApp tells whole seconds: all of this is to be in one.
            Await.until("a second begins", () -> Instant.now().toEpochMilli() % 1_000 < 100);
            second.says("The second");
            phone.sees("The second");
            phone.writes("Quick");
            phone.sees("Which chat is this for?");
            phone.writes("#" + second.code());
            second.sees("Quick");
            assertThat(first.frames()).noneMatch(f -> f.path("text").asText().equals("Quick"));
        }
    }

    /// A notification comes again when Meta did not hear its 200, or after a kill.
    @Test
    void aCodeThatComesTwicePlacesWhatWasHeldTheFirstTimeAndNoMore() {
        try (var house = House.open();
                var first = house.visitor();
                var second = house.visitor()) {
            var meta = house.meta();
            var owner = house.setup().path("phones").path(0).asText();
            var phone = house.phone();
            first.says("The first");
            second.says("The second");
            phone.sees("The first");
            phone.sees("The second");
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            phone.writes("For the second");
            phone.sees("Which chat is this for?");
            var code = meta.messages(Meta.words(owner, "#" + second.code(), Optional.empty()));
            assertThat(meta.posts(code).status()).isEqualTo(200);
            second.sees("For the second");
            phone.writes("For the first");
            phone.seesCount(4);
            assertThat(meta.posts(code).status()).isEqualTo(200);
            phone.writes("#" + second.code() + " The code has been taken again");
            second.sees("The code has been taken again");
            phone.writes("#" + first.code());
            first.sees("For the first");
            assertThat(second.frames())
                    .noneMatch(f -> f.path("text").asText().equals("For the first"));
        }
    }

    /// It fits one conversation only by now, but that says nothing about what was meant then.
    @Test
    void aHeldReplyThatComesTwiceStaysHeld() {
        try (var house = House.open();
                var first = house.visitor();
                var second = house.visitor()) {
            var meta = house.meta();
            var owner = house.setup().path("phones").path(0).asText();
            var phone = house.phone();
            first.says("The first");
            second.says("The second");
            phone.sees("The first");
            phone.sees("The second");
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            var reply = meta.messages(Meta.words(owner, "For the second", Optional.empty()));
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            phone.sees("Which chat is this for?");
            close(house, second.code());
            assertThat(meta.posts(reply).status()).isEqualTo(200);
            phone.writes("#" + first.code() + " The reply has been taken again");
            first.sees("The reply has been taken again");
            phone.writes("#" + second.code());
            second.sees("For the second");
            assertThat(first.frames())
                    .noneMatch(f -> f.path("text").asText().equals("For the second"));
        }
    }

    private static void close(House house, String code) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            database.write(tx ->
                    tx.change("UPDATE conversation SET status = 'closed' WHERE code = ?", code));
        }
    }
}
