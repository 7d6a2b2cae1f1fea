package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.isQuiet;
import static dev.bellhop.browser.PanelUser.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.db.Await;
import dev.bellhop.story.House;
import dev.bellhop.story.VisitorClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.regex.Pattern;

/// The panel as a place to work in all day: it calls, and it knows who is there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeskTest {
    /// Counts tones, and notifications with what they say.
    private static final String SENSES =
            """
            window.tones = 0;
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) {
              window.tones++;
              return start.apply(this, when);
            };
            window.shown = [];
            window.asked = 0;
            window.Notification = class {
              static permission = localStorage.getItem('permission') ?? 'default';
              static async requestPermission() {
                window.asked++;
                localStorage.setItem('permission', 'granted');
                return (Notification.permission = 'granted');
              }
              constructor(name, { body, tag }) {
                window.shown.push([name, body, tag].join(' | '));
                window.last = this;
              }
              close() {}
            };
            """;

    private House house;
    private Chromium chromium;
    private PanelUser maya;
    private PanelUser tomas;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        maya = PanelUser.signsIn(house, chromium);
        tomas = PanelUser.joins(house, chromium, "Tomás Rivera");
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

    @SuppressWarnings("unchecked")
    private static List<String> shown(Page page) {
        return (List<String>) page.evaluate("window.shown");
    }

    private static int tones(Page page) {
        return ((Number) page.evaluate("window.tones")).intValue();
    }

    /// Somebody who has never been asked, with a browser that counts.
    private PanelUser sensible(String name) {
        var user = PanelUser.joins(house, chromium, name);
        user.browser().addInitScript(SENSES);
        return user;
    }

    private static void choosesNotifications(Page page) {
        page.locator(".rail .me summary").focus();
        page.keyboard().press("Enter");
        link(page, "Notifications").click();
        assertThat(page.locator("[data-notify]")).containsText("Calls are not shown");
        button(page, "Show notifications").focus();
        page.keyboard().press("Enter");
        assertThat(button(page, "Stop notifications")).isFocused();
    }

    @Test
    void theTitleCountsWhatWaitsForMe() {
        var page = tomas.opens("/inbox");
        isLive(page);
        var before = page.title();
        assertThat(before).contains("Inbox · Bellhop");
        try (var elena = visitor("Elena Marchetti", "Is the title right?")) {
            assertThat(page).hasTitle(Pattern.compile("^\\(\\d+\\) Inbox · Bellhop$"));
            assertThat(page).not().hasTitle(before);
            var waiting = page.title();
            assertThat(page.locator("link[rel=icon]"))
                    .hasAttribute("href", Pattern.compile("mark-waiting\\.svg$"));
            // Somebody else's does not wait for me.
            house.changes("UPDATE conversation SET assignee_id = 1 WHERE code = ?", elena.code());
            elena.says("Hello?");
            assertThat(page).not().hasTitle(waiting);
            house.changes(
                    "UPDATE conversation SET assignee_id = NULL WHERE code = ?", elena.code());
            elena.says("Anybody?");
            assertThat(page).hasTitle(waiting);
            assertThat(page.locator("#convs #conv-" + elena.code())).containsText("Anybody?");
            // The number stays in front of whatever title a page has.
            page.locator("#convs #conv-" + elena.code() + " a").click();
            assertThat(page)
                    .hasTitle(Pattern.compile("^\\(\\d+\\) Elena Marchetti · Inbox · Bellhop$"));
            field(page).fill("It is.");
            field(page).press("Enter");
            assertThat(page).not().hasTitle(Pattern.compile(waiting.replaceAll("\\D", "") + "\\)"));
        }
        page.close();
    }

    @Test
    void anAgentIsCalledOnceForWhatTheyWantAndNotForWhatTheyLookAt() {
        var ida = sensible("Ida Berg");
        var page = ida.opens("/inbox");
        isLive(page);
        assertThat((int) page.evaluate("window.asked")).isZero();
        choosesNotifications(page);
        assertThat((int) page.evaluate("window.asked")).isOne();
        page.navigate(house.gateway().publicUrl() + "/admin/inbox");
        var other = ida.opens("/settings/notifications");
        isLive(page);
        isLive(other);
        page.locator("#search").click(); // a page that nobody touched is silent
        other.locator("h1").click();
        try (var elena = visitor("Elena Marchetti", "Is anybody there?")) {
            Await.until(
                    "one of both tabs shows it",
                    () -> shown(page).size() + shown(other).size() == 1);
            assertThat(shown(page).isEmpty() ? shown(other) : shown(page))
                    .containsExactly("Elena Marchetti | Is anybody there? | " + elena.code());
            assertThat(tones(page) + tones(other)).isEqualTo(2);
            other.close();

            elena.says("Nobody has me, and I am not new");
            assertThat(page.locator("#convs #conv-" + elena.code())).containsText("Nobody has me");
            page.locator("#convs #conv-" + elena.code() + " a").click();
            isQuiet(page);
            button(page, "Take it").click();
            assertThat(page.locator("#do-assign")).containsText("You");
            elena.says("Which is looked at already");
            assertThat(page.locator("[data-thread]")).containsText("looked at already");
            try (var kofi = visitor("Kofi Mensah", "I am new")) {
                Await.until(
                        "the new one is shown",
                        () -> shown(page).toString().contains("I am new | " + kofi.code()));
            }
            assertThat(shown(page).toString())
                    .doesNotContain("I am not new")
                    .doesNotContain("looked at already");

            page.navigate(house.gateway().publicUrl() + "/admin/inbox");
            isLive(page);
            elena.says("Now that you look elsewhere");
            Await.until("it is shown", () -> shown(page).size() == 1);
            assertThat(shown(page).getFirst()).contains("Now that you look elsewhere");
            page.evaluate("window.last.onclick()");
            assertThat(page).hasURL(Pattern.compile("/admin/c/" + elena.code()));
        }
        page.close();
    }

    @Test
    void aMentionAndAnAssignmentCallTheOneWhoIsMeantAndOneCanSayNo() {
        var kim = sensible("Kim Lund");
        var page = kim.opens("/inbox");
        isLive(page);
        choosesNotifications(page);
        page.getByLabel("A new conversation has nobody yet").uncheck();
        page.getByLabel("With a short sound").uncheck();
        page.getByLabel("Take me for away").selectOption("30");
        button(page, "Save").press("Enter");
        assertThat(page.locator(".page > .note-bar:not(.lost)")).containsText("Saved.");
        assertThat(page.getByLabel("With a short sound")).not().isChecked();
        assertThat(page.getByLabel("Take me for away")).hasValue("30");
        kim.looksAt(
                page,
                "notifications",
                seen -> assertThat(seen.locator("[data-notify]")).isVisible());
        isLive(page);
        try (var omar = visitor("Omar Haddad", "I am new")) {
            var mayas = maya.opens("/c/" + omar.code());
            isLive(mayas);
            mayas.keyboard().press("n");
            field(mayas).fill("@Kim knows this one");
            field(mayas).press("Enter");
            Await.until("the mention is shown", () -> shown(page).size() == 1);
            isQuiet(mayas);
            mayas.locator("#do-assign").click();
            mayas.locator("#sheet").getByText("Kim Lund").click();
            Await.until("the assignment is shown", () -> shown(page).size() == 2);
            assertThat(shown(page).get(0)).contains("Omar Haddad | ", "@Kim knows this one");
            assertThat(shown(page).get(1)).contains("assigned this to Kim Lund");
            assertThat(tones(page)).isZero();
            mayas.close();
        }
        page.close();
    }

    @Test
    void whoIsAwayIsShownSoEverywhereAndComesBackByKeyboard() {
        var page = tomas.opens("/inbox");
        var other = tomas.opens("/settings/notifications");
        var mayas = maya.opens("/settings/agents");
        isLive(page);
        isLive(other);
        page.keyboard().press("Shift+A");
        for (var tab : List.of(page, other)) {
            assertThat(tab.locator(".rail .me .dot--away").first()).isAttached();
            assertThat(tab.locator("#me-away")).hasAttribute("aria-pressed", "true");
            assertThat(tab.locator("#me-face")).containsText("Tomás Rivera, away");
        }
        mayas.reload();
        assertThat(
                        mayas.locator("tr", new Page.LocatorOptions().setHasText("Tomás Rivera"))
                                .locator(".dot--away"))
                .isVisible();
        try (var visitor = visitor("Ana Sousa", "Who is there?")) {
            mayas.navigate(house.gateway().publicUrl() + "/admin/c/" + visitor.code());
            isQuiet(mayas);
            mayas.locator("#do-assign").click();
            assertThat(
                            mayas.locator("#sheet .opt")
                                    .filter(new Locator.FilterOptions().setHasText("Tomás Rivera")))
                    .containsText("away");
        }
        page.reload();
        isLive(page);
        assertThat(page.locator("#me-away")).hasAttribute("aria-pressed", "true");
        // By key: what is drawn anew between a button's down and up swallows a click.
        page.locator("#me-face").press("Enter");
        assertThat(page.locator("#me-online")).isVisible();
        AccessibilityTest.assertAccessible(page, "account menu");
        Chromium.shoot(page, "account-menu");
        page.locator("#me-online").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#me-online")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("#me-face")).isFocused();
        assertThat(other.locator("#me-face")).containsText("Tomás Rivera, online");

        try (var plain = chromium.withoutScripts(tomas.browser().cookies())) {
            var simple = plain.newPage();
            simple.navigate(house.gateway().publicUrl() + "/admin/inbox?view=mine");
            simple.locator(".rail .me summary").click();
            simple.locator("#me-away").click();
            assertThat(simple).hasURL(Pattern.compile("/admin/inbox\\?view=mine$"));
            assertThat(simple.locator("#me-away")).hasAttribute("aria-pressed", "true");
            simple.locator(".rail .me summary").click();
            simple.locator("#me-online").click();
        }
        page.close();
        other.close();
        mayas.close();
    }

    @Test
    void theFirstTouchAfterAPauseIsTold() {
        var page = tomas.browser().newPage();
        page.clock().install();
        page.navigate(house.gateway().publicUrl() + "/admin/inbox");
        isLive(page);
        page.clock().fastForward("02:00");
        page.waitForRequest("**/admin/presence/touch", () -> page.mouse().move(30, 30));
        page.close();
    }

    @Test
    void thePanelCanBeInstalled() {
        var page = maya.opens("/inbox");
        var session = page.context().newCDPSession(page);
        var manifest = session.send("Page.getAppManifest");
        assertThat(manifest.get("errors").getAsJsonArray()).isEmpty();
        assertThat(manifest.get("data").getAsString()).contains("\"start_url\": \"/admin/inbox\"");
        JsonObject missing = session.send("Page.getInstallabilityErrors");
        assertThat(missing.get("installabilityErrors").getAsJsonArray()).isEmpty();
        assertThat(page.locator("meta[name=theme-color]")).hasCount(2);
        for (var icon : List.of("icon-192.png", "icon-512.png", "icon-whole.png")) {
            var size =
                    page.evaluate(
                            """
                            async (name) => {
                              const picture = new Image();
                              picture.src = '/admin/assets/' + name;
                              await picture.decode();
                              return picture.naturalWidth;
                            }
                            """,
                            icon);
            assertThat(size).isEqualTo(icon.contains("192") ? 192 : 512);
        }
        page.close();
    }
}
