package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is done by itself, in Chat Settings: for those who wait, and by teams.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FollowUpPageTest {
    private House house;
    private Chromium chromium;
    private PanelUser owner;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        owner = PanelUser.signsIn(house, chromium);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name='" + name + "']");
    }

    private static Locator notice(Page page) {
        return page.locator(".page > .note-bar:not(.lost)");
    }

    private String kept() {
        return house.program().sees("/sites/1").path("follow_up").toString();
    }

    @Test
    void itIsEnteredCorrectedAndSaved() {
        var page = owner.opens("/settings/follow-up");
        assertThat(field(page, "busy-text-0")).isHidden();
        field(page, "says-busy").check();
        field(page, "busy-after").fill("");
        field(page, "busy-text-0").fill("Busy, {{order}}.");
        field(page, "first-answer").fill("15");
        field(page, "closes").check();
        field(page, "close-after").fill("24");
        field(page, "asks").check();
        field(page, "rating-text-0").fill("How did {{who}} do?");
        button(page, "Save").click();
        assertThat(page.locator("#rating-text-0-problem")).containsText("{{who}}");
        assertThat(page.locator("#busy-after-problem")).containsText("Write 1 to 10080 minutes.");
        assertThat(page.locator("#busy-text-0-problem")).containsText("{{order}}");
        assertThat(page.locator("#warn-before-problem")).containsText("before it is closed");
        assertThat(field(page, "first-answer")).hasValue("15");
        AccessibilityTest.assertAccessible(page, "follow-up refused");
        assertThat(kept()).doesNotContain("\"after_hours\"");

        field(page, "busy-after").fill("4");
        field(page, "busy-text-0").fill("Busy, {{first_name|there}}.");
        field(page, "warn-before").fill("12");
        field(page, "rating-text-0").fill("How did we do?");
        var elsewhere = owner.opens("/settings/follow-up/1");
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(kept())
                .contains(
                        "\"after_minutes\":4", "\"first_answer_minutes\":15", "\"warn_hours\":12");
        assertThat(kept()).contains("\"greeting\":null", "How did we do?");
        owner.looksAt(page, "follow-up", _ -> {});

        field(elsewhere, "greets").check();
        button(elsewhere, "Save").click();
        assertThat(elsewhere.locator("[role=alert]").first())
                .containsText("Somebody changed this while you wrote.");
        button(elsewhere, "Save").click();
        assertThat(notice(elsewhere)).containsText("Saved.");
        assertThat(kept())
                .contains("Somebody will be with you")
                .doesNotContain("\"after_minutes\"");
        page.close();
        elsewhere.close();
    }

    @Test
    void aTeamSharesOut() {
        var page = owner.opens("/settings/teams/new");
        field(page, "name").fill("Lighting");
        page.locator("input[type=checkbox]").first().check();
        field(page, "policy").selectOption("least_busy");
        field(page, "capacity").fill("6");
        field(page, "give-back").fill("10");
        owner.looksAt(page, "team-form", _ -> {});
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Lighting");
        assertThat(house.program().sees("/teams").at("/items/0/assignment").toString())
                .isEqualTo(
                        "{\"policy\":\"least_busy\",\"capacity\":6,\"give_back_after_minutes\":10}");
        page.close();
    }
}
