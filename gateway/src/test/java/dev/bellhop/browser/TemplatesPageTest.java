package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Message templates in Chat Settings, against the simulated Meta.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TemplatesPageTest {
    private House house;
    private Chromium chromium;
    private PanelUser admin;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        admin = PanelUser.signsIn(house, chromium);
        house.program()
                .sees("the first look", "/templates", found -> found.path("items").size() > 2);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name=" + name + "]");
    }

    private static Locator notice(Page page) {
        return page.locator(".page > .note-bar:not(.lost)");
    }

    private static Locator row(Page page, String name) {
        return page.locator("tr", new Page.LocatorOptions().setHasText(name));
    }

    @Test
    void aTemplateIsWrittenLookedAtMadeAndDeleted() {
        var page = admin.opens("/settings/templates");
        button(page, "Sync now").click();
        assertThat(notice(page)).containsText("0 new, 0 changed, 0 gone.");

        link(page, "New template").click();
        field(page, "name").fill("order_ready");
        field(page, "body").fill("Hi {{first_name}}, order {{order}} is ready to be fetched.");
        field(page, "examples").fill("Elena");
        field(page, "footer").fill("Juniper & Co.");
        field(page, "buttons").fill("On my way\nTomorrow");
        button(page, "Send to Meta").click();
        assertThat(page.locator("form [role=alert]"))
                .containsText("Give an example for each of {{first_name}}, {{order}}");
        field(page, "examples").fill("Elena\n#7");
        button(page, "Show").click();
        assertThat(page.locator(".phone-of"))
                .containsText("Hi Elena, order #7 is ready to be fetched.");
        assertThat(page.locator(".phone-of")).containsText("Tomorrow");
        AccessibilityTest.assertAccessible(page, "template form");
        Chromium.shoot(page, "template-form");
        button(page, "Send to Meta").click();
        assertThat(notice(page)).containsText("Sent to Meta.");
        house.program()
                .sees(
                        "the approval",
                        "/templates?status=approved",
                        found -> found.toString().contains("order_ready"));

        page.reload();
        assertThat(row(page, "order_ready")).containsText("Approved");
        assertThat(page.locator("aside dl")).containsText("first_name, order");
        admin.looksAt(page, "templates", _ -> {});
        button(page, "Delete").click();
        assertThat(page.locator("#confirm-question")).containsText("its name cannot be used again");
        page.locator("#confirm [data-yes]").click();
        assertThat(notice(page)).containsText("Deleted, at Meta too.");
        assertThat(row(page, "order_ready")).hasCount(0);
        page.close();
    }

    @Test
    void whatCannotBeSentSaysWhy() {
        house.control("templates", "{\"name\":\"hello_world\",\"event\":\"PAUSED\"}");
        house.program()
                .sees(
                        "the pause",
                        "/templates?status=paused",
                        found -> found.toString().contains("hello_world"));
        var page = admin.opens("/settings/templates");
        assertThat(row(page, "hello_world")).containsText("Paused");
        link(page, "hello_world").click();
        assertThat(page.locator("aside .note-bar")).containsText("Meta paused it");
        page.close();
    }
}
