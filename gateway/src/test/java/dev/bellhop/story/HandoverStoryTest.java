package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.Locale;

/// A visitor goes on on WhatsApp: one conversation, answers to both places.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HandoverStoryTest {
    private static final String PATH = "/widget/v1/handover?site=juniper";

    private House house;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void theFirstMessageWithTheCodeJoinsTheConversationAndAnswersGoToBoth() {
        try (var visitor = house.visitor();
                var agent = house.agent()) {
            visitor.says("I have to catch a train");
            var link = link(visitor).json();
            var code = link.path("code").asText();
            assertThat(link.path("url").asText())
                    .startsWith("https://wa.me/" + house.setup().path("business_number").asText())
                    .contains(code);
            assertThat(link.path("qr_svg").asText()).startsWith("<svg").endsWith("</svg>");
            assertThat(link(visitor).json().path("code").asText()).isEqualTo(code);
            var phone = house.phone("15550002002");
            phone.writes("hello! it is me: " + code.toLowerCase(Locale.ROOT) + ", on the train");
            visitor.hears("message", f -> f.path("text").asText().contains("on the train"));
            house.phone().sees("on the train");
            agent.answers(visitor.code(), "Have a good journey");
            visitor.sees("Have a good journey");
            phone.sees("Have a good journey");
            phone.writes("Thank you, and one more thing");
            visitor.hears(
                    "message",
                    f -> f.path("text").asText().equals("Thank you, and one more thing"));
            assertThat(conversations()).isEqualTo(1);

            // Used once, the code opens nothing more.
            exists("15550002009").writes("Let me in " + code);
            Await.until("a conversation of their own", () -> conversations() == 2);
            assertThat(visitor.frames())
                    .noneMatch(f -> f.path("text").asText().contains("Let me in"));
        }
    }

    /// WhatsApp carries far more from a phone than the Cloud API takes in one message.
    @Test
    void aLongReplyFromThePhoneGoesOnInPieces() {
        try (var visitor = house.visitor()) {
            visitor.says("Tell me everything");
            var relayed = house.phone().sees("Tell me everything");
            var phone = exists("15550002010");
            phone.writes("It is me: " + link(visitor).json().path("code").asText());
            visitor.hears("message", f -> f.path("text").asText().contains("It is me"));
            house.phone().replies(relayed, "So it begins. " + "word ".repeat(1_500) + "The end.");
            phone.sees("So it begins.");
            assertThat(phone.sees("The end.").path("text").asText()).startsWith("word");
        }
    }

    private PhoneClient exists(String waId) {
        var phone = Json.object().put("wa_id", waId).put("name", "Stranger");
        assertThat(house.http().post("/sandbox/control/phones", phone).status()).isLessThan(300);
        return house.phone(waId);
    }

    @Test
    void aLinkIsOnlyForAVisitorWithAnOpenChat() {
        assertThat(house.http().get(PATH).status()).isEqualTo(401);
        assertThat(house.http().get(PATH, "Authorization", "Bearer nobody").status())
                .isEqualTo(401);
        try (var visitor = house.visitor()) {
            assertThat(link(visitor).status()).isEqualTo(409);
        }
    }

    private Http.Answer link(VisitorClient visitor) {
        return house.http().get(PATH, "Authorization", "Bearer " + visitor.token());
    }

    private int conversations() {
        return house.api("/api/v1/conversations").path("items").size();
    }
}
