package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.story.CustomerClient;
import dev.bellhop.story.House;
import dev.bellhop.story.Program;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.regex.Pattern;

/// What agents write to customers on WhatsApp, and what WhatsApp takes of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ComposerTest {
    private House house;
    private Program program;
    private String channel;
    private Chromium chromium;
    private PanelUser maya;
    private PanelUser tomas;
    private int customers;

    @BeforeAll
    void open() {
        house = House.open();
        program = house.program();
        channel = house.setup().path("channel").asText();
        chromium = new Chromium();
        maya = PanelUser.signsIn(house, chromium);
        tomas = PanelUser.joins(house, chromium, "Tomás Rivera");
        template("back_in_stock", "UTILITY", "Hello {{1}}, the {{2}} is ready for you.", "");
        template(
                "parcel_on_its_way",
                "UTILITY",
                "Dear {{1}}, your parcel has left.",
                """
                ,{"type":"FOOTER","text":"Juniper & Co."},
                {"type":"BUTTONS","buttons":[{"type":"URL","text":"Track it",
                  "url":"https://shop.example/track/{{1}}","example":["https://shop.example/track/7"]}]}
                """);
        template("autumn_lamps", "MARKETING", "Autumn is here, {{1}}, and so are our lamps.", "");
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private void template(String name, String category, String body, String rest) {
        var examples = body.contains("{{2}}") ? "\"Ana\",\"lamp\"" : "\"Ana\"";
        var made =
                program.posts(
                        "/templates",
                        """
                        {"channel":%s,"name":"%s","language":"en_US","category":"%s","components":[
                          {"type":"BODY","text":"%s","example":{"body_text":[[%s]]}}%s]}
                        """
                                .formatted(channel, name, category, body, examples, rest));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        program.sees(
                "its approval",
                "/templates/" + made.json().path("id").asText(),
                t -> t.path("status").asText().equals("APPROVED"));
    }

    private CustomerClient customer(String name, String words) {
        var customer = CustomerClient.withNumber(house, "3519170001" + (10 + customers++), name);
        customer.writes(words);
        return customer;
    }

    private static Locator field(Page page) {
        return page.locator("[data-composer] textarea");
    }

    private static Locator box(Page page) {
        return page.locator("[data-composer] .box");
    }

    private static Locator shut(Page page) {
        return page.locator("[data-composer] .shut");
    }

    private static Locator sheet(Page page) {
        return page.locator("#sheet");
    }

    private static Locator said(Page page, String words) {
        return page.locator("[data-thread] .m")
                .filter(new Locator.FilterOptions().setHasText(words));
    }

    private static void isLive(Page page) {
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
    }

    private void isSilentForADay(CustomerClient customer) {
        house.changes(
                "UPDATE received SET at = at - INTERVAL 25 HOUR WHERE conversation_id ="
                        + " (SELECT id FROM conversation WHERE code = ?)",
                customer.code());
    }

    @Test
    void theWindowCountsDownClosesAndOpensAgainWithoutAReload() {
        var hiroshi = customer("Hiroshi Tanaka", "Is the Halden lamp still there?");
        var page = maya.browser().newPage();
        page.clock().install();
        page.navigate(house.gateway().publicUrl() + "/admin/c/" + hiroshi.code());
        isLive(page);
        var left = page.locator("[data-composer] .closes");
        assertThat(left).hasText(Pattern.compile("Window closes in 23 h 5\\d min"));
        assertThat(page.locator("#convs #row-" + hiroshi.code())).containsText("waits");
        page.clock().fastForward("02:30:00");
        assertThat(left).hasText(Pattern.compile("Window closes in 21 h 2\\d min"));
        assertThat(page.locator("#convs #row-" + hiroshi.code()))
                .containsText(Pattern.compile("waits 2 h 3\\d min"));
        assertThat(left.locator("xpath=ancestor-or-self::*[@aria-live or @role='status']"))
                .hasCount(0);

        isSilentForADay(hiroshi);
        page.clock().fastForward("22:00:00");
        assertThat(shut(page)).containsText("The 24-hour window has closed.");
        assertThat(shut(page)).containsText("When Hiroshi answers");
        assertThat(box(page)).isHidden();
        assertThat(link(page, "autumn_lamps en_US Marketing")).isVisible();
        page.keyboard().press("n");
        assertThat(box(page)).isVisible();
        assertThat(shut(page)).isHidden();
        page.keyboard().press("Escape");
        page.keyboard().press("r");
        assertThat(box(page)).isHidden();
        maya.looksAt(page, "composer-window-closed", seen -> assertThat(shut(seen)).isVisible());
        button(page, "Write all the same").click();
        assertThat(field(page)).isFocused();

        page.reload();
        isLive(page);
        assertThat(box(page)).isHidden();
        hiroshi.writes("Yes, please hold two");
        assertThat(said(page, "hold two")).isVisible();
        assertThat(shut(page)).hasCount(0);
        assertThat(box(page)).isVisible();
        assertThat(left).containsText("Window closes in");
        page.close();
    }

    @Test
    void aTemplateIsFoundFilledInLookedAtAndSentByKeyboard() {
        var kwame = customer("Kwame Boateng", "Tell me when it is back");
        isSilentForADay(kwame);
        var page = maya.opens("/c/" + kwame.code());
        isLive(page);
        assertThat(box(page)).isHidden();
        link(page, "All templates").focus();
        page.keyboard().press("Enter");
        assertThat(sheet(page).locator("h2")).hasText("Send a template");
        sheet(page).locator("[type=search]").fill("ready for");
        assertThat(sheet(page).locator(".opt")).hasCount(1);
        sheet(page).locator("[type=search]").fill("");
        assertThat(sheet(page).locator(".opt")).hasCount(6);
        sheet(page).getByLabel("Category").selectOption("MARKETING");
        assertThat(sheet(page).locator(".opt")).hasCount(1);
        assertThat(sheet(page).locator(".opt")).containsText("autumn_lamps");
        sheet(page).getByLabel("Category").selectOption("");
        assertThat(sheet(page).locator(".opt")).hasCount(6);
        sheet(page).locator("#tpl-back_in_stock-en_US").focus();
        page.keyboard().press("Enter");
        assertThat(sheet(page).locator("#tpl-back_in_stock-en_US")).isFocused();
        assertThat(sheet(page).locator("#tpl-back_in_stock-en_US"))
                .hasAttribute("aria-current", "true");
        assertThat(sheet(page).getByLabel("{{1}}")).hasValue("Kwame");
        assertThat(sheet(page).locator(".phone-of"))
                .containsText("Hello Kwame, the {{2}} is ready for you.");
        maya.looksAt(
                page,
                "composer-template-empty",
                seen -> assertThat(seen.locator("[data-composer]")).isVisible());
        button(page, "Send template").click();
        assertThat(sheet(page).locator("[data-sheet-problem]"))
                .hasText("Still to be filled in: {{2}}.");
        sheet(page).getByLabel("{{2}}").fill("Halden lamp");
        assertThat(sheet(page).locator(".phone-of"))
                .containsText("the Halden lamp is ready for you.");
        seesInEveryLook(kwame, "/templates?name=back_in_stock&language=en_US", "template");
        assertThat(sheet(page).getByLabel("{{2}}")).isFocused();
        page.keyboard().press("Enter");
        assertThat(sheet(page)).isHidden();
        kwame.wrote("Hello Kwame, the Halden lamp is ready for you.");
        assertThat(said(page, "Hello Kwame, the Halden lamp is ready for you.")).isVisible();
        kwame.phone().sees("the Halden lamp is ready");
        // The window is as closed as before, and the focus is where it was.
        assertThat(shut(page)).isVisible();
        assertThat(link(page, "All templates")).isFocused();
        page.keyboard().press("t");
        assertThat(sheet(page).locator("h2")).isVisible();
        page.keyboard().press("Escape");
        assertThat(sheet(page)).isHidden();
        page.close();
    }

    private void seesInEveryLook(CustomerClient customer, String path, String name) {
        for (var look : Chromium.Look.values()) {
            try (var other = chromium.person(look)) {
                other.addCookies(maya.browser().cookies());
                var seen = other.newPage();
                seen.navigate(house.gateway().publicUrl() + "/admin/c/" + customer.code() + path);
                assertThat(seen.locator("#sheet h2")).isVisible();
                AccessibilityTest.assertAccessible(seen, name + " " + look);
                Chromium.shoot(
                        seen,
                        "composer-" + name + "-" + look.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    @Test
    void aTemplateThatWasPausedMeanwhileAndAnAnswerThatIsNewerAreSaidInWords() {
        var amara = customer("Amara Nwosu", "Where is my parcel?");
        var page = maya.opens("/c/" + amara.code());
        isLive(page);
        page.locator("[id^=do-template]").click();
        sheet(page).locator("#tpl-parcel_on_its_way-en_US").click();
        assertThat(sheet(page).locator(".phone-of")).containsText("Dear Amara,");
        assertThat(sheet(page).locator(".phone-of")).containsText("Juniper & Co.");
        sheet(page).getByLabel("End of the address").fill("JC-20397");

        var tomass = tomas.opens("/c/" + amara.code());
        isLive(tomass);
        field(tomass).fill("It leaves today");
        field(tomass).press("Enter");
        assertThat(said(page, "It leaves today")).isAttached();
        button(page, "Send template").click();
        assertThat(sheet(page).locator("[data-sheet-problem]"))
                .hasText("Tomás Rivera has answered in the meantime.");
        house.control("templates", "{\"name\":\"parcel_on_its_way\",\"event\":\"PAUSED\"}");
        program.sees(
                "the pause",
                "/templates?status=paused",
                found -> found.toString().contains("parcel_on_its_way"));
        button(page, "Send anyway").click();
        assertThat(sheet(page).locator("[data-sheet-problem]"))
                .containsText("“parcel_on_its_way” (en_US) cannot be sent any more");
        house.control("templates", "{\"name\":\"parcel_on_its_way\",\"event\":\"APPROVED\"}");
        program.sees(
                "the return",
                "/templates?status=approved",
                found -> found.toString().contains("parcel_on_its_way"));
        button(page, "Send anyway").click();
        assertThat(sheet(page)).isHidden();
        assertThat(said(page, "Dear Amara, your parcel has left.")).isVisible();
        amara.phone().sees("your parcel has left");
        page.close();
        tomass.close();
    }

    @Test
    void aTemplateGoesOutWithoutAScript() {
        var omar = customer("Omar Haddad", "Are you open in autumn?");
        isSilentForADay(omar);
        try (var plain = chromium.withoutScripts(maya.browser().cookies())) {
            var page = plain.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + omar.code());
            link(page, "All templates").click();
            page.locator("#tpl-back_in_stock-en_US").click();
            button(page, "Send template").click();
            assertThat(page.locator("#sheet [role=alert]").first())
                    .hasText("Still to be filled in: {{2}}.");
            assertThat(page.getByLabel("{{1}}")).hasValue("Omar");
            page.getByLabel("{{2}}").fill("lamp");
            button(page, "Show").click();
            assertThat(page.locator(".phone-of")).containsText("the lamp is ready for you.");
            button(page, "Send template").click();
            assertThat(said(page, "Hello Omar, the lamp is ready for you.")).isVisible();
            omar.phone().sees("Hello Omar, the lamp is ready");
        }
    }

    @Test
    void anAnswerQuotesWhatItAnswers() {
        var jonas = customer("Jonas Lindqvist", "Could you resend the invoice?");
        jonas.writes("And is the lamp dimmable?");
        var page = maya.opens("/c/" + jonas.code());
        isLive(page);
        var quoted = page.locator("[data-composer] [data-quoted]");
        assertThat(quoted).isHidden();
        page.keyboard().press("q");
        assertThat(quoted).containsText("Jonas Lindqvist And is the lamp dimmable?");
        assertThat(field(page)).isFocused();
        page.keyboard().press("Escape");
        assertThat(quoted).isHidden();
        said(page, "invoice").hover();
        said(page, "invoice").locator("[data-quote]").click();
        assertThat(quoted).containsText("Could you resend the invoice?");
        AccessibilityTest.assertAccessible(page, "quoting");
        Chromium.shoot(page, "composer-quoting");
        quoted.locator("[data-unquote]").click();
        assertThat(quoted).isHidden();
        said(page, "invoice").locator("[data-quote]").focus();
        page.keyboard().press("Enter");
        // Kept, as the words are.
        page.reload();
        isLive(page);
        assertThat(quoted).containsText("Could you resend the invoice?");
        field(page).fill("It is on its way");
        field(page).press("Enter");
        assertThat(quoted).isHidden();
        assertThat(said(page, "It is on its way").locator(".q"))
                .hasText("Jonas Could you resend the invoice?");
        assertThat(said(page, "It is on its way")).hasAttribute("data-seq", "3");
        assertThat(jonas.phone().sees("It is on its way").toString()).contains("quote");
        page.reload();
        assertThat(said(page, "It is on its way").locator(".q")).containsText("the invoice?");
        assertThat(quoted).isHidden();
        maya.looksAt(
                page,
                "composer-quoted",
                seen -> assertThat(said(seen, "It is on its way")).isVisible());
        page.close();
    }

    @Test
    void aQuoteComesBackWithAnAnswerThatSomebodyElseOvertook() {
        var luca = customer("Luca Bianchi", "Is it rated IP44?");
        // A page that hears of nothing that happens.
        var page = maya.browser().newPage();
        page.route("**/admin/live", _ -> {});
        page.navigate(house.gateway().publicUrl() + "/admin/c/" + luca.code());
        page.keyboard().press("q");
        field(page).fill("Yes, it is");
        program.posts("/conversations/" + luca.code() + "/messages", "{\"text\":\"I look it up\"}");
        field(page).press("Enter");
        var pending = page.locator("[data-pending]");
        assertThat(pending.locator(".q")).containsText("Is it rated IP44?");
        assertThat(pending).containsText("has answered in the meantime");
        pending.locator("[data-delete]").click();
        assertThat(field(page)).hasValue("Yes, it is");
        assertThat(page.locator("[data-quoted]")).containsText("Is it rated IP44?");
        field(page).press("Enter");
        assertThat(said(page, "Yes, it is").locator(".q")).containsText("Is it rated IP44?");
        page.close();
    }

    @Test
    void anAgentQuotesWithoutAScript() {
        var sofia = customer("Sofia Duarte", "Open on Saturday?");
        try (var plain = chromium.withoutScripts(maya.browser().cookies())) {
            var page = plain.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + sofia.code());
            said(page, "Saturday").locator("[data-quote]").click();
            assertThat(page.locator("[data-quoted]")).containsText("Open on Saturday?");
            field(page).fill("From 10 to 14");
            button(page, "Send").click();
            assertThat(said(page, "From 10 to 14").locator(".q")).containsText("on Saturday?");
            said(page, "Open on").first().locator("[id^=react]").click();
            button(page, "thumbs up").click();
            assertThat(page.locator(".reactions")).containsText("👍");
        }
    }

    @Test
    void anAgentReactsChangesItAndTakesItAway() {
        var fatima = customer("Fatima Al-Sayed", "The lamp is beautiful");
        var page = maya.opens("/c/" + fatima.code());
        isLive(page);
        var message = said(page, "beautiful");
        message.hover();
        message.locator("[id^=react]").click();
        assertThat(sheet(page).locator("h2")).hasText("React");
        assertThat(sheet(page)).containsText("The lamp is beautiful");
        sheet(page).locator("[type=search]").fill("heart");
        assertThat(sheet(page).locator("[data-emoji-grid] button:visible").first())
                .hasAttribute("title", "red heart");
        sheet(page).locator("[type=search]").press("Enter");
        assertThat(sheet(page)).isHidden();
        assertThat(message.locator(".reactions")).containsText("❤️");
        assertThat(message.locator("[id^=react]")).isFocused();
        fatima.phone().seesType("reaction");

        page.keyboard().press("Enter");
        assertThat(sheet(page).locator("h2")).hasText("Change your reaction");
        assertThat(button(page, "red heart")).hasAttribute("aria-pressed", "true");
        seesInEveryLook(fatima, "/messages/1/reaction", "react");
        sheet(page).locator("[type=search]").press("ArrowDown");
        assertThat(button(page, "thumbs up")).isFocused();
        page.keyboard().press("Enter");
        assertThat(message.locator(".reactions")).containsText("👍");
        assertThat(message.locator(".reactions")).not().containsText("❤️");
        message.locator("[id^=react]").press("Enter");
        button(page, "Take 👍 away").click();
        assertThat(message.locator(".reactions")).hasCount(0);
        page.close();
    }

    @Test
    void emojiAndResponsesGoWhereTheCaretIs() {
        program.posts(
                "/canned", "{\"shortcut\":\"ship\",\"title\":\"Delivery\",\"text\":\"Two days.\"}");
        var page = maya.opens("/c/" + customer("Priya Raman", "When does it come?").code());
        isLive(page);
        field(page).fill("Soon !");
        field(page).evaluate("field => field.setSelectionRange(5, 5)");
        var opener = page.locator("[data-composer] summary");
        opener.focus();
        page.keyboard().press("Enter");
        var find = page.locator("[data-composer] [data-emoji-find]");
        assertThat(find).isFocused();
        AccessibilityTest.assertAccessible(page, "emoji");
        Chromium.shoot(page, "composer-emoji");
        find.fill("no such thing");
        assertThat(page.locator("[data-emoji-none]")).hasText("No emoji of that name here.");
        find.press("Escape");
        assertThat(find).isHidden();
        assertThat(opener).isFocused();
        page.keyboard().press("Enter");
        find.fill("van");
        find.press("Enter");
        assertThat(field(page)).hasValue("Soon 🚚!");
        assertThat(field(page)).isFocused();
        assertThat(find).isHidden();
        page.locator("[data-responses]").click();
        var choices = page.locator("[data-picker] [role=option]");
        assertThat(choices).hasText(Pattern.compile(".*Two days.*", Pattern.DOTALL));
        page.keyboard().press("Enter");
        assertThat(field(page)).hasValue("Soon 🚚Two days.!");
        field(page).fill("");
        page.locator("[data-responses]").click();
        assertThat(choices).hasCount(1);
        page.keyboard().press("Enter");
        assertThat(field(page)).hasValue("Two days.");
        page.close();
    }

    @Test
    void everythingInTheComposerIsOpenToEverybody() {
        var dev = customer("Dev Patel", "One look for all");
        var path = "/c/" + dev.code();
        var page = maya.opens(path);
        maya.looksAt(
                page,
                "composer-window-open",
                seen -> assertThat(seen.locator("[data-composer] .closes")).isAttached());
        seesInEveryLook(dev, "/labels", "labels");
        seesInEveryLook(dev, "/templates", "templates");
        page.close();
    }

    @Test
    void theDetailsSaySinceWhenSomebodyHasItAndHowLateItIsWhereTheCustomerIs() {
        try (var ana = house.visitor()) {
            ana.says("How late is it?");
            house.changes(
                    "UPDATE visitor SET zone = 'Asia/Kolkata' WHERE id ="
                            + " (SELECT visitor_id FROM conversation WHERE code = ?)",
                    ana.code());
            var page = maya.browser().newPage();
            page.clock().install();
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + ana.code());
            isLive(page);
            var clock = page.locator("#side [data-zone]");
            var before = clock.textContent();
            assertThat(page.locator("#side"))
                    .containsText(Pattern.compile("· \\d\\d:\\d\\d in Kolkata"));
            assertThat(page.locator("#side")).not().containsText("since");
            // By its key: what is drawn anew between a button's down and up swallows a click.
            page.locator("[data-thread]").focus();
            page.keyboard().press("m");
            assertThat(page.locator("#side")).containsText(Pattern.compile("since \\d\\d:\\d\\d"));
            page.clock().fastForward("01:00:00");
            assertThat(clock).not().hasText(before);
            page.close();
        }
    }
}
