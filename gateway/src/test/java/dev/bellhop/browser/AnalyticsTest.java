package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import dev.bellhop.db.Await;
import dev.bellhop.story.House;
import dev.bellhop.story.VisitorClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/// What the work comes to, as a supervisor reads it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AnalyticsTest {
    private House house;
    private Chromium chromium;
    private PanelUser maya;
    private VisitorClient elena;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        maya = PanelUser.signsIn(house, chromium);
        elena = house.visitor();
        elena.sendsText("{\"t\":\"profile\",\"name\":\"Elena Rossi\"}");
        elena.says("Is the Halden lamp dimmable?");
        house.phone().replies(house.phone().sees("dimmable"), "It is, all the way");
        elena.sees("It is, all the way");
        var closed =
                house.program()
                        .posts(
                                "/conversations/" + elena.code() + "/close",
                                "{\"outcome\":\"sale\"}");
        assertThat(closed.status()).isLessThan(300);
        elena.sendsText("{\"t\":\"rate\",\"score\":5,\"comment\":\"Quick and kind.\"}");
        Await.until("it is rated", () -> sum("rated") == 1);
    }

    @AfterAll
    void close() {
        elena.close();
        chromium.close();
        house.close();
    }

    private int sum(String column) {
        return house.program()
                .sees("/reports/messages")
                .path("items")
                .valueStream()
                .mapToInt(it -> it.path(column).asInt())
                .sum();
    }

    /// What visitors and the team said by now, as the API has it.
    private int said() {
        return sum("visitor_messages") + sum("team_messages");
    }

    @Test
    void theFiguresAreThoseOfTheApi() {
        var page = maya.opens("/analytics");
        assertThat(page.locator("#messages .fig-h p")).hasText(said() + " in 30 days");
        assertThat(page.locator("#first-response .fig-h p"))
                .hasText(Pattern.compile("Median .*, average .*, 90% within .*"));
        assertThat(page.locator(".heat")).containsText("1");
        assertThat(figure(page, "Outcomes")).containsText("Sale");
        assertThat(figure(page, "Outcomes")).containsText("closed conversation");
        assertThat(figure(page, "Ratings")).containsText("1 of ");
        assertThat(figure(page, "Ratings")).containsText("Quick and kind.");
        assertThat(figure(page, "Ratings")).containsText("5 bells, Elena Rossi");
        assertThat(figure(page, "Channels")).containsText("Website");
        assertThat(page.locator("tfoot")).containsText("Everyone");
        assertThat(page.locator("#times tbody tr")).hasCount(6);
        assertThat(page.locator("#times tbody tr").first()).containsText("first unanswered words");
        page.locator("#messages summary").click();
        assertThat(page.locator("#messages tbody tr").first()).containsText("1");
        maya.looksAt(
                page, "analytics", seen -> assertThat(seen.locator("#messages svg")).isVisible());
        page.close();
    }

    private static com.microsoft.playwright.Locator figure(Page page, String title) {
        return page.locator("figure.fig")
                .filter(
                        new com.microsoft.playwright.Locator.FilterOptions()
                                .setHas(
                                        page.locator(
                                                "h2",
                                                new Page.LocatorOptions().setHasText(title))));
    }

    @Test
    void daysAndChannelsAreChosenWithoutLosingOnesPlace() {
        var page = maya.opens("/analytics");
        page.locator("#an-channel").focus();
        page.locator("#an-channel").selectOption("whatsapp");
        assertThat(page.locator(".empty b")).hasText("No conversations in these dates");
        assertThat(page).hasURL(Pattern.compile("channel=whatsapp"));
        assertThat(page.locator("#an-channel")).isFocused();
        maya.looksAt(
                page, "analytics-empty", seen -> assertThat(seen.locator(".empty")).isVisible());
        page.locator("#an-channel").selectOption("");
        assertThat(page.locator("#messages")).isVisible();
        page.getByText("7 days", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".seg [aria-current]")).hasText("7 days");
        assertThat(page.locator("#messages .fig-h p")).hasText(said() + " in 7 days");
        page.navigate(
                house.gateway().publicUrl() + "/admin/analytics?from=2026-03-01&to=2026-02-01");
        assertThat(page.locator("[role=alert]:visible"))
                .hasText("The last day comes before the first.");
        page.close();
    }

    @Test
    void whatIsGoingOnShowsWithoutALoad() {
        var page = maya.opens("/analytics");
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
        var stats = page.locator("#now-stats");
        assertThat(stats).containsText("Messages today");
        try (var jonas = house.visitor()) {
            jonas.says("Anybody there?");
            assertThat(stats.locator("div").nth(1)).containsText("longest");
            house.program().posts("/conversations/" + jonas.code() + "/close", "{}");
            assertThat(stats.locator("div").nth(1)).not().containsText("longest");
            Await.until("it is counted", () -> sum("unanswered") == 1);
        }
        page.close();
    }

    @Test
    void aReportIsTakenAway() throws Exception {
        var page = maya.opens("/analytics");
        page.getByLabel("Report to export").selectOption("conversations");
        var download = page.waitForDownload(() -> PanelUser.button(page, "Export CSV").click());
        var lines = Files.readAllLines(download.path());
        assertThat(lines.getFirst()).startsWith("conversation_id,code,channel,site");
        assertThat(List.copyOf(lines)).anyMatch(line -> line.contains(elena.code()));
        assertThat(download.suggestedFilename()).startsWith("bellhop-conversations-");
        page.close();
    }
}
