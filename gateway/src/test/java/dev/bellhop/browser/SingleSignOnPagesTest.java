package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.people.OpenId;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.vault.Secret;

import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Single sign-on from dialogs of pages that stay as they are, in a tab beside them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SingleSignOnPagesTest {
    private static final String ISSUER = "shop";

    private final MockOAuth2Server provider = new MockOAuth2Server();
    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        provider.start();
        house =
                House.open(
                        Changes.openId(
                                new OpenId.Setting(
                                        URI.create(provider.issuerUrl(ISSUER).toString()),
                                        "bellhop",
                                        Optional.of(Secret.of("a secret of the client's")),
                                        "Example ID")));
        chromium = new Chromium();
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
        provider.shutdown();
    }

    /// The provider will say whom it has let in, and when they last said who they are.
    private void willSay(String email, Instant at) {
        var claims =
                Map.<String, Object>of(
                        "email", email, "email_verified", true, "auth_time", at.getEpochSecond());
        provider.enqueueCallback(
                new DefaultOAuth2TokenCallback(
                        ISSUER, "a subject", "JWT", List.of("bellhop"), claims, 300));
    }

    /// Goes to the provider in a tab of its own, says there who it is if it is asked, and closes
    /// the tab where it ends.
    private static void goesThere(Page page, Locator link, String end) {
        var tab = page.waitForPopup(link::click);
        tab.waitForLoadState();
        if (!tab.url().contains("/admin/")) {
            tab.locator("input[name=username]").fill("noor");
            tab.locator("input[name=username]").press("Enter");
        }
        assertThat(tab.locator("h1")).hasText(end);
        AccessibilityTest.assertAccessible(tab, end);
        Chromium.shoot(tab, "single-sign-on-" + end.replace(' ', '-'));
        tab.close();
    }

    /// To Playwright every page has the focus all the time.
    private static void comesBack(Page page) {
        page.evaluate("() => dispatchEvent(new Event('focus'))");
    }

    @Test
    void theProviderProvesInATabBesideWhatStays() {
        var noor = PanelUser.joins(house, chromium, "Noor Haddad");
        var page = noor.opens("/settings/sign-ins");
        house.changes("UPDATE agent_session SET proved_at = '2020-01-01'");
        page.locator("input[name=present]").fill("half a password");
        PanelUser.link(page, "Set it up").click();
        var dialog = page.locator("#proof");
        var link = dialog.locator("a[target=_blank]");
        assertThat(link).containsText("Confirm with Example ID");
        AccessibilityTest.assertAccessible(page, "proof at a provider");
        Chromium.shoot(page, "proof-provider");

        willSay("noor.haddad@shop.example", Instant.now().minusSeconds(3_600));
        goesThere(page, link, "Not confirmed");
        var asked = page.waitForResponse("**/admin/proof", () -> comesBack(page));
        assertThat(asked.status()).isEqualTo(200);
        assertThat(dialog).isVisible();
        assertThat(page.locator("input[name=present]")).hasValue("half a password");

        willSay("noor.haddad@shop.example", Instant.now());
        goesThere(page, link, "It is you");
        comesBack(page);
        page.waitForURL("**/sign-ins/second-step");
        assertThat(house.audited()).contains("agent.proved");
    }

    @Test
    void whoseSessionHasEndedSignsInBesideThePage() {
        var ida = PanelUser.joins(house, chromium, "Ida Holm");
        try (var visitor = house.visitor()) {
            visitor.says("Do you repair lamps?");
            var page = ida.opens("/c/" + visitor.code());
            PanelUser.isQuiet(page);
            house.changes(
                    "DELETE FROM agent_session WHERE agent_id ="
                            + " (SELECT id FROM agent WHERE name = ?)",
                    "Ida Holm");
            var field = page.locator("[data-composer] textarea");
            field.fill("We do, and it takes a week");
            field.press("Enter");
            var dialog = page.locator("#signed-out");
            var link = dialog.locator("a[target=_blank]");
            assertThat(link).containsText("Sign in with Example ID");
            AccessibilityTest.assertAccessible(page, "signed out, with a provider");
            Chromium.shoot(page, "signed-out-provider");
            willSay("ida.holm@shop.example", Instant.now());
            goesThere(page, link, "It is you");
            assertThat(dialog).isHidden();
            visitor.sees("We do, and it takes a week");
        }
    }
}
