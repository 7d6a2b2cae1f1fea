package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Canned responses from the page where they are written to the reply that they become.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CannedTest {
    private House house;
    private Chromium chromium;
    private PanelUser agent;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        agent = PanelUser.signsIn(house, chromium);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private Page settings() {
        var page = agent.opens("/settings");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Canned responses"))
                .click();
        assertThat(page).hasURL(house.gateway().publicUrl() + "/admin/settings/canned");
        return page;
    }

    private static void write(Page page, String shortcut, String title, String text) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New response")).click();
        page.locator("input[name=shortcut]").fill(shortcut);
        page.locator("input[name=title]").fill(title);
        page.locator("textarea[name=text]").fill(text);
        button(page, "Save").click();
    }

    @Test
    void aResponseIsWrittenCorrectedAndDeleted() {
        var page = settings();
        write(page, "/two words", "Returns", "Hi {{order}}");
        assertThat(page.locator("#shortcut-problem")).containsText("A shortcut has");
        assertThat(page.locator("#text-problem")).containsText("Nothing fills {{order}}");
        assertThat(page.locator("textarea[name=text]")).hasValue("Hi {{order}}");
        page.locator("input[name=shortcut]").fill("/return");
        page.locator("textarea[name=text]").fill("Hi ");
        page.locator("textarea[name=text]").press("End");
        page.waitForLoadState();
        button(page, "first_name").click();
        assertThat(page.locator("textarea[name=text]")).hasValue("Hi {{first_name}}");
        button(page, "Save").click();
        assertThat(page.locator(".note-bar:not(.lost):not(.quiet)")).containsText("Saved /return.");
        page.locator("a.cut-to", new Page.LocatorOptions().setHasText("/return")).click();
        // Enter saves, and is not taken for the first of the buttons, which deletes.
        page.locator("input[name=title]").press("Enter");
        assertThat(page.locator(".note-bar:not(.lost):not(.quiet)")).containsText("Saved /return.");
        page.locator("a.cut-to", new Page.LocatorOptions().setHasText("/return")).click();
        assertThat(page.locator(".note-bar.quiet")).containsText("Hi Elena");
        agent.looksAt(page, "canned", _ -> {});

        button(page, "Delete").click();
        assertThat(page.locator("#confirm-question")).containsText("Delete /return?");
        page.keyboard().press("Escape");
        assertThat(button(page, "Delete")).isFocused();
        button(page, "Delete").click();
        button(page, "Delete response").click();
        assertThat(page.locator(".note-bar:not(.lost):not(.quiet)"))
                .containsText("Deleted /return.");
        page.close();
    }

    @Test
    void twoWhoChangeOneSeeEachOthersWords() {
        var page = settings();
        write(page, "/race", "Race", "First");
        page.locator("a.cut-to", new Page.LocatorOptions().setHasText("/race")).click();
        var other = agent.browser().newPage();
        other.navigate(page.url());
        other.locator("textarea[name=text]").fill("Theirs");
        button(other, "Save").click();
        assertThat(other.locator(".note-bar:not(.lost):not(.quiet)")).containsText("Saved /race.");
        other.close();

        page.locator("textarea[name=text]").fill("Mine");
        button(page, "Save").click();
        assertThat(page.locator(".note-bar--warn:not(.lost)")).containsText("Theirs");
        assertThat(page.locator("textarea[name=text]")).hasValue("Mine");
        button(page, "Save").click();
        assertThat(page.locator(".note-bar:not(.lost):not(.quiet)")).containsText("Saved /race.");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("/race")))
                .containsText("Mine");
        page.close();
    }

    @Test
    void aSlashBringsAResponseIntoTheReply() {
        var page = settings();
        write(page, "/hello", "Hello", "Hi {{first_name|there}}, I am {{agent}}.");
        write(page, "/mailto", "By mail", "I will write to {{email}}.");
        try (var visitor = house.visitor()) {
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"Elena Marchetti\"}");
            visitor.says("Is anybody there?");
            page.navigate(house.gateway().publicUrl() + "/admin/inbox");
            PanelUser.listIsQuiet(page);
            page.locator("#convs a.conv").first().click();
            var field = page.locator("textarea[name=text]");
            field.click();
            page.keyboard().type("/h");
            var options = page.locator("[role=option]");
            assertThat(options).hasCount(1);
            assertThat(options.first()).containsText("Hi Elena, I am");
            AccessibilityTest.assertAccessible(page, "picker");
            Chromium.shoot(page, "canned-picker");
            page.keyboard().press("Escape");
            assertThat(options).hasCount(0);
            assertThat(field).hasValue("/h");
            field.fill("");
            page.keyboard().type("/");
            assertThat(options.first()).isVisible();
            page.keyboard().type("mail");
            assertThat(options).hasCount(1);
            page.keyboard().press("Enter");
            assertThat(field).hasValue("I will write to {{email}}.");
            assertThat(field.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)"))
                    .isEqualTo("{{email}}");
            field.fill("/hello");
            assertThat(options).hasCount(1);
            page.keyboard().press("Enter");
            page.keyboard().press("Enter");
            visitor.sees("Hi Elena, I am Maya.");
            assertThat(field).hasValue("");
            assertThat(page.locator("[data-pending]"))
                    .hasCount(0); // it is counted once it has gone
            page.navigate(house.gateway().publicUrl() + "/admin/settings/canned");
            assertThat(
                            page.locator("tr", new Page.LocatorOptions().setHasText("/hello"))
                                    .locator("td.n"))
                    .hasText("1");
        }
        page.close();
    }
}
