package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;

import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// The widget on somebody else's page: what that page decides, and what it never notices.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SomebodysPageTest {
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

    private String gateway() {
        return house.gateway().publicUrl().toString();
    }

    private String socket() {
        return gateway().replaceFirst("^http", "ws");
    }

    private static Map<?, ?> box(Chat chat, String selector) {
        return (Map<?, ?>)
                chat.find(selector)
                        .evaluate(
                                """
                                it => {
                                  const {left, right, top, bottom} = it.getBoundingClientRect();
                                  return {left, right: innerWidth - right, top,
                                          bottom: innerHeight - bottom};
                                }
                                """);
    }

    private static int pixels(Map<?, ?> box, String side) {
        return (int)
                Math.round(((Number) Objects.requireNonNull(box.get(side), side)).doubleValue());
    }

    private static String style(Chat chat, String selector, String property) {
        return (String)
                chat.find(selector).evaluate("(it, name) => getComputedStyle(it)[name]", property);
    }

    @Test
    void aStrictPolicyNeedsNoMoreThanItsDocumentationSays() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.PHONE)) {
            store.attributes("nonce=\"r4nd0m\"")
                    .policy(
                            "default-src 'none'; script-src 'nonce-r4nd0m' %1$s;"
                                            .formatted(gateway())
                                    + " connect-src %s %s; img-src data:; style-src 'none';"
                                            .formatted(gateway(), socket())
                                    + " base-uri 'none'; form-action 'none'");
            var page = visitor.newPage();
            var refused = new CopyOnWriteArrayList<String>();
            page.onConsoleMessage(message -> {
                if (message.text().contains("Policy") || message.text().contains("Trusted")) {
                    refused.add(message.text());
                }
            });
            page.navigate(store.url("/"));
            var chat = new Chat(page).open();
            chat.say("Under a strict policy");
            house.phoneReplies(house.phone().sees("Under a strict policy"), "It works.");
            assertThat(chat.bubble("It works.")).isVisible();
            chat.choose("Continue on WhatsApp");
            assertThat(chat.find(".bhw-qr svg")).isVisible();
            page.keyboard().press("Escape");
            var file = page.waitForDownload(() -> chat.choose("Save this chat"));
            assertThat(file.failure()).isNull();
            chat.choose("Privacy and my data");
            assertThat(chat.sheet()).isVisible();
            assertThat(refused).isEmpty();
            assertThat(style(chat, ".bhw-head", "backgroundColor")).isEqualTo("rgb(122, 31, 46)");
        }
    }

    @Test
    void nothingHappensBeforeTheVisitorReachesForIt() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var page = visitor.newPage();
            List<String> asked = new CopyOnWriteArrayList<>();
            page.onRequest((Request request) -> asked.add(request.url()));
            page.onWebSocket(socket -> asked.add(socket.url()));
            page.navigate(store.url("/"));
            var chat = new Chat(page);
            chat.launcher().waitFor();
            // Time for whatever might come at idle: two frames and two idle moments.
            page.evaluate(
                    """
                    () => new Promise(done => requestAnimationFrame(() => requestIdleCallback(
                        () => setTimeout(() => requestIdleCallback(done), 1000))))
                    """);
            asked.removeIf(url -> url.startsWith("data:") || url.startsWith(store.url("/")));
            assertThat(asked).containsExactly(gateway() + "/widget.js");
            assertThat(visitor.cookies()).isEmpty();
            assertThat(
                            page.evaluate(
                                    """
                                    async () => [localStorage.length, sessionStorage.length,
                                        (await indexedDB.databases()).length,
                                        document.cookie].join()
                                    """))
                    .isEqualTo("0,0,0,");
            chat.launcher().hover();
            page.waitForCondition(
                    () -> asked.stream().anyMatch(url -> url.contains("/widget/panel-")));
            chat.open();
            page.waitForCondition(() -> asked.stream().anyMatch(url -> url.startsWith("ws:")));
            assertThat(visitor.cookies()).isEmpty();
        }
    }

    @Test
    void whoComesBackToAChatSeesWhatIsNewWithoutOpeningIt() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.at(store.url("/"), visitor).open();
            chat.say("I leave for a while");
            var letter = house.phone().sees("I leave for a while");
            chat.button("Minimise chat").first().click();
            chat.page().close();
            house.phoneReplies(letter, "While you were away.");
            var back = Chat.at(store.url("/later"), visitor);
            assertThat(back.find(".bhw-tease")).containsText("While you were away.");
            assertThat(back.find(".bhw-badge")).hasText("1");
            assertThat(back.launcher()).hasAttribute("aria-label", "Open chat, 1 unread message");
            assertThat(back.panel()).isHidden();
            back.find(".bhw-tease .bhw-ib").click();
            assertThat(back.find(".bhw-tease")).hasCount(0);
            back.launcher().click();
            assertThat(back.find(".bhw-new")).hasText("1 new since you left");
        }
    }

    @Test
    void thePageKeepsItsLooksAndHasOneNameMore() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            store.head(
                            """
                            <style>* { letter-spacing: 3px !important; } div { background: lime; }
                            button { font-size: 40px !important; display: none; }
                            html { font-size: 40px; } p { color: teal }</style>
                            <script>window.before = new Set(Object.getOwnPropertyNames(window))
                            </script>
                            """)
                    .body("<p id=words>Lamps</p><div id=box><button>Buy</button></div>");
            var page = visitor.newPage();
            page.navigate(store.url("/"));
            var looks =
                    "() => [...document.querySelectorAll('#words, #box, html, body')].map(it => {"
                            + " const s = getComputedStyle(it); return [...s].filter(n =>"
                            + " !n.startsWith('--')).map(n => n + s.getPropertyValue(n)).join() })";
            var before = page.evaluate(looks);
            var chat = new Chat(page);
            page.evaluate("Bellhop.open()");
            chat.panel().waitFor();
            assertThat(chat.find(".bhw-menu")).hasCount(1);
            assertThat(page.evaluate(looks)).isEqualTo(before);
            assertThat(
                            page.evaluate(
                                    "() => Object.getOwnPropertyNames(window).filter(name =>"
                                            + " !before.has(name)"
                                            + " && !['before', 'words', 'box', '__pwInitScripts',"
                                            + " '__playwright_builtins__',"
                                            + " '__playwright__binding__'].includes(name))"))
                    .isEqualTo(List.of("Bellhop"));
            assertThat(style(chat, ".bhw-who h2", "letterSpacing")).startsWith("-0.16");
            assertThat(style(chat, ".bhw-launch", "display")).isEqualTo("grid");
            assertThat(style(chat, ".bhw-compose textarea", "fontSize")).isEqualTo("15px");
        }
    }

    @Test
    void thePageDecidesColoursPlaceThemeLanguageAndButton() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            store.head(
                            """
                            <style>:root { --bellhop-brand: rgb(11, 122, 94);
                            --bellhop-on-brand: rgb(250, 250, 250); --bellhop-piping: rgb(1, 2, 3);
                            --bellhop-offset-x: 44px; --bellhop-offset-y: 33px }</style>
                            """)
                    .body("<button id=own onclick='Bellhop.open()'>Talk to us</button>")
                    .attributes("data-position=left data-theme=dark data-lang=de");
            var chat = Chat.at(store.url("/"), visitor);
            chat.launcher().waitFor();
            assertThat(chat.launcher()).hasAttribute("aria-label", "Chat öffnen");
            assertThat(pixels(box(chat, ".bhw-launch"), "left")).isEqualTo(44);
            assertThat(pixels(box(chat, ".bhw-launch"), "bottom")).isEqualTo(33);
            assertThat(style(chat, ".bhw-launch", "backgroundColor")).isEqualTo("rgb(11, 122, 94)");
            assertThat(style(chat, ".bhw-launch", "color")).isEqualTo("rgb(1, 2, 3)");
            chat.launcher().click();
            assertThat(chat.field()).hasAttribute("placeholder", "Nachricht schreiben");
            assertThat(pixels(box(chat, ".bhw-panel"), "left")).isEqualTo(44);
            assertThat(style(chat, ".bhw-panel", "backgroundColor")).isEqualTo("rgb(28, 23, 24)");

            store.attributes("data-launcher=none");
            chat.page().navigate(store.url("/own"));
            chat.page().locator("#own").click();
            assertThat(chat.field()).isFocused();
            // Asked again from inside, the chat still knows where the focus came from.
            chat.page().evaluate("Bellhop.open()");
            assertThat(chat.launcher()).isHidden();
            chat.page().keyboard().press("Escape");
            assertThat(chat.panel()).isHidden();
            assertThat(chat.page().locator("#own")).isFocused();
        }
    }

    @Test
    void aPageThatGetsAnotherBodyKeepsTheChatAsItIs() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.at(store.url("/"), visitor);
            chat.launcher().waitFor();
            chat.page().evaluate(ANOTHER_BODY);
            chat.page().evaluate("document.body.replaceChildren()");
            assertThat(chat.launcher()).isVisible();
            chat.open().say("Before the next page");
            assertThat(chat.bubble("Before the next page"))
                    .hasAttribute("data-status", Pattern.compile("sent|delivered|read"));
            chat.field().fill("Half a sent");
            chat.page().evaluate(ANOTHER_BODY);
            assertThat(chat.field()).hasValue("Half a sent");
            chat.page().evaluate("document.body.replaceChildren()");
            chat.field().press("Enter");
            house.phone().sees("Half a sent");
            assertThat(chat.page().locator("bellhop-chat")).hasCount(1);
        }
    }

    /// As Turbo and Astro go to another page.
    private static final String ANOTHER_BODY =
            "document.body.replaceWith(document.createElement('body'))";

    @Test
    void whoAsksForTheChatWhileItOpensByItselfWritesAtOnce() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            // Nothing is laid out yet when the page hears of it.
            store.body(
                    """
                    <script>
                      document.addEventListener('bellhop-open', () => Bellhop.open(), { once: true });
                    </script>
                    """);
            var chat = Chat.at(store.url("/"), visitor).open();
            // That it is open is noted.
            chat.page()
                    .waitForFunction(
                            "Object.keys(sessionStorage).some(key => key.endsWith(':open'))");
            chat.page().navigate(store.url("/next"));
            assertThat(chat.field()).isFocused();
        }
    }

    @Test
    void theSitesOwnColourHasReadableWordsOnIt() {
        var site = "/sites/" + house.program().sees("/sites").at("/items/0/id").asText();
        var appearance = "{\"appearance\":{\"accent\":%s,\"offset_x\":%d,\"offset_y\":20}}";
        house.program().changes(site + "/widget", appearance.formatted("\"#ffd400\"", 50));
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.at(store.url("/"), visitor).open();
            assertThat(chat.find(".bhw-head")).hasCSS("background-color", "rgb(255, 212, 0)");
            assertThat(style(chat, ".bhw-who h2", "color")).isEqualTo("rgb(0, 0, 0)");
            assertThat(style(chat, ".bhw-launch", "color")).isEqualTo("rgb(0, 0, 0)");
            assertThat(style(chat, ".bhw-chips button:first-child", "color"))
                    .isEqualTo("rgb(35, 30, 29)");
            assertThat(pixels(box(chat, ".bhw-launch"), "right")).isEqualTo(50);
        } finally {
            house.program().changes(site + "/widget", appearance.formatted("null", 20));
        }
    }

    @Test
    void thePageHearsWhatHappens() {
        try (var store = new Storefront(house);
                var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            store.body(
                    """
                    <h1>Lamps</h1>
                    <script>
                      window.heard = [];
                      document.addEventListener('bellhop-open', () => heard.push('event open'));
                      addEventListener('load', () => {
                        for (const type of ['open', 'close', 'message', 'unread']) {
                          Bellhop.on(type, detail => heard.push(
                              type + ' ' + (detail?.text ?? detail?.count ?? '')));
                        }
                        window.stop = Bellhop.on('open', () => heard.push('once'));
                      });
                    </script>
                    """);
            var chat = Chat.at(store.url("/"), visitor).open();
            chat.page().evaluate("stop()");
            chat.say("Tell the page");
            var letter = house.phone().sees("Tell the page");
            chat.page().evaluate("Bellhop.close()");
            house.phoneReplies(letter, "Told.");
            assertThat(chat.find(".bhw-badge")).hasText("1");
            chat.page().evaluate("Bellhop.open()");
            chat.page().waitForCondition(() -> heard(chat).contains("unread 0"));
            assertThat(heard(chat))
                    .containsSubsequence(
                            "once", "event open", "close ", "unread 1", "open ", "unread 0")
                    .contains("message Told.");
            assertThat(heard(chat).stream().filter("once"::equals)).hasSize(1);
        }
    }

    private static List<String> heard(Chat chat) {
        var heard = new ArrayList<String>();
        ((List<?>) chat.page().evaluate("heard")).forEach(it -> heard.add((String) it));
        return heard;
    }
}
