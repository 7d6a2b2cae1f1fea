package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.Test;

/// API tokens in Chat Settings: made, shown once, rotated, revoked.
final class ApiTokensTest {
    private static final String NOTICE = ".page > .note-bar:not(.lost)";

    @Test
    void aTokenIsMadeRotatedAndRevoked() {
        try (var house = House.open();
                var chromium = new Chromium()) {
            var owner = PanelUser.signsIn(house, chromium);
            var page = owner.opens("/settings/api-tokens");
            link(page, "New token").click();
            page.locator("input[name=name]").fill("Nightly report");
            button(page, "Make it").click();
            assertThat(page.locator("#permissions-problem")).containsText("at least one thing");
            page.locator("input[name='may-reports.read']").check();
            page.locator("input[name='may-conversations.read']").check();
            button(page, "Make it").click();
            var token = page.locator(".once input").inputValue();
            assertThat(status(house, token, "/api/v1/conversations")).isEqualTo(200);
            assertThat(status(house, token, "/api/v1/agents")).isEqualTo(403);

            page.navigate(page.url());
            assertThat(page.locator(".once")).hasCount(0);
            assertThat(row(page)).containsText("reports.read");
            assertThat(row(page)).containsText(token.substring(token.length() - 6));
            owner.looksAt(page, "api-tokens", it -> assertThat(row(it)).isVisible());

            row(page).getByText("Rotate").click();
            assertThat(page.locator(NOTICE)).containsText("Rotated Nightly report.");
            var next = page.locator(".once input").inputValue();
            assertThat(next).isNotEqualTo(token);
            assertThat(status(house, token, "/api/v1/conversations")).isEqualTo(200);

            page.navigate(owner.opens("/settings/api-tokens").url());
            assertThat(row(page)).hasCount(2);
            row(page).first().getByText("Revoke").click();
            button(page, "Revoke").click();
            assertThat(page.locator(NOTICE)).containsText("Revoked Nightly report.");
            assertThat(status(house, token, "/api/v1/conversations")).isEqualTo(401);
            assertThat(status(house, next, "/api/v1/conversations")).isEqualTo(200);
            link(page, "New token").click();
            page.locator("#new-token").waitFor();
            owner.looksAt(
                    page, "api-token-form", it -> assertThat(it.locator("#new-token")).isVisible());
        }
    }

    private static Locator row(Page page) {
        return page.locator("tr", new Page.LocatorOptions().setHasText("Nightly report"));
    }

    private static int status(House house, String token, String path) {
        return house.http().get(path, "Authorization", "Bearer " + token).status();
    }
}
