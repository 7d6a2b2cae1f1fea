package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The screens as axe sees them, large and small, light and dark: nothing that keeps people out.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessibilityTest {
    private static final Set<String> GRAVE = Set.of("serious", "critical");
    private static final String NAME = "Bartholomew Fitzgerald";

    private House house;
    private Chromium chromium;
    private PanelUser signedIn;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        signedIn = PanelUser.signsIn(house, chromium, page -> assertAccessible(page, "welcome"));
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    @ParameterizedTest
    @EnumSource
    void theWayInIsOpenToEverybody(Chromium.Look look) {
        try (var stranger = chromium.person(look)) {
            var page = stranger.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/inbox");
            assertAccessible(page, "sign-in");
            page.locator("input[name=email]").fill("nobody@example.com");
            page.locator("input[name=password]").fill("not the password");
            // Beside it is the way in with a passkey.
            var signIn = new Page.GetByRoleOptions().setName("Sign in").setExact(true);
            page.getByRole(AriaRole.BUTTON, signIn).click();
            assertThat(page.locator("[role=alert]:visible")).hasCount(1);
            assertAccessible(page, "sign-in refused");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyCanWorkInThePanel(Chromium.Look look) {
        var said = "Looking at " + look.name().toLowerCase(Locale.ROOT);
        try (var visitor = house.visitor();
                var agent = chromium.person(look)) {
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"" + NAME + "\"}");
            visitor.says(said);
            house.phoneReplies(house.phone().sees(said), "An answer from the phone.");
            visitor.sees("An answer from the phone.");
            agent.addCookies(signedIn.browser().cookies());
            var page = agent.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/inbox");
            assertAccessible(page, "inbox");
            PanelUser.listIsQuiet(page);
            page.locator("#convs a.conv").first().click();
            assertThat(page.locator("textarea[name=text]")).isVisible();
            assertAccessible(page, "thread");
            assertReadable(page.locator("#thread-name"));
            Chromium.shoot(page, "header-" + look.name().toLowerCase(Locale.ROOT));
            page.navigate(house.gateway().publicUrl() + "/admin/settings");
            assertAccessible(page, "settings");
            page.navigate(house.gateway().publicUrl() + "/admin/nowhere");
            assertAccessible(page, "nothing here");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyCanUseTheWidget(Chromium.Look look) {
        try (var visitor = chromium.person(look)) {
            var shop = visitor.newPage();
            shop.navigate(house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant");
            var open =
                    shop.getByRole(
                            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open chat"));
            open.waitFor();
            assertWidgetAccessible(shop, "launcher");
            open.click();
            var field = shop.locator("bellhop-chat textarea");
            field.waitFor();
            assertWidgetAccessible(shop, "greeting");
            var words = "Do you ship to " + look.name().toLowerCase(Locale.ROOT) + "?";
            field.fill(words);
            field.press("Enter");
            house.phoneReplies(house.phone().sees(words), "We do.");
            assertThat(
                            shop.locator(
                                    "bellhop-chat .bhw-m",
                                    new Page.LocatorOptions().setHasText("We do.")))
                    .isVisible();
            assertWidgetAccessible(shop, "talking");
        }
    }

    /// The whole of it is to be seen, and not the beginning with three dots.
    private static void assertReadable(Locator name) {
        assertThat(name).hasText(NAME);
        var cut =
                name.evaluate(
                        "it => it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight"
                                + " + 2");
        assertThat(cut).as("the name is cut short").isEqualTo(false);
    }

    static void assertAccessible(Page page, String screen) {
        assertNone(new AxeBuilder(page), screen);
    }

    /// The shop around it is the sandbox's.
    private static void assertWidgetAccessible(Page page, String screen) {
        assertNone(new AxeBuilder(page).include(List.of("bellhop-chat")), screen);
    }

    private static void assertNone(AxeBuilder axe, String screen) {
        var grave =
                axe.analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(AccessibilityTest::told)
                        .toList();
        assertThat(grave).as(screen).isEmpty();
    }

    private static String told(Rule rule) {
        return rule.getId()
                + ": "
                + rule.getNodes().stream()
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .collect(Collectors.joining("; "));
    }
}
