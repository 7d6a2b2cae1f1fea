package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// Something that a visitor may have before their eyes, and the honest way there. All states stand
/// in [#all], so a new one is one entry.
///
/// @param name of its pictures
/// @param bring lets a visitor come to it; what it says must be said by nobody else, so that the
///   owner's answer goes to the right chat: a running number makes it so
record WidgetState(String name, BiFunction<Stage, Integer, Shop> bring) {
    /// The first ones need nobody in the panel; from `online` on somebody is.
    static List<WidgetState> all() {
        return List.of(
                state(
                        "launcher",
                        (stage, _) -> {
                            var shop = stage.visitor();
                            shop.launcher().waitFor();
                            return shop;
                        }),
                state("greeting-away", (stage, _) -> stage.visitor().opens()),
                state(
                        "greeting-closed",
                        (stage, _) -> {
                            stage.opensOnlyOn(
                                    LocalDate.now(ZoneOffset.UTC).plusDays(3).getDayOfWeek());
                            return stage.visitor().opens();
                        }),
                state(
                        "greeting-online",
                        (stage, _) -> {
                            stage.agent();
                            var shop = stage.visitor().opens();
                            assertThat(shop.find(".bhw-dot--away")).hasCount(0);
                            return shop;
                        }),
                state(
                        "first-words",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("Is the Fjord pendant dimmable? " + number);
                            return shop;
                        }),
                state("talking", WidgetState::talking),
                state("ticks", WidgetState::ticks),
                state("days", WidgetState::days),
                state(
                        "typing",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("Could you look? " + number);
                            stage.agent().types(stage.codeOf("Could you look? " + number));
                            shop.find(".bhw-typing").waitFor();
                            return shop;
                        }),
                state(
                        "draft",
                        (stage, _) -> {
                            var shop = stage.visitor().opens();
                            shop.field()
                                    .fill(
                                            """
                                            One
                                            Two
                                            Three
                                            Four
                                            Five
                                            Six
                                            Seven lines of a draft\
                                            """);
                            return shop;
                        }),
                state(
                        "failed",
                        (stage, number) -> {
                            stage.house()
                                    .faults(
                                            "{\"on\":\"send\",\"kind\":\"error\",\"code\":131020,\"count\":1}");
                            var shop = stage.visitor().opens();
                            shop.tells("Thursday works for me " + number);
                            shop.find(".bhw-fix").waitFor();
                            return shop;
                        }),
                state(
                        "too-long",
                        (stage, _) -> {
                            var shop = stage.visitor().opens();
                            shop.says("lamp ".repeat(862));
                            assertThat(shop.bar()).isVisible();
                            return shop;
                        }),
                state("files", WidgetState::files),
                state("file-missing", WidgetState::fileMissing),
                state(
                        "unread",
                        (stage, number) -> {
                            var shop = unread(stage, number);
                            shop.find(".bhw-tease .bhw-ib").click();
                            return shop;
                        }),
                state(
                        "preview",
                        (stage, number) -> {
                            var shop = unread(stage, number);
                            shop.find(".bhw-tease .bhw-ib")
                                    .focus(); // or it would go after eight seconds
                            return shop;
                        }),
                state(
                        "new-since",
                        (stage, number) -> {
                            var shop = unread(stage, number);
                            shop.find(".bhw-tease .bhw-ib").click();
                            shop.opens();
                            shop.find(".bhw-new").waitFor();
                            return shop;
                        }),
                state("jump", WidgetState::jump),
                state(
                        "reconnecting",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("Before the cut " + number);
                            cut(stage, shop);
                            shop.says("After the cut");
                            assertThat(shop.bar()).isVisible();
                            return shop;
                        }),
                state(
                        "unreachable",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("Before the long cut " + number);
                            cut(stage, shop);
                            shop.says("After the long cut");
                            assertThat(shop.bar()).isVisible();
                            while (!shop.find(".bhw-bar button").isVisible()) {
                                shop.hearsOfTheNetwork();
                                shop.page().waitForTimeout(50);
                            }
                            assertThat(shop.find(".bhw-bar a")).isVisible();
                            return shop;
                        }),
                state(
                        "offline",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("Before the tunnel " + number);
                            cut(stage, shop);
                            stage.browser().setOffline(true);
                            shop.says("In the tunnel, one");
                            shop.says("In the tunnel, two");
                            shop.says(
                                    "In the tunnel, three"); // Arabic has a word for two, no digit
                            assertThat(shop.bar()).containsText("3");
                            return shop;
                        }),
                state(
                        "too-quick",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            for (int i = 1; i <= Stage.MESSAGES_IN_A_ROW + 6; i++) {
                                shop.says("Quick " + number + "." + i);
                            }
                            assertThat(shop.bar()).isVisible();
                            return shop;
                        }),
                state(
                        "blocked",
                        (stage, number) -> {
                            var shop = stage.visitor().opens();
                            shop.tells("Something rude " + number);
                            stage.house()
                                    .changes(
                                            """
                                            UPDATE visitor SET blocked_at = NOW(3) WHERE id =
                                                (SELECT visitor_id FROM conversation WHERE code = ?)
                                            """,
                                            stage.codeOf("Something rude " + number));
                            shop.page().reload();
                            assertThat(shop.bar()).isVisible();
                            return shop;
                        }),
                state(
                        "unkept",
                        (stage, _) -> {
                            var shop = stage.visitor();
                            stage.browser()
                                    .addInitScript(
                                            "Object.defineProperty(window, 'indexedDB', { value:"
                                                    + " undefined })");
                            shop.page().reload();
                            shop.opens();
                            assertThat(shop.find(".bhw-panel")).isVisible();
                            cut(stage, shop);
                            shop.says("Kept nowhere");
                            assertThat(shop.bar()).isVisible();
                            return shop;
                        }),
                state("closed", WidgetState::closed),
                state(
                        "rating",
                        (stage, number) -> {
                            var shop = closed(stage, number);
                            shop.find(".bhw-bells input").nth(3).check();
                            shop.find(".bhw-rate textarea").fill("Quick and kind");
                            return shop;
                        }),
                state(
                        "rated",
                        (stage, number) -> {
                            var shop = closed(stage, number);
                            shop.find(".bhw-bells input").nth(4).check();
                            shop.find("form.bhw-rate .bhw-btn").first().click();
                            shop.find(".bhw-thanks").waitFor();
                            return shop;
                        }),
                state("menu", WidgetState::menu),
                state(
                        "whatsapp",
                        (stage, number) -> {
                            var shop = menu(stage, number);
                            shop.find(".bhw-menu [role=menuitem]").first().click();
                            shop.find(".bhw-qr path").waitFor();
                            return shop;
                        }),
                state("strange-words", WidgetState::strangeWords));
    }

    private static WidgetState state(String name, BiFunction<Stage, Integer, Shop> bring) {
        return new WidgetState(name, bring);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Shop talking(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var question = "Hi! Is the Fjord pendant dimmable? " + number;
        shop.tells(question);
        shop.tells("It would hang over a kitchen table");
        stage.answers(shop, question, "Good morning! Yes, with the bulb we ship it with.");
        stage.answers(shop, question, "It dims to about 5%: https://juniper.example/fjord?a=1&b=2");
        shop.sees("about 5%");
        stage.agent().answers(stage.codeOf(question), "And it comes in white, too.");
        shop.sees("in white");
        shop.tells("Lovely");
        shop.tells("Do you ship to Portugal?");
        return shop;
    }

    /// Cuts the visitor off once the browser has all that comes after the panel, and what only a
    /// small screen needs, too: it is made one later, when nothing can be brought any more.
    static void cut(Stage stage, Shop shop) {
        shop.canAttach();
        var full = shop.page().locator("bellhop-chat.is-full");
        var wide = shop.page().viewportSize();
        shop.page().setViewportSize(WidgetStates.PHONE_WIDTH, WidgetStates.PHONE_HEIGHT);
        assertThat(full).hasCount(1);
        shop.page().setViewportSize(wide.width, wide.height);
        assertThat(full).hasCount(0);
        stage.cable().cut();
    }

    /// One message each that is read, delivered, sent, and on its way.
    private static Shop ticks(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("Read " + number);
        stage.owner().reads(stage.relayed("Read " + number));
        hasTick(shop, "Read " + number, "read");
        shop.tells("Delivered " + number);
        hasTick(shop, "Delivered " + number, "delivered");
        stage.ownersPhoneIs(false);
        shop.tells("Only sent " + number);
        hasTick(shop, "Only sent " + number, "sent");
        cut(stage, shop);
        shop.says("Still here " + number);
        hasTick(shop, "Still here " + number, "sending");
        return shop;
    }

    private static void hasTick(Shop shop, String text, String tick) {
        assertThat(shop.bubble(text)).hasAttribute("data-status", tick);
    }

    private static Shop days(Stage stage, int number) {
        var shop = stage.visitor().opens();
        for (var day : List.of("Last week", "On that day", "Yesterday")) {
            shop.tells(day + " " + number);
        }
        var code = stage.codeOf("Last week " + number);
        for (int seq = 1; seq <= 3; seq++) {
            int days = List.of(9, 3, 1).get(seq - 1);
            stage.house()
                    .changes(
                            "UPDATE message SET at = at - INTERVAL ? DAY WHERE seq = ? AND"
                                + " conversation_id = (SELECT id FROM conversation WHERE code = ?)",
                            days,
                            seq,
                            code);
        }
        shop.page().reload();
        shop.tells("Today " + number);
        assertThat(shop.find(".bhw-day")).hasCount(4);
        return shop;
    }

    private static Shop files(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var words = "Have you got pictures? " + number;
        shop.tells(words);
        stage.ownerSends(
                shop,
                words,
                file("image", Samples.picture("jpeg", 800, 600)).put("caption", "In our showroom"));
        stage.ownerSends(shop, words, file("image", Samples.picture("png", 60, 400)));
        stage.ownerSends(
                shop,
                words,
                file("document", Samples.pdf())
                        .put("filename", "fjord-pendant-mounting-guide.pdf"));
        stage.ownerSends(shop, words, file("audio", Samples.ogg()));
        assertThat(shop.find(".bhw-m--in figure, .bhw-m--in a.bhw-file")).hasCount(4);
        return shop;
    }

    private static ObjectNode file(String type, byte[] bytes) {
        return Json.object()
                .put("type", type)
                .put("data", Base64.getEncoder().encodeToString(bytes));
    }

    private static Shop fileMissing(Stage stage, int number) {
        stage.house()
                .faults(
                        "{\"on\":\"media\",\"kind\":\"error\",\"code\":131052,\"http\":400,\"count\":1000}");
        var shop = stage.visitor().opens();
        var words = "And the drawing? " + number;
        shop.tells(words);
        stage.ownerSends(
                shop,
                words,
                file("document", Samples.pdf()).put("filename", "drawing-of-the-lamp.pdf"));
        stage.ownerSends(shop, words, file("image", Samples.picture("jpeg", 80, 60)));
        var file = shop.find("div.bhw-file");
        assertThat(file).hasCount(2);
        assertThat(file.first().locator("small"))
                .not()
                .hasText(Pattern.compile("On its way|في الطريق"));
        return shop;
    }

    private static Shop unread(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var words = "I am off for a moment " + number;
        shop.tells(words);
        var asked = stage.settled(shop, words);
        shop.shuts();
        stage.owner().replies(asked, "The green one is back in stock.");
        stage.owner().replies(asked, "Shall I set one aside for you?");
        assertThat(shop.find(".bhw-badge")).hasText("2");
        assertThat(shop.find(".bhw-tease")).containsText("set one aside");
        return shop;
    }

    private static Shop jump(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var words = "Tell me all about it " + number;
        shop.tells(words);
        stage.answers(shop, words, "Line\n".repeat(60) + "the last line");
        shop.sees("the last line");
        shop.find(".bhw-log").evaluate("log => log.scrollTo(0, 0)");
        stage.answers(shop, words, "One more thing");
        shop.find(".bhw-jump").waitFor();
        return shop;
    }

    private static Shop closed(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var words = "That is everything, thank you " + number;
        shop.tells(words);
        stage.agent().closes(stage.codeOf(words));
        shop.find("form.bhw-rate").waitFor();
        return shop;
    }

    private static Shop menu(Stage stage, int number) {
        var shop = stage.visitor().opens();
        shop.tells("I have to catch a train " + number);
        shop.find("[aria-haspopup=menu]").click();
        shop.find(".bhw-menu").waitFor();
        return shop;
    }

    private static Shop strangeWords(Stage stage, int number) {
        var shop = stage.visitor().opens();
        var words = "<img src=x onerror=alert(1)> & <b>bold?</b> " + number;
        shop.tells(words);
        shop.tells(
                "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft");
        shop.tells("one line\n\nthen two more\n   and one that is set in");
        stage.answers(shop, words, "مرحبا! Order JC-20418 هو جاهز (https://juniper.example/ar)");
        shop.sees("JC-20418");
        stage.answers(shop, words, "שלום, it is ready. \u202ereversed\u202c 👍🏽👨‍👩‍👧");
        stage.answers(shop, words, "https://juniper.example/" + "a-very-long-path/".repeat(12));
        shop.sees("a-very-long-path");
        assertThat(shop.find(".bhw-m img")).hasCount(0);
        return shop;
    }
}
