package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Teams, from the page where they are made to the conversation that is handed over to one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TeamsTest {
    private static final String NOTICE = ".note-bar:not(.lost):not(.quiet)";

    private House house;
    private Chromium chromium;
    private PanelUser agent;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        agent = PanelUser.signsIn(house, chromium);
        var _ = house.linkFor("Tomás Rivera");
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private Page make(String name) {
        var page = agent.opens("/settings/teams");
        link(page, "New team").click();
        page.locator("input[name=name]").fill(name);
        page.getByLabel("Tomás Rivera").check();
        page.locator("input[name=name]").press("Enter");
        assertThat(page.locator(NOTICE)).containsText("Saved " + name + ".");
        return page;
    }

    @Test
    void aTeamIsMadeRenamedAndDeleted() {
        var page = make("Repairs");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Repairs")))
                .containsText("Tomás Rivera");
        link(page, "Repairs").click();
        page.locator("input[name=name]").fill(" ");
        page.locator("form.card").evaluate("form => form.noValidate = true");
        button(page, "Save").click();
        assertThat(page.locator("#name-problem")).containsText("A team’s name has");
        page.locator("input[name=name]").fill("Workshop");
        agent.looksAt(page, "team", _ -> {});
        button(page, "Save").click();
        assertThat(page.locator(NOTICE)).containsText("Saved Workshop.");

        link(page, "Workshop").click();
        var other = agent.browser().newPage();
        other.navigate(page.url());
        other.locator("input[name=name]").fill("Theirs");
        button(other, "Save").click();
        assertThat(other.locator(NOTICE)).containsText("Saved Theirs.");
        other.close();
        page.locator("input[name=name]").fill("Mine");
        button(page, "Save").click();
        assertThat(page.locator(".note-bar--warn:not(.lost)")).containsText("Theirs");
        button(page, "Save").click();
        assertThat(page.locator(NOTICE)).containsText("Saved Mine.");

        link(page, "Mine").click();
        page.waitForLoadState();
        button(page, "Delete").click();
        assertThat(page.locator("#confirm-question")).containsText("Delete the team Mine?");
        button(page, "Delete team").click();
        assertThat(page.locator(NOTICE)).containsText("Deleted Mine.");
        page.close();
    }

    @Test
    void aConversationIsHandedOverByKeyboardAndFoundUnderItsTeam() {
        make("Lighting").close();
        try (var visitor = house.visitor();
                var second = house.visitor()) {
            visitor.says("Is the pendant dimmable?");
            second.says("Where is my order?");
            var page = agent.opens("/c/" + visitor.code());
            page.locator("#thread-name").focus();
            page.keyboard().press("a");
            var team = page.locator("#sheet .opt", having("Lighting"));
            assertThat(team).containsText("1 member");
            AccessibilityTest.assertAccessible(page, "assign sheet with teams");
            Chromium.shoot(page, "assign-team");
            team.focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".ev", having("handed this over to the team Lighting")))
                    .isVisible();
            assertThat(page.locator("#do-assign")).containsText("Lighting");
            assertThat(page.locator("#side")).containsText("Lighting");
            var row = page.locator("#conv-" + visitor.code());
            assertThat(row).containsText("Lighting");

            page.locator("#filter-team").click();
            page.locator("#filters .opt", having("Lighting")).click();
            assertThat(page.locator("#conv-" + second.code())).hasCount(0);
            assertThat(row).isVisible();
            agent.looksAt(page, "team-inbox", _ -> {});

            page.locator("#do-assign").click();
            button(page, "Take it out of its team").click();
            assertThat(page.locator(".ev", having("took this out of the team Lighting")))
                    .isVisible();
            // It is not the team's any more, and leaves the team's list.
            page.locator("#thread-name").focus();
            page.mouse().move(700, 400);
            assertThat(row).hasCount(0);
            page.close();
        }
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }
}
