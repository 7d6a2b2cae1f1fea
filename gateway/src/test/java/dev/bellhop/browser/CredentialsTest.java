package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The business numbers in Chat Settings, against the simulated Meta.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CredentialsTest {
    private House house;
    private Chromium chromium;
    private PanelUser admin;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        admin = PanelUser.signsIn(house, chromium);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private Page credentials() {
        return admin.opens("/settings/credentials");
    }

    @Test
    void aTestShowsItsStepsAndWhatTheyCameTo() {
        var page = credentials();
        var ours = page.locator("#number-1");
        var run = ours.getByText("Run test");
        run.click();
        assertThat(ours.locator(".verdict")).containsText("All 7 steps passed");
        assertThat(ours.locator("[data-step=passed]")).hasCount(7);
        assertThat(ours.locator("[data-step=passed]").first()).containsText("Meta takes the app");
        assertThat(run).isFocused();
        assertThat(page.locator("#standing-1")).hasText("Connected");
        admin.looksAt(
                page,
                "credentials",
                seen -> assertThat(seen.locator("[data-step=passed]").first()).isVisible());
        page.close();
    }

    @Test
    void whatIsWrongIsSaidBesideItsFieldAndNoSecretIsShownAgain() {
        var page = credentials();
        link(page, "Add number").click();
        page.locator("input[name=name]").fill("Workshop");
        page.locator("input[name=phone_number_id]").fill("+1 555");
        page.locator("input[name=account_id]").fill("200000000000001");
        page.locator("input[name=app_id]").fill("100000000000001");
        page.locator("input[name=access_token]").fill("short");
        button(page, "Save and test").click();
        assertThat(page.locator("#phone_number_id-problem"))
                .hasText(
                        "This is Meta's id of the number, digits only; it is not the number"
                                + " itself.");
        assertThat(page.locator("#access_token-problem")).isVisible();
        assertThat(page.locator("input[name=name]")).hasValue("Workshop");
        assertThat(page.locator("input[name=access_token]")).hasValue("");
        assertThat(page.content()).doesNotContain("short\"");
        Chromium.shoot(page, "credentials-wrong");
        page.locator("input[name=phone_number_id]").fill("300000000000009");
        page.locator("input[name=access_token]").fill("EAA-a-token-that-nobody-gave-out");
        button(page, "Save and test").click();
        var card = page.locator("article", new Page.LocatorOptions().setHasText("Workshop"));
        assertThat(card.locator("[data-step=failed]").first()).isVisible();
        assertThat(card.locator(".verdict")).containsText("failed");
        assertThat(page.content()).doesNotContain("EAA-a-token-that-nobody-gave-out");

        card.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit")).click();
        page.waitForLoadState();
        button(page, "Remove").click();
        button(page, "Remove number").click();
        assertThat(card).hasCount(0);
        page.close();
    }

    @Test
    void aTokenIsRotatedAfterItWasTriedAndTheOldOneCanComeBack() {
        var page = credentials();
        page.locator("#number-1").getByText("Rotate token").click();
        page.locator("input[name=access_token]").fill("EAA-not-one-of-metas-tokens-at-all");
        button(page, "Test and switch").click();
        assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("Nothing was changed.");
        var fresh = house.control("tokens", "{}").path("access_token").asText();
        page.locator("input[name=access_token]").fill(fresh);
        button(page, "Test and switch").click();
        assertThat(page.locator("#number-1")).containsText("kept until you confirm");
        button(page, "Roll back").click();
        assertThat(page.locator(".note-bar--ok"))
                .containsText("The old secrets are in force again.");
        page.close();
    }

    @Test
    void aWarningComesAndGoesOnAPageThatIsOpen() {
        var page = credentials();
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
        var warning = page.locator("#warnings-1 .note-bar");
        house.control("templates", "{\"name\":\"new_website_message\",\"event\":\"PAUSED\"}");
        assertThat(warning.filter(new Locator.FilterOptions().setHasText("new_website_message")))
                .isVisible();
        house.control("templates", "{\"name\":\"new_website_message\",\"event\":\"APPROVED\"}");
        assertThat(warning.filter(new Locator.FilterOptions().setHasText("new_website_message")))
                .hasCount(0);
        page.close();
    }
}
