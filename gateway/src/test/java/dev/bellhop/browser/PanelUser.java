package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.people.Role;
import dev.bellhop.story.House;

import org.assertj.core.api.Assertions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The first admin of a house, who has followed the link to sign in and works in the panel with a
/// browser of their own. The browser ends with its [Chromium].
final class PanelUser {
    private static final String PASSWORD = "a long enough password";

    /// Whether these were read, and nothing was asked for since: what a page does later by itself
    /// it does within a second.
    private static final String QUIET =
            """
            parts => {
                const asked = performance.getEntriesByType('resource')
                    .filter(it => it.name.includes('/admin/'));
                const last = Math.max(...asked.map(it => it.responseEnd));
                return parts.every(part => asked.some(it => it.name.includes(part)))
                    && performance.now() - last > 1500
                    && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling');
            }
            """;

    private final House house;
    private final Chromium chromium;
    private final BrowserContext browser;

    private PanelUser(House house, Chromium chromium, BrowserContext browser) {
        this.house = house;
        this.chromium = chromium;
        this.browser = browser;
    }

    static PanelUser signsIn(House house, Chromium chromium) {
        return signsIn(house, chromium, _ -> {});
    }

    /// @param welcome what is to be looked at on the page that asks for a password
    static PanelUser signsIn(House house, Chromium chromium, Consumer<Page> welcome) {
        var browser = chromium.person(Chromium.Look.DESKTOP);
        var page = browser.newPage();
        page.navigate(house.gateway().signInLink().orElseThrow().toString());
        welcome.accept(page);
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("input[name=again]").fill(PASSWORD);
        button(page, "Set the password").click();
        page.waitForURL("**/admin/inbox");
        page.close();
        return new PanelUser(house, chromium, browser);
    }

    /// Another agent, who has followed a link of their own.
    static PanelUser joins(House house, Chromium chromium, String name) {
        var browser = chromium.person(Chromium.Look.DESKTOP);
        var page = browser.newPage();
        page.navigate(house.gateway().publicUrl() + house.linkFor(name));
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("input[name=again]").fill(PASSWORD);
        button(page, "Set the password").click();
        page.waitForURL("**/admin/inbox");
        page.close();
        return new PanelUser(house, chromium, browser);
    }

    /// Another one of a role, wherever their first page is.
    static PanelUser joins(House house, Chromium chromium, String name, Role role) {
        var browser = chromium.person(Chromium.Look.DESKTOP);
        var page = browser.newPage();
        var invited =
                house.program()
                        .posts(
                                "/agents",
                                """
                                {"email":"%1$s@shop.example","name":"%2$s","role":"%1$s"}
                                """
                                        .formatted(role.wireName(), name));
        page.navigate(invited.json().path("link").asText());
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("input[name=again]").fill(PASSWORD);
        button(page, "Set the password").click();
        page.waitForURL(url -> !url.contains("/welcome/"));
        page.close();
        return new PanelUser(house, chromium, browser);
    }

    /// Opens a page of the panel in a new tab.
    ///
    /// @param path below `/admin`, beginning with a slash
    Page opens(String path) {
        var page = browser.newPage();
        page.navigate(house.gateway().publicUrl() + "/admin" + path);
        return page;
    }

    BrowserContext browser() {
        return browser;
    }

    /// Sees a page as it is now in every look: it is open to everybody, nothing in it fails, and it
    /// is photographed.
    ///
    /// @param settled returns once the page shows what it is looked at for
    void looksAt(Page page, String name, Consumer<Page> settled) {
        for (var look : Chromium.Look.values()) {
            try (var other = chromium.person(look)) {
                other.addCookies(browser.cookies());
                var seen = other.newPage();
                var errors = Collections.synchronizedList(new ArrayList<String>());
                seen.onPageError(errors::add);
                seen.onConsoleMessage(message -> {
                    if (message.type().equals("error")) {
                        errors.add(message.text());
                    }
                });
                seen.navigate(page.url());
                settled.accept(seen);
                Assertions.assertThat(errors).as(name + " " + look).isEmpty();
                AccessibilityTest.assertAccessible(seen, name + " " + look);
                Chromium.shoot(seen, name + "-" + look.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    /// Waits until a conversation's page is connected and has read whatever it reads by itself:
    /// what was missed before its stream was open, what arrived meanwhile, that its words were
    /// seen. What happens after this meets a page that draws nothing anew.
    static void isQuiet(Page page) {
        assertThat(page.locator("[data-thread]")).isVisible();
        isQuiet(page, List.of("/inbox/list?", "/messages?after="));
    }

    /// The same of a page without a conversation.
    static void listIsQuiet(Page page) {
        isQuiet(page, List.of("/inbox/list?"));
    }

    private static void isQuiet(Page page, List<String> parts) {
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
        page.evaluate(
                """
                performance.clearResourceTimings();
                document.dispatchEvent(new CustomEvent('bellhop:again'));
                """);
        page.waitForCondition(() -> (boolean) page.evaluate(QUIET, parts));
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
