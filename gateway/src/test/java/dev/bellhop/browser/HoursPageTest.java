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

import java.util.regex.Pattern;

/// Business hours in Chat Settings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HoursPageTest {
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
        return page.locator("input[name='" + name + "']");
    }

    private static Locator notice(Page page) {
        return page.locator(".page > .note-bar:not(.lost)");
    }

    private String kept() {
        return house.program().sees("/sites/1").path("hours").toString();
    }

    @Test
    void aWeekIsEnteredCorrectedLookedAtAndSaved() {
        assertThat(house.program().puts("/sites/1/hours", "null").status()).isEqualTo(200);
        var page = owner.opens("/settings/hours");
        assertThat(page.locator(".seen-of")).containsText("Open now");
        page.locator("input[value=week]").check();
        field(page, "zone").fill("Mars/Olympus");
        field(page, "from-1-0").fill("9");
        field(page, "to-1-0").fill("18:00");
        field(page, "from-4-0").fill("9:00");
        field(page, "to-4-0").fill("13:00");
        page.locator(".week details").nth(3).locator("summary").click();
        field(page, "from-4-1").fill("12:00");
        field(page, "to-4-1").fill("18:00");
        button(page, "Save").click();
        assertThat(page.locator("#zone-problem")).containsText("There is no time zone");
        assertThat(page.locator("#day-4-problem"))
                .containsText("9:00–13:00 and 12:00–18:00 overlap.");
        assertThat(field(page, "from-4-1")).hasValue("12:00");
        assertThat(kept()).isEqualTo("null");
        AccessibilityTest.assertAccessible(page, "hours refused");
        Chromium.shoot(page, "hours-refused");

        field(page, "zone").fill("Europe/Madrid");
        field(page, "from-4-1").fill("14:00");
        field(page, "closing").fill("2026-12-25");
        field(page, "at").fill("2026-12-24T19:00");
        // Enter shows what it would be like, and saves nothing.
        field(page, "at").press("Enter");
        assertThat(notice(page)).containsText("Not saved yet.");
        assertThat(page.locator(".seen-of")).containsText("Opens Monday at 9:00");
        assertThat(page.locator(".seen-of")).containsText("We’re closed right now");
        assertThat(kept()).isEqualTo("null");

        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(kept()).contains("Europe/Madrid", "\"from\":\"14:00\"", "2026-12-25");
        assertThat(page.locator(".closed-of")).containsText("Friday 25 December 2026");
        owner.looksAt(page, "hours", _ -> {});

        button(page, "Copy Monday to weekdays").click();
        assertThat(field(page, "from-5-0")).hasValue("9:00");
        assertThat(notice(page)).containsText("Not saved yet.");
        page.locator(".closed-of input").uncheck();
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(kept()).contains("\"day\":5").doesNotContain("2026-12-25");
        page.close();
    }

    @Test
    void anAwayMessageIsWrittenLookedAtAndSaved() {
        house.program()
                .puts(
                        "/sites/1/hours",
                        """
                        {"zone":"Europe/Madrid","week":[{"day":1,"from":"09:00","to":"18:00"}]}
                        """);
        assertThat(house.program().puts("/sites/1/away", "null").status()).isEqualTo(200);
        var page = owner.opens("/settings/hours/1");
        var english = page.locator("textarea[name='away-text-0']");
        assertThat(english).isHidden();
        page.locator("input[name=away]").check();
        assertThat(english).hasValue(Pattern.compile("we’ll answer \\{\\{next_open"));
        english.fill("Closed. {{agent}} answers {{next_open}}.");
        page.locator(".away-of summary").click();
        page.locator("textarea[name='away-text-1']").fill("Zu. Wieder da: {{next_open}}.");
        button(page, "Save").click();
        assertThat(page.locator("#away-text-0-problem")).containsText("{{agent}}");
        assertThat(page.locator("#away-language-1-problem")).containsText("in which language");
        AccessibilityTest.assertAccessible(page, "away refused");
        Chromium.shoot(page, "away-refused");

        english.fill("Closed, {{first_name|hello}}. We answer {{next_open}}.");
        field(page, "away-language-1").fill("de");
        field(page, "at").fill("2026-12-20T19:00");
        field(page, "at").press("Enter");
        var answers = page.locator(".said-of");
        assertThat(answers.first())
                .hasText(Pattern.compile("Closed, Elena. We answer tomorrow at 9:00\\sAM."));
        assertThat(answers.last()).hasText("Zu. Wieder da: Montag, 09:00.");
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        var kept = house.program().sees("/sites/1").at("/away/texts");
        assertThat(kept.findValuesAsText("language")).containsExactly("en", "de");
        owner.looksAt(page, "away", _ -> {});
        page.locator("input[name=away]").uncheck();
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(house.program().sees("/sites/1").path("away").isNull()).isTrue();
        page.close();
    }

    @Test
    void whatSomebodyChangedMeanwhileIsShownBeforeItIsReplaced() {
        var page = owner.opens("/settings/hours/1");
        house.program()
                .puts(
                        "/sites/1/hours",
                        """
                        {"zone":"Asia/Tokyo","week":[{"day":7,"from":"10:00","to":"12:00"}]}
                        """);
        page.locator("input[value=always]").check();
        button(page, "Save").click();
        assertThat(page.locator(".theirs")).containsText("Sunday 10:00–12:00");
        assertThat(page.locator(".theirs")).containsText("Asia/Tokyo");
        assertThat(kept()).contains("Asia/Tokyo");
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(kept()).isEqualTo("null");
        page.close();
    }
}
