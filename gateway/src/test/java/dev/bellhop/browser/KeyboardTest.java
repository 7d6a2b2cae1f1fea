package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The widget without a pointer, and as a screen reader's user meets it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyboardTest {
    /// What has the focus, in the widget or on the page around it.
    private static final String FOCUSED =
            """
            () => {
              let it = document.activeElement;
              while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
              return it?.getAttribute('aria-label') ?? it?.textContent.trim() ?? '';
            }
            """;

    private static final String SMALL =
            """
            least => [...document.querySelector('bellhop-chat').shadowRoot
                .querySelectorAll('button, a, input')]
              .map(it => [it, it.getBoundingClientRect()])
              .filter(([, {width, height}]) => width > 0 && (width < least || height < least))
              .map(([it, {width, height}]) => `${it.outerHTML.slice(0, 80)} ${width} × ${height}`)
            """;

    private static final Pattern CODE = Pattern.compile("#([A-Z0-9]{4,8})\\b");

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

    private static String focused(Page page) {
        return (String) page.evaluate(FOCUSED);
    }

    /// Presses Tab until something has the focus.
    private static void tabTo(Page page, String label) {
        for (int presses = 0; presses < 40; presses++) {
            if (focused(page).startsWith(label)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Tab does not come to " + label + " but to " + focused(page));
    }

    @Test
    void aWholeChatByKeysAlone() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor);
            var page = chat.page();
            var keys = page.keyboard();
            chat.launcher().waitFor();
            tabTo(page, "Open chat");
            keys.press("Enter");
            assertThat(chat.field()).isFocused();
            keys.type("All by keys");
            keys.press("Shift+Enter");
            keys.type("on two lines");
            keys.press("Enter");
            assertThat(chat.field()).isFocused();
            var letter = house.phone().sees("on two lines");
            assertThat(letter.path("text").asText()).endsWith("All by keys\non two lines");

            // The menu: arrows go round, Escape gives the focus back and leaves the panel open. In
            // the
            // frame in which the part that has it is drawn it does not know the site yet.
            assertThat(chat.find(".bhw-menu")).hasCount(1);
            assertThat(chat.bubble("on two lines").first())
                    .hasAttribute("data-seq", Pattern.compile("\\d+"));
            tabTo(page, "Chat options");
            Await.until(
                    "the menu is whole",
                    () -> {
                        keys.press("Enter");
                        boolean whole =
                                chat.find(".bhw-menu :focus")
                                        .textContent()
                                        .equals("Continue on WhatsApp");
                        if (!whole) {
                            keys.press("Escape");
                        }
                        return whole;
                    });
            keys.press("ArrowUp");
            assertThat(chat.find(".bhw-menu :focus")).hasText("End chat");
            keys.press("ArrowDown");
            assertThat(chat.find(".bhw-menu :focus")).hasText("Continue on WhatsApp");
            keys.press("Escape");
            assertThat(chat.button("Chat options")).isFocused();
            assertThat(chat.panel()).isVisible();

            // A sheet: Escape shuts it, and one more time the panel, back to where it began.
            keys.press("Enter");
            keys.press("End");
            keys.press("ArrowUp");
            keys.press("Enter");
            assertThat(chat.find(".bhw-sheet:visible")).containsText("Privacy and my data");
            keys.press("Escape");
            assertThat(chat.field()).isFocused();
            keys.press("Escape");
            assertThat(chat.panel()).isHidden();
            assertThat(chat.launcher()).isFocused();

            // The preview of an answer can be reached and dismissed.
            house.phoneReplies(letter, "Keys are enough.");
            assertThat(chat.find(".bhw-tease")).isVisible();
            keys.press("Shift+Tab");
            assertThat(focused(page)).isEqualTo("Dismiss preview");
            keys.press("Enter");
            assertThat(chat.find(".bhw-tease")).hasCount(0);

            // The chat ends while somebody writes: the keys go nowhere until they choose.
            chat.launcher().focus();
            keys.press("Enter");
            assertThat(chat.field()).isFocused();
            closes(letter.path("text").asText());
            assertThat(chat.find(".bhw-end")).isFocused();
            keys.type("one more thing");
            keys.press("Enter");
            assertThat(chat.find(".bhw-bells :checked")).hasCount(0);
            tabTo(page, "1 of 5");
            keys.press("ArrowRight");
            keys.press("ArrowRight");
            keys.press("ArrowRight");
            assertThat(focused(page)).isEqualTo("4 of 5");
            tabTo(page, "Anything to add?");
            keys.type("Keys all the way");
            tabTo(page, "Send rating");
            keys.press("Enter");
            assertThat(chat.find(".bhw-thanks")).isVisible();
            assertThat(chat.find(".bhw-end")).isFocused();
            Await.until(
                    "the rating is kept",
                    () ->
                            house.asks(
                                            "SELECT rating_comment AS text FROM conversation WHERE"
                                                    + " rating = 4")
                                    .contains("Keys all the way"));
            tabTo(page, "Start a new chat");
            keys.press("Enter");
            assertThat(chat.field()).isFocused();

            // A new one, which the visitor ends.
            keys.type("Once more by keys");
            keys.press("Enter");
            house.phone().sees("Once more by keys");
            // A chat can be ended when nothing of it waits to be sent.
            assertThat(chat.bubble("Once more by keys").first())
                    .hasAttribute("data-seq", Pattern.compile("\\d+"));
            tabTo(page, "Chat options");
            keys.press("Enter");
            keys.press("End");
            assertThat(chat.find(".bhw-menu :focus")).hasText("End chat");
            keys.press("Enter");
            assertThat(chat.find("form.bhw-rate")).isVisible();
            assertThat(chat.find(".bhw-sys").last()).containsText("ended this chat");
            keys.press("Escape");
            assertThat(chat.launcher()).isFocused();
        }
    }

    private void closes(String letter) {
        var code = CODE.matcher(letter);
        assertThat(code.find()).isTrue();
        try (var agent = house.agent()) {
            agent.closes(code.group(1));
        }
    }

    @Test
    void onAPhoneTheFocusStaysInTheChatAndThePageStandsStill() {
        try (var visitor = chromium.person(Chromium.Look.PHONE)) {
            var chat = Chat.inShop(house, visitor).open();
            assertThat(chat.panel()).hasAttribute("aria-modal", "true");
            var page = chat.page();
            assertThat(chat.find(".bhw-menu")).hasCount(1);
            var met = new ArrayList<String>();
            for (int presses = 0; presses < 14; presses++) {
                page.keyboard().press("Tab");
                met.add(focused(page));
            }
            assertThat(met).contains("Back to page", "Chat options", "Message", "Conversation");
            assertThat(Set.copyOf(met)).doesNotContain("Juniper & Co.", "Fjord pendant");
            page.goBack();
            assertThat(chat.panel()).isHidden();
            assertThat(page.locator("main")).not().hasAttribute("inert", "");
        }
    }

    /// A message is added to the log once: drawing anew what is there already would have it read
    /// out a second time.
    @Test
    void aScreenReaderHearsEachAnswerOnce() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.inShop(house, visitor).open();
            chat.say("Read this out");
            var letter = house.phone().sees("Read this out");
            var log = chat.find(".bhw-log");
            assertThat(log).hasAttribute("role", "log");
            log.evaluate(
                    """
                    log => {
                      window.added = [];
                      new MutationObserver(changes => changes.forEach(({addedNodes}) =>
                          addedNodes.forEach(node => added.push(node.textContent))))
                          .observe(log, {childList: true, subtree: true});
                    }
                    """);
            house.phoneReplies(letter, "The first answer");
            assertThat(chat.bubble("The first answer")).isVisible();
            house.phoneReplies(letter, "The second answer");
            assertThat(chat.bubble("The second answer")).isVisible();
            chat.say("And mine");
            house.phone().sees("And mine");
            assertThat(chat.bubble("And mine")).hasAttribute("aria-live", "off");
            var added = (List<?>) chat.page().evaluate("added");
            for (var answer : List.of("The first answer", "The second answer")) {
                assertThat(added.stream().filter(text -> text.toString().contains(answer)))
                        .as("%s", answer)
                        .hasSize(1);
            }
        }
    }

    /// 44 pixels for fingers in the header, the menu, the suggestions and the composer; nothing is
    /// smaller than 24.
    @Test
    void whatIsPressedIsLargeEnough() {
        for (var touch : List.of(true, false)) {
            try (var visitor = chromium.person(Chromium.Look.PHONE)) {
                var page = visitor.newPage();
                visitor.newCDPSession(page)
                        .send("Emulation.setTouchEmulationEnabled", enabled(touch));
                page.navigate(house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant");
                assertThat(page.evaluate("matchMedia('(pointer: coarse)').matches"))
                        .isEqualTo(touch);
                var chat = new Chat(page).open();
                chat.button("Chat options").click();
                assertThat((List<?>) page.evaluate(SMALL, touch ? 44 : 24)).isEmpty();
            }
        }
    }

    private static JsonObject enabled(boolean touch) {
        var members = new JsonObject();
        members.addProperty("enabled", touch);
        return members;
    }
}
