package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;

import dev.bellhop.media.Samples;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Set;

/// What a conversation has beside words, before a visitor's eyes: quotes and emoji, and all of it
/// for everybody.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TalkTest {
    private static final byte[] PHOTO = Samples.picture("jpeg", 800, 600);

    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private Page shop(BrowserContext context) {
        var page = context.newPage();
        page.navigate(house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open chat")).click();
        // Quoting comes a moment after the panel; keys and swipes before that are nobody's.
        page.locator("bellhop-chat .bhw-quoting")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        return page;
    }

    private static void say(Page shop, String text) {
        field(shop).fill(text);
        field(shop).press("Enter");
    }

    private static Locator field(Page shop) {
        return shop.locator("bellhop-chat .bhw-compose textarea");
    }

    private static Locator bubble(Page page, String text) {
        return page.locator("bellhop-chat .bhw-m", new Page.LocatorOptions().setHasText(text));
    }

    private static Locator button(Page page, String name) {
        return page.locator("bellhop-chat")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static void choose(Page shop, FilePayload... files) {
        // Attaching comes a moment after the panel, and a press opens a chooser for five seconds.
        assertThat(shop.locator("bellhop-chat .bhw-tray")).hasCount(1);
        var chooser = shop.waitForFileChooser(() -> button(shop, "Attach a photo or file").click());
        chooser.setFiles(files);
    }

    private static FilePayload photo(String name) {
        return new FilePayload(name, "image/jpeg", PHOTO);
    }

    @Test
    void aVisitorQuotesAnAnswerAndThePhoneSeesTheQuote() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor);
            say(shop, "Which shades are there?");
            var owner = house.phone();
            house.phoneReplies(owner.sees("Which shades"), "Green and ochre.");
            var answer = shop.locator("bellhop-chat .bhw-m--in");
            answer.hover();
            button(shop, "Reply").click();
            var strip = shop.locator("bellhop-chat .bhw-quoting");
            assertThat(strip).containsText("Green and ochre.");
            assertThat(field(shop)).isFocused();
            field(shop).press("Escape");
            assertThat(strip).isHidden();
            assertThat(field(shop)).isVisible();
            answer.hover();
            button(shop, "Reply").click();
            field(shop).fill("The green one, please");
            shop.reload();
            assertThat(strip).containsText("Green and ochre.");
            Chromium.shoot(shop, "talk-quoting");
            field(shop).press("Enter");
            var quoting = bubble(shop, "The green one, please");
            assertThat(quoting.locator(".bhw-quote")).containsText("Green and ochre.");
            assertThat(strip).isHidden();
            var seen = owner.sees("The green one, please");
            var wrote =
                    owner.wrote().stream()
                            .filter(it -> it.path("text").asText().equals("Green and ochre."))
                            .findFirst()
                            .orElseThrow();
            assertThat(seen.path("quote").asText()).isEqualTo(wrote.path("wamid").asText());
            quoting.locator(".bhw-quote").click();
            assertThat(answer).isFocused();
            Chromium.shoot(shop, "talk-quoted");
        }
    }

    @Test
    void aMessageIsQuotedByKeysAlone() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor);
            say(shop, "First by keys");
            say(shop, "Second by keys");
            house.phone().sees("Second by keys");
            assertThat(bubble(shop, "Second by keys").locator(".bhw-sr").last())
                    .not()
                    .hasText("Sending");
            shop.locator("bellhop-chat .bhw-log").focus();
            shop.keyboard().press("ArrowUp");
            shop.keyboard().press("ArrowUp");
            assertThat(bubble(shop, "First by keys")).isFocused();
            assertThat(bubble(shop, "First by keys"))
                    .hasAttribute("aria-label", "You: First by keys");
            shop.keyboard().press("Enter");
            assertThat(shop.locator("bellhop-chat .bhw-quoting")).containsText("Replying to You");
            assertThat(field(shop)).isFocused();
            say(shop, "Third by keys");
            assertThat(bubble(shop, "Third by keys").locator(".bhw-quote"))
                    .containsText("First by keys");
        }
    }

    @Test
    void aMessageIsQuotedByASwipe() {
        try (var visitor = chromium.person(Chromium.Look.PHONE_DARK)) {
            var shop = shop(visitor);
            say(shop, "Swipe me");
            var owner = house.phone();
            house.phoneReplies(owner.sees("Swipe me"), "And me, it is a longer one of two lines");
            var answer = shop.locator("bellhop-chat .bhw-m--in");
            assertThat(answer).isVisible();
            swipe(answer, 30);
            assertThat(shop.locator("bellhop-chat .bhw-quoting")).isHidden();
            swipe(answer, 80);
            assertThat(shop.locator("bellhop-chat .bhw-quoting")).containsText("And me");
            Chromium.shoot(shop, "talk-quoting-phone-dark");
            choose(shop, photo("swiped.jpg"));
            assertThat(shop.locator("bellhop-chat .bhw-tray [role=listitem]")).hasCount(1);
            say(shop, "Swiped");
            assertThat(bubble(shop, "Swiped").locator("figure a")).isVisible();
            Chromium.shoot(shop, "talk-quoted-phone-dark");
        }
    }

    private static void swipe(Locator bubble, int pixels) {
        bubble.evaluate(
                """
                (bubble, pixels) => {
                  const all = { bubbles: true, pointerType: 'touch', pointerId: 7, clientY: 200 };
                  const at = (type, clientX) =>
                    bubble.dispatchEvent(new PointerEvent(type, { ...all, clientX }));
                  at('pointerdown', 100);
                  at('pointermove', 100 + pixels / 2);
                  at('pointermove', 100 + pixels);
                  at('pointerup', 100 + pixels);
                }
                """,
                pixels);
    }

    @ParameterizedTest
    @EnumSource
    void everyPartIsOpenToEverybody(Chromium.Look look) {
        try (var visitor = chromium.person(look)) {
            var shop = shop(visitor);
            var words = "Parts on " + look.name().toLowerCase(java.util.Locale.ROOT);
            say(shop, words);
            var owner = house.phone();
            house.phoneReplies(owner.sees(words), "An answer to " + words);
            var answer = shop.locator("bellhop-chat .bhw-m--in");
            answer.hover();
            button(shop, "Reply").click();
            choose(
                    shop,
                    photo("a.jpg"),
                    new FilePayload("b.pdf", "application/pdf", Samples.pdf()));
            assertThat(shop.locator("bellhop-chat .bhw-tray [role=listitem]")).hasCount(2);
            assertAccessible(shop, "quoting, with a tray");
            Chromium.shoot(shop, "talk-composer-" + look.name().toLowerCase(java.util.Locale.ROOT));
            field(shop).press("Enter");
            assertThat(shop.locator("bellhop-chat .bhw-m--out a")).hasCount(2);
            shop.locator("bellhop-chat .bhw-log").focus();
            shop.keyboard().press("ArrowUp");
            assertAccessible(shop, "quoted, with files");
            Chromium.shoot(shop, "talk-files-" + look.name().toLowerCase(java.util.Locale.ROOT));
            button(shop, "Insert emoji").click();
            assertThat(shop.locator("bellhop-chat .bhw-emoji")).isVisible();
            assertAccessible(shop, "emoji");
        }
    }

    private static void assertAccessible(Page shop, String screen) {
        var grave = Set.of("serious", "critical");
        var found =
                new AxeBuilder(shop)
                        .include(List.of("bellhop-chat")).analyze().getViolations().stream()
                                .filter(rule -> grave.contains(rule.getImpact()))
                                .map(rule ->
                                        rule.getId() + " " + rule.getNodes().getFirst().getHtml())
                                .toList();
        assertThat(found).as(screen).isEmpty();
    }

    @Test
    void anEmojiIsPickedByKeys() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor);
            field(shop).fill("Hello ");
            button(shop, "Insert emoji").click();
            var picker = shop.locator("bellhop-chat .bhw-emoji");
            assertThat(picker).isVisible();
            Chromium.shoot(shop, "talk-emoji");
            shop.keyboard().press("ArrowRight");
            shop.keyboard().press("Enter");
            shop.keyboard().press("Escape");
            assertThat(picker).isHidden();
            assertThat(field(shop)).isFocused();
            assertThat(field(shop)).hasValue("Hello 😃");
        }
    }
}
