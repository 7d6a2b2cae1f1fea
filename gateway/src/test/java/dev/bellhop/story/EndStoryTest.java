package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;

/// A visitor ends their own chat.
final class EndStoryTest {
    @Test
    void aVisitorEndsTheChatOnceAndBeginsAnotherWithTheNextWord() {
        try (var house = House.open(Changes.unlimited());
                var visitor = house.visitor()) {
            visitor.sendsFrame(Json.object().put("t", "end"));
            assertThat(visitor.hears("error").path("code").asText()).isEqualTo("bad_frame");

            visitor.says("Do you deliver on Saturdays?");
            var code = visitor.code();
            visitor.sendsFrame(Json.object().put("t", "end"));
            visitor.sendsFrame(Json.object().put("t", "end"));
            visitor.hears("conversation", it -> it.path("status").asText().equals("closed"));
            visitor.hears("message", it -> it.path("text").asText().endsWith(" ended this chat"));
            visitor.sendsFrame(
                    Json.object().put("t", "rate").put("score", 5).put("comment", "Quick"));

            visitor.says("And on Sundays?");
            var conversations = house.program().sees("/conversations").path("items");
            assertThat(conversations).hasSize(2);
            var ended = house.program().sees("/conversations/" + code);
            assertThat(ended.path("status").asText()).isEqualTo("closed");
            var said = house.program().sees("/conversations/" + code + "/messages").path("items");
            assertThat(said)
                    .extracting(it -> it.path("text").asText())
                    .filteredOn(text -> text.endsWith(" ended this chat"))
                    .hasSize(1);
        }
    }
}
