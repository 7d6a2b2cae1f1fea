package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.db.Await;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What tells of an answer while its reader looks elsewhere.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AttentionTest {
    /// Counts struck bells instead of hearing them; each has three tones.
    private static final String EARS =
            """
            window.tones = 0;
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) {
              window.tones++;
              return start.apply(this, when);
            };
            """;

    /// Timers of a second or more go off when the test says so: no clock decides what it sees.
    private static final String PATIENCE =
            """
            const { setTimeout: begin, clearTimeout: end } = window;
            const waiting = new Map();
            let last = 1_000_000_000;
            window.setTimeout = (run, millis = 0, ...more) => {
              if (millis < 1_000) return begin(run, millis, ...more);
              waiting.set(++last, { run, millis });
              return last;
            };
            window.clearTimeout = (timer) => waiting.delete(timer) || end(timer);
            window.waits = (from, to) =>
              [...waiting.values()].some(({ millis }) => millis > from && millis <= to);
            window.timePasses = (most) => {
              for (const [timer, { run, millis }] of [...waiting]) {
                if (millis <= most && waiting.delete(timer)) run();
              }
            };
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

    private Chat talking(BrowserContext visitor, String said) {
        visitor.addInitScript(EARS);
        var chat = Chat.inShop(house, visitor).open();
        chat.say(said);
        house.phone().sees(said);
        return chat;
    }

    private void answer(String to, String text) {
        house.phoneReplies(house.phone().sees(to), text);
    }

    private static int bells(Page page) {
        return ((Number) page.evaluate("window.tones")).intValue() / 3;
    }

    @Test
    void anAnswerIsShownRungAndCountedWhileThePanelIsShutAndNotWhileItIsRead() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = talking(visitor, "Is anybody there?");
            var page = chat.page();
            var title = page.title();
            answer("Is anybody there?", "I am.");
            assertThat(chat.bubble("I am.")).isVisible();
            assertThat(page).hasTitle(title);
            assertThat(bells(page)).isZero();

            chat.button("Minimise chat").first().click();
            answer("Is anybody there?", "Are you?");
            assertThat(chat.find(".bhw-tease")).containsText("Are you?");
            assertThat(chat.find(".bhw-badge")).hasText("1");
            assertThat(page).hasTitle("(1) " + title);
            // What somebody is at does not go away by itself.
            chat.find(".bhw-tease .bhw-ib").focus();
            Await.until("it rang once", () -> bells(page) == 1);
            Chromium.shoot(page, "preview");

            // Another tab of the same visitor tells the number, and nothing twice.
            var other = Chat.inShop(house, visitor);
            assertThat(other.page()).hasTitle("(1) " + title);
            assertThat(other.find(".bhw-tease")).hasCount(0);
            assertThat(bells(other.page())).isZero();

            page.bringToFront();
            chat.find(".bhw-tease").click();
            assertThat(chat.bubble("Are you?")).isVisible();
            assertThat(page).hasTitle(title);
            assertThat(other.page()).hasTitle(title);
        }
    }

    @Test
    void whoWantsNoneOfItIsLeftAloneOnTheNextPageToo() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = talking(visitor, "Quietly, please");
            var title = chat.page().title();
            chat.button("Chat options").click();
            var alerts = chat.page().getByRole(AriaRole.MENUITEMCHECKBOX);
            assertThat(alerts).hasAttribute("aria-checked", "true");
            alerts.click();
            chat.button("Chat options").click();
            assertThat(alerts).hasAttribute("aria-checked", "false");
            chat.page().keyboard().press("Escape");
            chat.button("Minimise chat").first().click();
            chat.page().reload();
            chat.launcher().waitFor();
            answer("Quietly, please", "Of course.");
            assertThat(chat.find(".bhw-tease")).containsText("Of course.");
            assertThat(chat.find(".bhw-badge")).hasText("1");
            assertThat(chat.page()).hasTitle(title);
            assertThat(bells(chat.page())).isZero();
        }
    }

    @Test
    void aPageThatNobodyHasTouchedMakesNoSound() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = talking(visitor, "I come back later");
            chat.button("Minimise chat").first().click();
            chat.page().reload();
            chat.launcher().waitFor();
            answer("I come back later", "Welcome back.");
            assertThat(chat.find(".bhw-tease")).containsText("Welcome back.");
            assertThat(chat.page()).hasTitle(java.util.regex.Pattern.compile("^\\(1\\) "));
            chat.page().waitForFunction("document.querySelector('bellhop-chat') !== null");
            assertThat(bells(chat.page())).isZero();
        }
    }

    @Test
    void aPreviewStaysWhilePointedAtOrFocusedAndGoesAfterEightSecondsElse() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            visitor.addInitScript(PATIENCE);
            var chat = talking(visitor, "Do previews stay?");
            var page = chat.page();
            var preview = chat.find(".bhw-tease");
            chat.button("Minimise chat").first().click();

            answer("Do previews stay?", "As long as you look at them.");
            assertThat(preview).isVisible();
            Await.until("it is timed", () -> waits(page));
            preview.hover();
            Await.until("it is timed no more", () -> !waits(page));
            page.evaluate("timePasses(8000)");
            assertThat(preview).isVisible();

            chat.find(".bhw-tease .bhw-ib").focus();
            page.mouse().move(2, 2);
            assertThat(page.locator("bellhop-chat .bhw-tease:hover")).hasCount(0);
            page.evaluate("timePasses(8000)");
            assertThat(preview).isVisible();

            chat.launcher().focus();
            goes(page, preview);

            answer("Do previews stay?", "And else they go.");
            assertThat(preview).containsText("And else they go.");
            Await.until("it is timed", () -> waits(page));
            page.evaluate("timePasses(7000)");
            assertThat(preview).isVisible();
            goes(page, preview);
        }
    }

    private static boolean waits(Page page) {
        return (boolean) page.evaluate("waits(7000, 8000)");
    }

    private static void goes(Page page, Locator preview) {
        Await.until(
                "the preview goes",
                () -> {
                    page.evaluate("timePasses(8000)");
                    return preview.count() == 0;
                });
    }
}
