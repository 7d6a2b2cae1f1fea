package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;

/// What visitors may do about what is kept of them: have it as a file, and have it gone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordsTest {
    private static final String KEPT =
            """
            async () => {
              const [kept] = await indexedDB.databases();
              const database = await new Promise((done) => {
                const opening = indexedDB.open(kept.name);
                opening.onsuccess = () => done(opening.result);
              });
              const names = await new Promise((done) => {
                const asked = database.transaction('kept').objectStore('kept').getAllKeys();
                asked.onsuccess = () => done(asked.result);
              });
              database.close();
              return names.length + Object.keys(localStorage).length;
            }
            """;

    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    @Test
    void aChatIsSavedAsAFile() throws IOException {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor).open();
            chat.say("Keep this one for me");
            house.phoneReplies(house.phone().sees("Keep this one"), "It is yours.");
            assertThat(chat.bubble("It is yours.")).isVisible();
            var file = chat.page().waitForDownload(() -> chat.choose("Save this chat"));
            assertThat(file.suggestedFilename()).matches("chat-[A-Z0-9]{4}\\.txt");
            assertThat(Files.readString(file.path()))
                    .startsWith("Juniper & Co.")
                    .contains("Keep this one for me", "It is yours.");
        }
    }

    @Test
    void whatIsDeletedIsGoneInAllTabsAndAtTheBusiness() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor).open();
            chat.say("Forget me, please");
            house.phone().sees("Forget me, please");
            assertThat(chat.bubble("Forget me").locator(".bhw-sr")).not().hasText("Sending");
            var other = Chat.inShop(house, visitor).open();
            assertThat(other.bubble("Forget me")).isVisible();
            other.field().fill("a draft");

            chat.choose("Privacy and my data");
            assertThat(chat.sheet()).containsText("so that you can come back to it");
            chat.button("Delete my data").click();
            assertThat(chat.sheet()).containsText("It cannot be brought back.");
            assertThat(chat.find(".bhw-sheet h3")).isFocused();
            chat.button("Keep it").click();
            assertThat(chat.button("Delete my data")).isVisible();
            chat.button("Delete my data").click();
            Chromium.shoot(chat.page(), "delete");
            chat.button("Delete for good").click();
            assertThat(chat.sheet()).containsText("Everything is deleted");
            chat.button("Back to chat").click();

            for (var tab : java.util.List.of(chat, other)) {
                assertThat(tab.find(".bhw-m")).hasCount(0);
                assertThat(tab.find(".bhw-hello")).isVisible();
                assertThat(tab.field()).hasValue("");
            }
            assertThat(chat.field()).isFocused();
            assertThat(house.asks("SELECT text FROM message WHERE text LIKE 'Forget me%'"))
                    .isEmpty();
            assertThat(kept(chat.page())).isZero();

            // As new: the next page has no more than the button, and the next word begins a chat.
            other.page().close();
            chat.page().reload();
            chat.launcher().waitFor();
            chat.page().evaluate("Bellhop.open()");
            chat.say("Somebody new");
            house.phone().sees("Somebody new");
            assertThat(chat.find(".bhw-m")).hasCount(1);
        }
    }

    @Test
    void whoCannotBeReachedDeletesNothing() {
        try (var visitor = chromium.person(Chromium.Look.PHONE)) {
            var chat = Chat.inShop(house, visitor).open();
            chat.say("Still here after all");
            house.phone().sees("Still here after all");
            chat.choose("Privacy and my data");
            chat.button("Delete my data").click();
            visitor.setOffline(true);
            chat.button("Delete for good").click();
            assertThat(chat.find("[role=alert]")).containsText("Nothing was changed");
            visitor.setOffline(false);
            chat.page().keyboard().press("Escape");
            assertThat(chat.bubble("Still here after all")).isVisible();
            assertThat(chat.field()).isFocused();
        }
    }

    private static int kept(Page page) {
        return ((Number) page.evaluate(KEPT)).intValue();
    }
}
