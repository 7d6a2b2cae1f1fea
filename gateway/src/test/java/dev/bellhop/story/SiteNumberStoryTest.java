package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Chats go by the number that their site has now, whatever it had when the widget was opened.
final class SiteNumberStoryTest {
    private House house;
    private Program program;
    private String site;
    private long channel;

    @BeforeEach
    void open() {
        house = House.open();
        program = house.program();
        var shop = program.sees("/sites").at("/items/0");
        site = "/sites/" + shop.path("id").asText();
        channel = shop.path("channel_id").asLong();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void numberIs(String id) {
        var answer = program.changes(site, "{\"channel_id\":" + id + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void aChatThatBeginsInAnOpenWidgetGoesByTheNumberOfNow() {
        numberIs("null");
        try (var visitor = house.visitor()) {
            numberIs(Long.toString(channel));
            visitor.says("Does anybody hear me?");
            house.phone().sees("Does anybody hear me?");
        }
    }

    @Test
    void aChatWithoutANumberGetsTheOneOfItsSite() {
        numberIs("null");
        try (var visitor = house.visitor()) {
            visitor.says("Nobody hears this on a phone");
            numberIs(Long.toString(channel));
            visitor.says("But this");
            house.phoneReplies(house.phone().sees("But this"), "We do.");
            visitor.sees("We do.");
        }
    }

    @Test
    void soDoesAChatWhoseNumberIsGoneButNoOther() {
        try (var visitor = house.visitor()) {
            visitor.says("First");
            house.phone().sees("First");
            house.changes("UPDATE conversation SET channel_id = 999");
            visitor.says("Second");
            house.phone().sees("Second");
            assertThat(house.asks("SELECT channel_id AS text FROM conversation"))
                    .containsExactly(Long.toString(channel));
        }
    }

    @Test
    void aNumberThatIsRemovedIsNoSitesAnyMore() {
        try (var visitor = house.visitor()) {
            assertThat(widgets()).isTrue();
            assertThat(program.deletes("/channels/" + channel).status()).isEqualTo(204);
            assertThat(program.sees(site).path("channel_id").isNull()).isTrue();
            assertThat(widgets()).isFalse();
            visitor.says("Nobody on a phone");
            assertThat(house.asks("SELECT COALESCE(channel_id, 'none') AS text FROM conversation"))
                    .containsExactly("none");
        }
        var read = program.asks(site);
        var changed =
                house.http()
                        .patch(
                                "/api/v1" + site,
                                Json.object().put("name", "Juniper"),
                                "Authorization",
                                "Bearer " + house.apiToken(),
                                "If-Match",
                                read.header("ETag"));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    /// Whether the widget may offer to go on with WhatsApp.
    private boolean widgets() {
        return house.http().get("/widget/v1/sites/juniper").json().path("whatsapp_url").isTextual();
    }
}
