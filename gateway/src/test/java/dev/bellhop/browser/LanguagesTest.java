package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/// Every language on the narrowest screen, and some with letters twice as large: nothing sticks
/// out, whatever its longest word.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LanguagesTest {
    /// What is wider than its place, on the page or in the widget. Text that is hidden for eyes is
    /// meant to be. A bubble's tail stands eight points out of it and the time two into its
    /// padding, so of bubbles it is asked whether they are inside the conversation's edges, and
    /// their words inside them.
    private static final String TOO_WIDE =
            """
            () => {
              const root = document.querySelector('bellhop-chat').shadowRoot;
              const wide = [...root.querySelectorAll('.bhw *')].filter(it =>
                  it.clientWidth > 0 && it.scrollWidth > it.clientWidth + 1
                  && !it.closest('.bhw-sr, .bhw-m, svg')
                  && getComputedStyle(it).display !== 'inline');
              if (document.scrollingElement.scrollWidth > innerWidth) {
                wide.push(document.scrollingElement);
              }
              for (const it of root.querySelectorAll('.bhw-panel *')) {
                const {left, right, width} = it.getBoundingClientRect();
                if (width > 1 && (left < -1 || right > innerWidth + 1)) wide.push(it);
              }
              const log = root.querySelector('.bhw-log').getBoundingClientRect();
              for (const it of root.querySelectorAll('.bhw-m')) {
                const { left, right, width } = it.getBoundingClientRect();
                const text = it.querySelector('p');
                if (width > 0 && (left < log.left + 13 || right > log.right - 13)) wide.push(it);
                if (text !== null && text.scrollWidth > text.clientWidth + 2) wide.push(text);
              }
              return wide.map(it =>
                  `${it.className} ${it.scrollWidth} in ${it.clientWidth}: ${it.textContent}`);
            }
            """;

    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        chromium = new Chromium();
        var program = house.program();
        var site = "/sites/" + program.sees("/sites").at("/items/0/id").asText();
        program.changes(
                site + "/widget",
                """
                {"privacy_url":"https://shop.example/privacy","prechat":{"mode":"optional",
                 "fields":["name","phone","email"],"required":["name","phone","email"]}}
                """);
        var zone = ZoneId.of("America/Argentina/ComodRivadavia");
        var opens = ZonedDateTime.now(zone).plusDays(4).with(LocalTime.of(9, 0));
        var hours =
                program.puts(
                        site + "/hours",
                        """
                        {"zone":"%s","week":[{"day":%d,"from":"09:00","to":"12:00"},
                         {"day":%2$d,"from":"14:30","to":"18:45"}],"closed":[]}
                        """
                                .formatted(zone.getId(), opens.getDayOfWeek().getValue()));
        assertThat(hours.status()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ar", "de", "es", "fr", "hi", "it", "ja", "pt", "zh", "zh-TW"})
    void nothingSticksOutOnTheNarrowestScreen(String language) {
        var wide = new ArrayList<String>();
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.PHONE)) {
            store.attributes("data-lang=" + language);
            var page = visitor.newPage();
            page.setViewportSize(320, 568);
            page.navigate(store.url("/"));
            var chat = new Chat(page);
            page.evaluate("Bellhop.open()");
            chat.find(".bhw-f + .bhw-how ~ .bhw-btn").first().click();
            assertThat(chat.find(".bhw-f small.is-err").first()).isVisible();
            look(chat, "form", wide);
            Chromium.shoot(page, "form-320-" + language);
            chat.find(".bhw-btn--2").click();
            assertThat(chat.find(".bhw-hours table")).isVisible();
            look(chat, "greeting", wide);
            Chromium.shoot(page, "greeting-320-" + language);
            chat.say("Hello in " + language);
            house.phone().sees("Hello in " + language);
            assertThat(chat.find(".bhw-m .bhw-sr").last()).not().isEmpty();
            chat.find(".bhw-head [aria-haspopup=menu]").click();
            look(chat, "menu", wide);
            chat.find(".bhw-menu [role=menuitem]").first().click();
            chat.find(".bhw-qr svg").waitFor();
            look(chat, "handover", wide);
            page.keyboard().press("Escape");
            chat.find(".bhw-head [aria-haspopup=menu]").click();
            chat.find(".bhw-menu hr + [role=menuitem]").click();
            look(chat, "records", wide);
            chat.find(".bhw-btn--d").click();
            look(chat, "deletion", wide);
            Chromium.shoot(page, "deletion-320-" + language);
            page.keyboard().press("Escape");
            visitor.setOffline(true);
            chat.say("Unsent");
            assertThat(chat.find(".bhw-bar")).isVisible();
            look(chat, "offline", wide);
            visitor.setOffline(false);
        }
        assertThat(wide).isEmpty();
    }

    /// The browser's own text size, which no page may take away.
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "ar"})
    void lettersTwiceAsLargeFitToo(String language) {
        var wide = new ArrayList<String>();
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            store.attributes("data-lang=" + language);
            var page = visitor.newPage();
            visitor.newCDPSession(page).send("Page.setFontSizes", large());
            page.navigate(store.url("/"));
            var chat = new Chat(page);
            page.evaluate("Bellhop.open()");
            var input = chat.find(".bhw-f input").first();
            input.waitFor();
            var size = "it => parseFloat(getComputedStyle(it).fontSize)";
            assertThat(((Number) input.evaluate(size)).doubleValue()).isGreaterThanOrEqualTo(30);
            look(chat, "form", wide);
            chat.find(".bhw-btn--2").click();
            assertThat(chat.find(".bhw-hello")).isVisible();
            look(chat, "greeting", wide);
            Chromium.shoot(page, "large-" + language);
        }
        assertThat(wide).isEmpty();
    }

    private static JsonObject large() {
        var sizes = new JsonObject();
        sizes.addProperty("standard", 32);
        var members = new JsonObject();
        members.add("fontSizes", sizes);
        return members;
    }

    @SuppressWarnings("unchecked") // a list of texts, as the script says
    private static void look(Chat chat, String state, List<String> wide) {
        ((List<String>) chat.page().evaluate(TOO_WIDE))
                .forEach(it -> wide.add(state + ": " + it.strip()));
    }
}
