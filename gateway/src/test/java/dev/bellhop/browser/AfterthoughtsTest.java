package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;
import dev.bellhop.story.Meta;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// What a customer does to messages afterwards, as an agent sees it: at once, and after coming
/// back.
final class AfterthoughtsTest {
    private static final String CUSTOMER = "15550003003";

    @Test
    void reactionsEditsAndDeletionsAreSeenAtOnceAndAfterAReload() {
        try (var house = House.open();
                var chromium = new Chromium()) {
            var meta = house.meta();
            var lamp = words("Is the blue lamp in stock?");
            var slip = words("My number is 12345");
            meta.posts(
                    meta.messages(
                            lamp,
                            slip,
                            of("unsupported").set("unsupported", unsupported()),
                            words("That is all")));
            var page = PanelUser.signsIn(house, chromium).opens("/inbox");
            PanelUser.listIsQuiet(page);
            page.locator("#convs a.conv").first().click();
            assertThat(page.locator(".m--in")).hasCount(4);
            assertThat(page.locator(".m--in").nth(2)).containsText("poll creation");

            meta.posts(
                    meta.messages(
                            reaction(lamp, "👍"),
                            edit(lamp, "Is the green lamp in stock?"),
                            revoke(slip)));
            look(page);
            page.reload();
            look(page);
            Chromium.shoot(page, "afterthoughts");

            meta.posts(meta.messages(reaction(lamp, "")));
            assertThat(page.locator(".reactions")).hasCount(0);
        }
    }

    private static void look(Page page) {
        var first = page.locator(".m--in").first();
        assertThat(first).containsText("Is the green lamp in stock?");
        assertThat(first.locator(".amended")).hasText("edited");
        assertThat(first.locator(".reactions")).containsText("👍");
        assertThat(page.locator(".m--in").nth(1)).containsText("This message was deleted");
        assertThat(page.locator(".log")).not().containsText("12345");
        assertThat(page.locator(".m--in")).hasCount(4);
        assertThat(page.locator(".m--in.first")).hasCount(1);
    }

    private static ObjectNode words(String text) {
        return Meta.words(CUSTOMER, text, Optional.empty());
    }

    private static ObjectNode of(String type) {
        var message = words("");
        message.remove("text");
        return message.put("type", type);
    }

    private static ObjectNode unsupported() {
        return words("").removeAll().put("type", "poll_creation");
    }

    private static ObjectNode reaction(ObjectNode to, String emoji) {
        var message = of("reaction");
        message.putObject("reaction").put("message_id", to.path("id").asText()).put("emoji", emoji);
        return message;
    }

    private static ObjectNode edit(ObjectNode original, String text) {
        var message = of("edit");
        message.putObject("edit")
                .put("original_message_id", original.path("id").asText())
                .putObject("message")
                .put("type", "text")
                .putObject("text")
                .put("body", text);
        return message;
    }

    private static ObjectNode revoke(ObjectNode original) {
        var message = of("revoke");
        message.putObject("revoke").put("original_message_id", original.path("id").asText());
        return message;
    }
}
