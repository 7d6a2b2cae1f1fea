package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;
import dev.bellhop.story.VisitorClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.concurrent.CopyOnWriteArrayList;

/// Two agents sort their work, each before a page of their own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CenterTest {
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
    void whatIsLookedForIsFoundWhileItIsTyped() {
        try (var ingrid = visitor("Ingrid Solberg", "Is the quillwort lamp back in stock?")) {
            var page = maya.opens("/inbox?view=mine");
            page.keyboard().press("/");
            assertThat(page.locator("#search")).isFocused();
            page.keyboard().type("quillw");
            assertThat(row(page, ingrid).locator("mark")).hasText("quillw");
            assertThat(page.locator("#search")).isFocused();
            assertThat(page)
                    .hasURL(house.gateway().publicUrl() + "/admin/inbox?view=mine&q=quillw");
            maya.looksAt(page, "center-found", seen -> row(seen, ingrid).waitFor());
            row(page, ingrid).locator("a").click();
            assertThat(thread(page)).containsText("quillwort lamp");
            // What was found stays, as it is now; what nobody looks for does not come in.
            try (var other = visitor("Kofi Mensah", "Hello")) {
                ingrid.says("And how much is it?");
                assertThat(thread(page)).containsText("how much");
                assertThat(row(page, ingrid).locator("mark")).hasText("quillw");
                assertThat(row(page, other)).hasCount(0);
            }
            page.reload();
            assertThat(row(page, ingrid)).isVisible();
            page.locator("#search").fill("no such thing");
            assertThat(page.locator("#convs")).containsText("Nothing found");
            page.locator("#tab-open").click();
            assertThat(row(page, ingrid)).isVisible();
            assertThat(page.locator("#search")).hasValue("");
            page.close();
        }
    }

    /// A page reads its list again when its stream opens, and somebody may be quicker than that.
    @Test
    void aListThatWasLeftDoesNotComeBackWhenItIsLate() {
        try (var somebody = visitor("Ines Prado", "Is anybody there?")) {
            var page = tomas.opens("/settings/notifications");
            var late = new CopyOnWriteArrayList<Route>();
            page.route("**/admin/inbox/list?view=open*", late::add);
            page.navigate(house.gateway().publicUrl() + "/admin/inbox");
            assertThat(row(page, somebody)).isVisible();
            page.waitForCondition(() -> !late.isEmpty());
            page.locator("#tab-mine").click();
            assertThat(row(page, somebody)).hasCount(0);
            page.waitForResponse("**/admin/inbox/list?view=open*", () -> late.getFirst().resume());
            assertThat(page.locator("[data-list-view]")).hasAttribute("data-list-view", "mine");
            assertThat(page.locator("#tab-mine")).hasAttribute("aria-current", "page");
            assertThat(row(page, somebody)).hasCount(0);
            page.close();
        }
    }

    @Test
    void rowsComeAndGoByTheRuleOfTheListThatIsShown() {
        try (var first = visitor("Elena Marchetti", "Do you deliver to the Azores?");
                var second = visitor("Kwame Boateng", "The box is torn")) {
            var waiting = maya.opens("/inbox?view=waiting");
            var mine = tomas.opens("/inbox");
            PanelUser.listIsQuiet(mine);
            mine.locator("#tab-mine").click();
            assertThat(mine).hasURL(house.gateway().publicUrl() + "/admin/inbox?view=mine");
            assertThat(row(mine, first)).hasCount(0);
            assertThat(row(waiting, first)).containsText("waits");

            var worker = tomas.opens("/c/" + first.code());
            PanelUser.isQuiet(worker);
            button(worker, "Take it").click();
            assertThat(row(mine, first)).isVisible();
            assertThat(worker.locator("#do-assign")).containsText("You");
            assertThat(thread(worker)).containsText("Tomás Rivera took this");

            field(worker).fill("We do.");
            field(worker).press("Enter");
            assertThat(row(waiting, first)).hasCount(0);
            assertThat(row(waiting, second)).isVisible();
            first.says("And to Madeira?");
            assertThat(row(waiting, first)).isVisible();

            PanelUser.isQuiet(worker);
            worker.locator("#do-snooze").click();
            assertThat(worker.locator("#sheet")).containsText("Tomorrow morning");
            AccessibilityTest.assertAccessible(worker, "snooze");
            Chromium.shoot(worker, "center-snooze");
            worker.locator("#sheet").getByText("Tomorrow morning").click();
            assertThat(worker.locator("#sheet")).isHidden();
            assertThat(row(mine, first)).hasCount(0);
            assertThat(row(waiting, first)).hasCount(0);
            waiting.locator("#tab-more").click();
            waiting.locator("#tab-snoozed").click();
            assertThat(row(waiting, first)).containsText("until");
            Chromium.shoot(waiting, "center-snoozed");
            first.says("Hello?");
            assertThat(row(waiting, first)).hasCount(0);
            assertThat(row(mine, first)).isVisible();

            // What was told row by row is what the server would say now.
            for (var view : new String[] {"mine", "unassigned", "waiting", "open", "snoozed"}) {
                var page = tomas.opens("/inbox?view=" + view);
                var shown = page.locator("#convs .conv").count();
                assertThat(page.locator("#n-" + view)).hasText(String.valueOf(shown));
                page.close();
            }
            waiting.close();
            mine.close();
            worker.close();
        }
    }

    @Test
    void listsAreFilteredByChannelAndSiteWithPlainLinks() {
        try (var web = visitor("Luca Bianchi", "Is the sconce rated for bathrooms?")) {
            house.phone("15550002002").writes("Is my order on its way?");
            var page = maya.opens("/inbox");
            assertThat(row(page, web)).isVisible();
            PanelUser.listIsQuiet(page);
            page.locator("#filter-channel").click();
            link(page, "WhatsApp").click();
            assertThat(row(page, web)).hasCount(0);
            assertThat(page.locator("#convs .conv")).not().hasCount(0);
            assertThat(page.locator("#filter-channel")).isFocused();
            web.says("Anybody?"); // what the filter leaves out does not come in live
            house.phone("15550002002").writes("Hello, my order?");
            assertThat(page.locator("#convs")).containsText("Hello, my order?");
            assertThat(row(page, web)).hasCount(0);
            page.reload();
            assertThat(page.locator("#filter-channel")).containsText("WhatsApp");
            assertThat(row(page, web)).hasCount(0);
            maya.looksAt(
                    page,
                    "center-list",
                    seen -> assertThat(seen.locator("#filter-channel")).containsText("WhatsApp"));
            page.close();
        }
    }

    /// A page reads its list again when its stream comes back, whatever its agent is doing then.
    @Test
    void aListReadAgainShutsNoMenu() {
        var page = maya.opens("/inbox");
        PanelUser.listIsQuiet(page);
        for (var menu : new String[] {"filter-channel", "filter-site", "tab-more"}) {
            page.locator("#" + menu).click();
            page.keyboard().press("Tab");
            var focused = (String) page.evaluate("document.activeElement.id");
            var option = page.locator("#" + focused);
            assertThat(option).isVisible();
            option.evaluate("it => it.dataset.old = 'yes'");
            page.evaluate("document.dispatchEvent(new CustomEvent('bellhop:again'))");
            assertThat(option).not().hasAttribute("data-old", "yes");
            assertThat(option).isVisible();
            assertThat(option).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator("#" + menu)).isFocused();
            assertThat(option).isHidden();
        }
        page.close();
    }

    @Test
    void twoAgentsSeeWhatTheOtherDoes() {
        try (var visitor = visitor("Sofia Duarte", "Are you open on Saturday?")) {
            var mayas = maya.opens("/c/" + visitor.code());
            var tomass = tomas.opens("/c/" + visitor.code());
            PanelUser.isQuiet(mayas);
            PanelUser.isQuiet(tomass);

            field(tomass).pressSequentially("From ten");
            assertThat(mayas.locator(".replying")).containsText("Tomás is replying");
            assertThat(tomass.locator(".replying p")).isEmpty();

            mayas.keyboard().press("Escape");
            mayas.locator("[data-thread]").focus();
            mayas.keyboard().press("n");
            assertThat(field(mayas)).isFocused();
            assertThat(button(mayas, "Add note")).isVisible();
            mayas.keyboard().type("@Tomás only until noon");
            Chromium.shoot(mayas, "center-note");
            AccessibilityTest.assertAccessible(mayas, "note");
            mayas.keyboard().press("Enter");
            assertThat(thread(tomass).locator(".pn mark")).hasText("@Tomás");
            assertThat(thread(mayas).locator(".pn")).hasCount(1);
            assertThat(field(mayas)).hasValue("");
            assertThat(button(mayas, "Add note")).isVisible();

            mayas.locator("[data-thread]").focus();
            mayas.keyboard().press("a");
            assertThat(mayas.locator("#sheet h2")).hasText("Assign this conversation");
            AccessibilityTest.assertAccessible(mayas, "assign");
            Chromium.shoot(mayas, "center-assign");
            mayas.locator("#sheet")
                    .getByRole(
                            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Tomás Rivera"))
                    .click();
            assertThat(mayas.locator("#sheet")).isHidden();
            assertThat(mayas.locator("#do-assign")).containsText("Tomás");
            assertThat(mayas.locator(":focus")).isVisible(); // not lost with what was swapped
            assertThat(thread(tomass)).containsText("assigned this to Tomás Rivera");
            assertThat(tomass.locator("#do-assign")).containsText("You");

            mayas.locator("[data-thread]").focus();
            mayas.keyboard().press("e");
            assertThat(mayas.locator("#sheet h2")).hasText("Close this conversation");
            mayas.locator("#sheet").getByText("Question answered").click();
            mayas.locator("#sheet textarea").fill("Saturday 10 to 14");
            AccessibilityTest.assertAccessible(mayas, "close");
            Chromium.shoot(mayas, "center-close");
            button(mayas, "Close conversation").click();
            assertThat(thread(tomass)).containsText("Question answered: Saturday 10 to 14");
            assertThat(button(tomass, "Re-open")).isVisible();
            assertThat(tomass.locator("#side")).containsText("Question answered");
            maya.looksAt(
                    mayas,
                    "center-thread",
                    page -> assertThat(thread(page).locator(".pn")).hasCount(1));
            mayas.close();
            tomass.close();
        }
    }

    @Test
    void theSheetIsAPageWithoutAScript() {
        try (var visitor = visitor("Hiroshi Tanaka", "Is the Halden still there?");
                var plain = chromium.withoutScripts(maya.browser().cookies())) {
            var page = plain.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + visitor.code());
            link(page, "Assign").click();
            page.locator("#sheet")
                    .getByRole(
                            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Tomás Rivera"))
                    .click();
            assertThat(thread(page)).containsText("assigned this to Tomás Rivera");
            page.locator(
                            "[data-composer] label",
                            new Page.LocatorOptions().setHasText("Private note"))
                    .click();
            field(page).fill("Held until Friday");
            button(page, "Add note").click();
            assertThat(thread(page).locator(".pn")).containsText("Held until Friday");
            link(page, "Close").click();
            page.locator("#sheet").getByText("Sale").click();
            button(page, "Close conversation").click();
            assertThat(thread(page)).containsText("closed this chat");
            page.locator("#tab-more").click();
            page.locator("#tab-closed").click();
            assertThat(row(page, visitor)).isVisible();
        }
    }
}
