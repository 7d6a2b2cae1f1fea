package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.isQuiet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.admin.Assets;
import dev.bellhop.story.House;
import dev.bellhop.story.VisitorClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.regex.Pattern;

/// A session that ends under somebody's hands: what was begun is kept, and nobody else sees it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionEndTest {
    private static final String PASSWORD = "a long enough password";

    private House house;
    private Chromium chromium;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
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

    private static Locator field(Page page) {
        return page.locator("[data-composer] textarea");
    }

    private static void isLive(Page page) {
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
    }

    private void sessionsEnd(String name) {
        house.changes(
                "DELETE FROM agent_session WHERE agent_id = (SELECT id FROM agent WHERE name = ?)",
                name);
    }

    private void signsIn(Locator form, String email) {
        form.locator("input[name=email]").fill(email);
        form.locator("input[name=password]").fill(PASSWORD);
        form.locator("input[name=password]").press("Enter");
    }

    @Test
    void whoSitsInTheSettingsWithAPhoneSignsOutThere() {
        var ines = PanelUser.joins(house, chromium, "Ines Duarte");
        try (var phone = chromium.person(Chromium.Look.PHONE)) {
            phone.addCookies(ines.browser().cookies());
            var page = phone.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/settings/notifications");
            isLive(page);
            page.locator("summary:visible").filter(named("Ines Duarte")).click();
            button(page, "Sign out").click();
            assertThat(page).hasURL(Pattern.compile("/admin/sign-in"));
        }
    }

    /// How many bytes come over the line when the page asks for what browsers may keep.
    private static int fetched(Page page) {
        return (int)
                page.evaluate(
                        """
                        async address => {
                          performance.clearResourceTimings();
                          await (await fetch(address)).text();
                          return performance.getEntriesByType('resource').at(-1).transferSize;
                        }
                        """,
                        Assets.htmx());
    }

    @Test
    void whoSignsOutTakesWithThemWhatTheBrowserHasKeptOfFiles() {
        var mia = PanelUser.joins(house, chromium, "Mia Berg");
        var page = mia.opens("/settings/notifications");
        isLive(page);
        assertThat(fetched(page)).isZero();
        page.locator("summary:visible").filter(named("Mia Berg")).click();
        button(page, "Sign out").click();
        assertThat(page).hasURL(Pattern.compile("/admin/sign-in"));
        assertThat(fetched(page)).isPositive();
        assertThat(fetched(page)).isZero();
    }

    private static Locator.FilterOptions named(String name) {
        return new Locator.FilterOptions().setHasText(name);
    }

    @Test
    void whoseSessionEndsWhileTheyWriteGoesOnWhereTheyWere() {
        var noor = PanelUser.joins(house, chromium, "Noor Haddad");
        try (var visitor = visitor("Hana Sato", "Do you repair lamps?")) {
            var page = noor.opens("/c/" + visitor.code());
            isQuiet(page);
            sessionsEnd("Noor Haddad");
            field(page).fill("We do, and it takes");
            field(page).press("Enter");
            var dialog = page.locator("#signed-out");
            assertThat(dialog).containsText("Your session has ended");
            AccessibilityTest.assertAccessible(page, "signed out");
            Chromium.shoot(page, "signed-out");
            dialog.locator("input[name=email]").fill("noor.haddad@shop.example");
            dialog.locator("input[name=password]").fill("not the password");
            dialog.locator("input[name=password]").press("Enter");
            assertThat(dialog).containsText("don’t go together");
            signsIn(dialog, "noor.haddad@shop.example");
            assertThat(dialog).isHidden();
            // What was on its way goes, once.
            visitor.sees("We do, and it takes");
            assertThat(
                            page.locator(".m--out")
                                    .filter(
                                            new Locator.FilterOptions()
                                                    .setHasText("We do, and it takes")))
                    .hasCount(1);
            assertThat(page.locator("[data-pending]")).hasCount(0);
            isLive(page);

            // The same by way of the sign-in page, and in a tab of its own.
            field(page).fill("about a week");
            page.close();
            sessionsEnd("Noor Haddad");
            var again = noor.opens("/c/" + visitor.code());
            assertThat(again.locator("form .note-bar")).containsText("Your session has ended.");
            Chromium.shoot(again, "sign-in-again");
            signsIn(again.locator("form"), "noor.haddad@shop.example");
            assertThat(again).hasURL(Pattern.compile("/admin/c/" + visitor.code()));
            assertThat(field(again)).hasValue("about a week");
            field(again).press("Enter");
            visitor.sees("about a week");
            again.reload();
            assertThat(field(again)).hasValue("");
            again.close();
        }
    }

    @Test
    void aPlainFormIsSentAgainAfterSigningIn() {
        var liv = PanelUser.joins(house, chromium, "Liv Dahl");
        var page = liv.opens("/settings/canned/new");
        page.locator("input[name=shortcut]").fill("kept");
        page.locator("input[name=title]").fill("What was kept");
        page.locator("textarea[name=text]").fill("Many words\nin two lines");
        sessionsEnd("Liv Dahl");
        page.locator("form:has(textarea[name=text])").evaluate("form => form.requestSubmit()");
        assertThat(page.locator("form .note-bar")).containsText("What you sent is kept.");
        signsIn(page.locator("form"), "liv.dahl@shop.example");
        assertThat(page.locator("h1")).hasText("Send what you wrote?");
        assertThat(page.locator("dl")).containsText("Many words");
        AccessibilityTest.assertAccessible(page, "resend");
        Chromium.shoot(page, "resend");
        button(page, "Send it now").press("Enter");
        assertThat(page.locator("main")).containsText("/kept");
        page.close();
    }

    @Test
    void whoSignsInBesideSomebodyElseDoesNotGetTheirPage() {
        var ida = PanelUser.joins(house, chromium, "Ida Holm");
        var _ = PanelUser.joins(house, chromium, "Per Aas");
        try (var visitor = visitor("Sofia", "For Ida alone")) {
            var idas = ida.opens("/c/" + visitor.code());
            isQuiet(idas);
            sessionsEnd("Ida Holm");
            field(idas).fill("Half a thought of Ida’s");
            field(idas).press("Enter");
            assertThat(idas.locator("#signed-out")).isVisible();
            var beside = ida.opens("/inbox");
            signsIn(beside.locator("form"), "per.aas@shop.example");
            assertThat(beside.locator(".conv").first()).isVisible();
            // The first tab hears that the gateway lets it in again, and finds that it is
            // another's.
            assertThat(idas.locator("body"))
                    .hasAttribute("data-me", beside.locator("body").getAttribute("data-me"));
            assertThat(field(idas)).hasValue("");
            beside.close();
            idas.close();
        }
    }
}
