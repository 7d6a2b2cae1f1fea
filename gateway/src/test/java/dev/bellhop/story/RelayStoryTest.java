package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.media.Samples;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.UUID;

/// From the widget to the phone and back, over real sockets and real signatures; the same stories
/// by the other transport are told by [StreamStoryTest].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayStoryTest {
    private House house;
    private PhoneClient phone;

    Transport transport() {
        return Transport.SOCKET;
    }

    @BeforeAll
    void open() {
        house = House.open();
        phone = house.phone();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void aVisitorIsAnsweredFromWhatsApp() {
        try (var visitor = house.visitor(transport())) {
            int seq = visitor.says("Is the Fjord pendant dimmable?");
            assertThat(seq).isEqualTo(1);
            var relayed = phone.sees("Is the Fjord pendant dimmable?");
            assertThat(relayed.path("text").asText())
                    .contains("#" + visitor.code())
                    .contains("on Fjord pendant");
            visitor.seesTick(1, "delivered");
            phone.reads(relayed);
            visitor.seesTick(1, "read");
            phone.replies(relayed, "Yes, down to 5%.");
            var answer = visitor.sees("Yes, down to 5%.");
            assertThat(answer.path("seq").asInt()).isEqualTo(2);
            assertThat(answer.path("from").asText()).isEqualTo("agent");
            assertThat(answer.path("name").asText()).isEqualTo("Maya");
        }
    }

    @Test
    void aReplyWithACodeGoesToItsConversationWithoutTheCode() {
        try (var first = house.visitor(transport());
                var second = house.visitor(transport())) {
            first.says("First of two");
            second.says("Second of two");
            phone.sees("First of two");
            phone.sees("Second of two");
            phone.writes("#" + first.code() + " For the first");
            first.sees("For the first");
            phone.writes(
                    "#" + second.code().toLowerCase(java.util.Locale.ROOT) + ": For the second");
            second.sees("For the second");
            assertThat(first.frames()).noneMatch(f -> f.path("text").asText().contains("second"));
        }
    }

    @Test
    void aReplyThatFitsTwoConversationsIsKeptAndAskedAbout() {
        try (var first = house.visitor(transport());
                var second = house.visitor(transport())) {
            first.says("Which of us, one");
            second.says("Which of us, two");
            phone.sees("Which of us, one");
            phone.sees("Which of us, two");
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            phone.writes("Yes, gladly");
            var question = phone.sees("Which chat is this for?");
            assertThat(question.path("payload").toString()).contains(first.code(), second.code());
            phone.writes("#" + second.code());
            second.sees("Yes, gladly");
            assertThat(first.frames())
                    .noneMatch(f -> f.path("text").asText().equals("Yes, gladly"));
        }
    }

    @Test
    void aPhotoThatIsHeldIsFetchedOnceItIsKnownWhereItBelongs() {
        try (var first = house.visitor(transport());
                var second = house.visitor(transport())) {
            first.says("Show me the first");
            second.says("Show me the second");
            phone.sees("Show me the first");
            phone.sees("Show me the second");
            first.seesTick(1, "delivered");
            second.seesTick(1, "delivered");
            phone.sends(Samples.picture("jpeg", 40, 30), "Like this");
            phone.sees("Which chat is this for?");
            phone.writes("#" + second.code());
            var shown =
                    second.hears(
                            "message",
                            f -> f.path("attachment").path("state").asText().equals("ready"));
            assertThat(shown.path("text").asText()).isEqualTo("Like this");
            assertThat(shown.path("attachment").path("width").asInt()).isEqualTo(40);
        }
    }

    @Test
    void aRepeatedCidGetsTheFirstAnswer() {
        try (var visitor = house.visitor(transport())) {
            var cid = UUID.randomUUID().toString();
            visitor.sends(cid, "Only once, please");
            int seq = visitor.accepted(cid);
            try (var again = visitor.returns(seq)) {
                again.sends(cid, "Only once, please");
                assertThat(again.accepted(cid)).isEqualTo(seq);
                assertThat(again.says("And another")).isEqualTo(seq + 1);
            }
            phone.sees("And another");
            assertThat(phone.received())
                    .filteredOn(m -> m.path("text").asText().contains("Only once, please"))
                    .hasSize(1);
        }
    }

    @Test
    void aReturningVisitorHearsWhatWasMissedInOrder() {
        try (var visitor = house.visitor(transport())) {
            visitor.says("I am leaving the page");
            var relayed = phone.sees("I am leaving the page");
            visitor.vanishes();
            for (int i = 1; i <= 5; i++) {
                phone.replies(relayed, "Missed " + i);
            }
            try (var back = visitor.returns(1)) {
                back.sees("Missed 5");
                var seqs =
                        back.frames().stream()
                                .filter(f -> f.path("t").asText().equals("message"))
                                .map(f -> f.path("seq").asInt())
                                .toList();
                assertThat(seqs).containsExactly(2, 3, 4, 5, 6);
            }
        }
    }

    @Test
    void twoTabsShareOneThread() {
        try (var visitor = house.visitor(transport())) {
            visitor.says("From the first tab");
            try (var tab = visitor.returns(0)) {
                tab.hears("message", f -> f.path("text").asText().equals("From the first tab"));
                visitor.says("Again from the first");
                JsonNode seen =
                        tab.hears(
                                "message",
                                f -> f.path("text").asText().equals("Again from the first"));
                assertThat(seen.path("from").asText()).isEqualTo("visitor");
                assertThat(seen.path("cid").asText()).isNotEmpty();
            }
        }
    }
}
