package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.story.CustomerClient;
import dev.bellhop.story.House;
import dev.bellhop.story.VisitorClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What agents do with people, with each other's answers and with many conversations at once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeedsTest {
    private House house;
    private Chromium chromium;
    private PanelUser maya;
    private PanelUser tomas;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        maya = PanelUser.signsIn(house, chromium);
        tomas = PanelUser.joins(house, chromium, "Tomás Rivera");
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private VisitorClient visitor(String name, String words) {
        var visitor = house.visitor();
        visitor.sendsText("{\"t\":\"profile\",\"name\":\"" + name + "\"}");
        visitor.says(words);
        return visitor;
    }

    private static Locator row(Page page, VisitorClient visitor) {
        return page.locator("#convs #conv-" + visitor.code());
    }

    private static Locator field(Page page) {
        return page.locator("[data-composer] textarea");
    }

    private static Locator thread(Page page) {
        return page.locator("[data-thread]");
    }

    @Test
    void whoCameTwiceIsMergedByWhoLooksAlikeOrByACode() {
        CustomerClient.withNumber(house, "351900000401", "Beatriz Carvalho")
                .writes("From my phone");
        try (var web = visitor("Beatriz Carvalho", "From the website")) {
            var page = maya.opens("/c/" + web.code());
            PanelUser.isQuiet(page);
            page.locator("#do-more").focus();
            page.keyboard().press("Enter");
            link(page, "Merge Beatriz with…").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#sheet h2")).hasText("Merge Beatriz Carvalho with…");
            assertThat(page.locator("#sheet fieldset")).containsText("+351900000401");
            AccessibilityTest.assertAccessible(page, "merge");
            Chromium.shoot(page, "deeds-merge");
            button(page, "Merge").click();
            assertThat(page.locator("#sheet .err")).containsText("Say with whom");
            page.locator("#sheet [name=with]").check();
            button(page, "Merge").click();
            assertThat(page.locator("#sheet")).isHidden();
            assertThat(thread(page)).containsText("merged Beatriz Carvalho and Beatriz Carvalho");
            assertThat(page.locator("#side")).containsText("+351900000401");
            assertThat(page.locator("#side")).containsText("From my phone");
            page.close();
            for (var item : house.program().sees("/conversations").path("items")) {
                if (item.path("kind").asText().equals("whatsapp")) {
                    var _ =
                            house.program()
                                    .posts(
                                            "/conversations/"
                                                    + item.path("code").asText()
                                                    + "/close",
                                            "{}");
                }
            }
        }
    }

    @Test
    void whoIsBlockedIsMarkedEverywhereUntilSomebodyUnblocksThem() {
        try (var rude = visitor("Rude Person", "You are all fools")) {
            var mayas = maya.opens("/c/" + rude.code());
            var tomass = tomas.opens("/c/" + rude.code());
            PanelUser.isQuiet(mayas);
            mayas.locator("#do-more").focus();
            mayas.keyboard().press("Enter");
            Chromium.shoot(mayas, "deeds-menu");
            AccessibilityTest.assertAccessible(mayas, "the conversation's menu");
            link(mayas, "Block Rude…").focus();
            mayas.keyboard().press("Enter");
            assertThat(mayas.locator("#sheet h2")).hasText("Block Rude Person?");
            AccessibilityTest.assertAccessible(mayas, "block");
            Chromium.shoot(mayas, "deeds-block");
            mayas.locator("#sheet [name=close]").uncheck();
            button(mayas, "Block").click();
            assertThat(mayas.locator("#sheet")).isHidden();
            rude.refused("blocked");

            for (var page : new Page[] {mayas, tomass}) {
                assertThat(page.locator(".th-h")).containsText("Blocked");
                assertThat(row(page, rude).locator(".bot")).containsText("Blocked");
                assertThat(page.locator("#side")).containsText("What they write reaches nobody");
                assertThat(page.locator("[data-composer]")).containsText("Goes to nobody: blocked");
                assertThat(thread(page)).containsText("blocked Rude Person");
            }
            maya.looksAt(
                    mayas,
                    "deeds-blocked",
                    seen -> assertThat(thread(seen)).containsText("blocked"));
            field(mayas).fill("So are you");
            field(mayas).press("Enter");
            assertThat(thread(mayas).locator("[data-pending]"))
                    .containsText("Unblock them to answer");
            mayas.locator("[data-delete]:visible").click();
            assertThat(field(mayas)).hasValue("So are you");

            tomass.locator("#side-unblock").click();
            assertThat(mayas.locator(".th-h")).not().containsText("Blocked");
            assertThat(row(mayas, rude)).not().containsText("Blocked");
            rude.says("I beg your pardon");
            assertThat(thread(mayas)).containsText("I beg your pardon");
            mayas.close();
            tomass.close();
        }
    }

    @Test
    void blockingWorksWithoutAScriptAndClosesIfWanted() {
        try (var rude = visitor("Second Rude", "Fools");
                var plain = chromium.withoutScripts(maya.browser().cookies())) {
            var page = plain.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + rude.code());
            page.locator("#do-more").click();
            link(page, "Block Second…").click();
            button(page, "Block").click();
            assertThat(page.locator(".th-h")).containsText("Blocked");
            assertThat(button(page, "Re-open")).isVisible();
            page.locator("#do-more").click();
            button(page, "Unblock Second").click();
            assertThat(page.locator(".th-h")).not().containsText("Blocked");
        }
    }

    /// A page that hears of nothing that happens.
    private static Page deaf(PanelUser user, String path) {
        var page = user.browser().newPage();
        page.route("**/admin/live", _ -> {});
        page.navigate(path);
        return page;
    }

    @Test
    void anAnswerThatWasOvertakenAsksWhetherItIsToGoAndLosesNoWord() {
        try (var visitor = visitor("Sofia Duarte", "Are you open on Saturday?")) {
            var path = house.gateway().publicUrl() + "/admin/c/" + visitor.code();
            var mayas = deaf(maya, path);
            var tomass = tomas.opens("/c/" + visitor.code());
            field(tomass).fill("From ten to two.");
            field(tomass).press("Enter");
            visitor.sees("From ten to two.");
            // One's own newer answer is nobody else's.
            field(tomass).fill("And on Sunday, too.");
            field(tomass).press("Enter");
            visitor.sees("And on Sunday, too.");

            field(mayas).fill("No, we are closed.");
            field(mayas).press("Enter");
            var asked = thread(mayas).locator("[data-pending]");
            assertThat(asked).containsText("Tomás Rivera has answered in the meantime.");
            assertThat(thread(mayas)).containsText("And on Sunday, too."); // before the choice
            AccessibilityTest.assertAccessible(mayas, "overtaken");
            Chromium.shoot(mayas, "deeds-overtaken");
            field(mayas).fill("PS: bring the receipt");
            button(mayas, "Keep editing").click();
            assertThat(field(mayas)).hasValue("No, we are closed.\nPS: bring the receipt");
            assertThat(asked).hasCount(0);

            // Now she has seen it.
            field(mayas).fill("In summer we are closed on Sundays.");
            field(mayas).press("Enter");
            visitor.sees("In summer we are closed on Sundays.");

            // He would be asked, too, if he answered what he has not seen.
            assertThat(thread(tomass)).containsText("In summer we are closed on Sundays.");
            field(tomass).fill("Sorry, that is so.");
            field(tomass).press("Enter");
            visitor.sees("Sorry, that is so.");
            field(mayas).fill("See you on Saturday!");
            field(mayas).press("Enter");
            assertThat(asked).containsText("in the meantime");
            mayas.reload(); // what is not decided yet outlives the page
            button(mayas, "Send anyway").click();
            visitor.sees("See you on Saturday!");
            assertThat(asked).hasCount(0);
            mayas.close();
            tomass.close();
        }
    }

    @Test
    void withoutAScriptTheWordsComeBackBesideTheNewerAnswer() {
        try (var visitor = visitor("Hiroshi Tanaka", "Is the Halden still there?");
                var plain = chromium.withoutScripts(maya.browser().cookies())) {
            var page = plain.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + visitor.code());
            var tomass = tomas.opens("/c/" + visitor.code());
            field(tomass).fill("One is left.");
            field(tomass).press("Enter");
            visitor.sees("One is left.");
            field(page).fill("It is sold out.");
            button(page, "Send").click();
            assertThat(page.locator("[data-composer]"))
                    .containsText("Tomás Rivera has answered in the meantime.");
            assertThat(thread(page)).containsText("One is left.");
            assertThat(field(page)).hasValue("It is sold out.");
            Chromium.shoot(page, "deeds-overtaken-plain");
            field(page).fill("And it is yours.");
            button(page, "Send anyway").click();
            visitor.sees("And it is yours.");
            tomass.close();
        }
    }

    @Test
    void aListThatIsNeededOftenIsKeptUnderAName() {
        house.phone("15550002002").writes("Where is my order?");
        try (var web = visitor("Luca Bianchi", "Is the sconce rated for bathrooms?")) {
            var page = maya.opens("/inbox?view=waiting&channel=whatsapp");
            assertThat(row(page, web)).hasCount(0);
            PanelUser.listIsQuiet(page);
            page.locator("#tab-more").click();
            page.locator("#save-view").click();
            assertThat(page.locator("#sheet h2")).hasText("Save this view");
            assertThat(page.locator("#sheet")).containsText("Waiting · WhatsApp");
            AccessibilityTest.assertAccessible(page, "save a view");
            Chromium.shoot(page, "deeds-save-view");
            page.keyboard().press("Tab");
            page.locator("#view-name").fill("WhatsApp first");
            page.keyboard().press("Enter");
            assertThat(page.locator("#sheet")).isHidden();
            assertThat(page.locator("#tab-more")).hasText("WhatsApp first");
            assertThat(page.locator("#tab-more")).isFocused();

            page.locator("#filter-channel").click();
            link(page, "Any channel").click();
            assertThat(row(page, web)).isVisible();
            page.locator("#tab-more").click();
            assertThat(link(page, "WhatsApp first 1")).isVisible();
            AccessibilityTest.assertAccessible(page, "saved views");
            Chromium.shoot(page, "deeds-saved-views");
            link(page, "WhatsApp first 1").click();
            assertThat(row(page, web)).hasCount(0);
            assertThat(page)
                    .hasURL(
                            house.gateway().publicUrl()
                                    + "/admin/inbox?view=waiting&channel=whatsapp");

            page.locator("#tab-more").click();
            page.locator("#manage-views").click();
            assertThat(page.locator("#sheet h2")).isVisible();
            AccessibilityTest.assertAccessible(page, "manage views");
            Chromium.shoot(page, "deeds-views");
            page.getByLabel("Name of WhatsApp first").fill("Phones");
            button(page, "Rename").click();
            assertThat(page.locator("#tab-more")).hasText("Phones");
            var tomass = tomas.opens("/inbox");
            tomass.locator("#tab-more").click();
            assertThat(tomass.locator("#tabs")).not().containsText("Phones"); // each for oneself
            tomass.close();
            maya.looksAt(
                    page,
                    "deeds-saved",
                    seen -> assertThat(seen.locator("#tab-more")).hasText("Phones"));
            page.locator("#tab-more").click();
            page.locator("#manage-views").click();
            button(page, "Delete Phones").click();
            assertThat(page.locator("#tab-more")).hasText("More");
            page.close();
        }
    }

    @Test
    void severalAreClosedAtOnceByKeyAndByPointer() {
        try (var first = visitor("Ana One", "One");
                var second = visitor("Ben Two", "Two");
                var third = visitor("Cleo Three", "Three")) {
            var page = maya.opens("/inbox?view=unassigned");
            var other = tomas.opens("/inbox?view=open");
            assertThat(row(page, third)).isVisible();
            PanelUser.listIsQuiet(page);
            row(page, first).locator("a").click();
            assertThat(page.locator("#side")).containsText("Ana One");
            row(page, first).locator("a").focus();
            page.keyboard().press("x");
            assertThat(page.locator("[data-selected]")).hasText("1 selected");
            assertThat(row(page, first).locator("[data-select]")).isChecked();
            // A row that comes anew stays selected.
            first.says("One more");
            assertThat(row(page, first)).containsText("One more");
            assertThat(row(page, first).locator("[data-select]")).isChecked();
            row(page, third).locator("a").focus();
            page.keyboard().press("Shift+X");
            assertThat(page.locator("[data-selected]")).hasText("3 selected");
            AccessibilityTest.assertAccessible(page, "several selected");
            Chromium.shoot(page, "deeds-bulk");
            row(page, second).hover();
            row(page, second).locator("[data-select]").click();
            assertThat(page.locator("[data-selected]")).hasText("2 selected");
            page.locator("#bulk-deed").selectOption("close");
            button(page, "Apply").click();
            assertThat(page.locator("#bulk-words")).hasText("2 closed.");
            assertThat(page.locator("#bulk-words")).isFocused();
            assertThat(page.locator("#bulk")).isHidden();
            page.mouse().move(900, 500);
            assertThat(row(page, first)).hasCount(0);
            assertThat(row(page, second)).isVisible();
            assertThat(row(other, third)).hasCount(0);
            page.close();
            other.close();
        }
    }

    @Test
    void severalAreSelectedOnAPhoneAndWithoutAScript() {
        try (var first = visitor("Dora Four", "Four");
                var second = visitor("Emil Five", "Five");
                var phone = chromium.person(Chromium.Look.PHONE);
                var plain = chromium.withoutScripts(maya.browser().cookies())) {
            phone.addCookies(maya.browser().cookies());
            var page = phone.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/inbox");
            PanelUser.listIsQuiet(page);
            button(page, "Select several").click();
            row(page, first).locator("[data-select]").click();
            AccessibilityTest.assertAccessible(page, "several on a phone");
            Chromium.shoot(page, "deeds-bulk-phone");
            page.locator("#bulk-deed").selectOption("priority:urgent");
            button(page, "Apply").click();
            assertThat(page.locator("#bulk-words")).hasText("1 of urgent priority.");
            assertThat(row(page, first)).containsText("Urgent");

            var old = plain.newPage();
            old.navigate(house.gateway().publicUrl() + "/admin/inbox");
            row(old, second).locator("[data-select]").check();
            Chromium.shoot(old, "deeds-bulk-plain");
            old.locator("#bulk-deed").selectOption("close");
            button(old, "Apply").click();
            assertThat(old.locator("#bulk-words")).hasText("1 closed.");
            assertThat(row(old, second)).hasCount(0);
        }
    }

    @Test
    void aLongListIsReadOnBelowItsEnd() {
        // As if a hundred and five people had written long ago.
        for (int i = 0; i < 105; i++) {
            house.changes(
                    "INSERT INTO visitor (site_id, name, created_at, last_seen_at) VALUES (1, ?,"
                            + " '2026-01-01', '2026-01-01')",
                    "Long Ago " + i);
            house.changes(
                    """
                    INSERT INTO conversation
                      (code, kind, site_id, visitor_id, status, last_seq, last_at, last_author,
                       last_text, unread, visitor_got, visitor_seen, agent_seen, opened_at, closed_at)
                    SELECT ?, 'web', 1, MAX(id), 'closed', 0,
                      '2026-01-01' + INTERVAL ? MINUTE, 'system', 'Bye', 0, 0, 0, 0, '2026-01-01',
                      '2026-01-01'
                    FROM visitor
                    """,
                    "LA%03d".formatted(i),
                    i / 2);
        }
        var page = maya.opens("/inbox?view=closed");
        var rows = page.locator("#convs .conv");
        assertThat(rows).hasCount(100);
        page.locator("#more").focus();
        Chromium.shoot(page, "deeds-more");
        AccessibilityTest.assertAccessible(page, "show more");
        page.keyboard().press("Enter");
        assertThat(page.locator("#convs li:nth-child(101) .conv")).isFocused();
        assertThat(page.locator("#more")).hasCount(0);
        assertThat(page.locator("#convs #conv-LA000")).isVisible();
        assertThat(page.locator("#convs h2 .n").last()).not().hasText("100");
        page.close();
        try (var plain = chromium.withoutScripts(maya.browser().cookies())) {
            var old = plain.newPage();
            old.navigate(house.gateway().publicUrl() + "/admin/inbox?view=closed");
            old.locator("#more").click();
            assertThat(old.locator("#convs #conv-LA000")).isVisible();
            assertThat(old.locator("#convs #conv-LA104")).hasCount(0);
            Chromium.shoot(old, "deeds-more-plain");
            link(old, "Back to the top of this list").click();
            assertThat(old.locator("#convs #conv-LA104")).isVisible();
        }
    }
}
