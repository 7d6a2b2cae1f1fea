package dev.bellhop.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.story.House;

import org.junit.jupiter.api.Test;

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

    private static void close(House house, String code) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            database.write(tx ->
                    tx.change("UPDATE conversation SET status = 'closed' WHERE code = ?", code));
        }
    }
}
