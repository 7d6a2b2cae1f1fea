package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The main job before somebody's eyes: a visitor in the shop, the owner's phone, an agent in the
/// panel.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private House house;
    private Chromium chromium;
    private PanelUser signedIn;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        signedIn = PanelUser.signsIn(house, chromium, page -> Chromium.shoot(page, "welcome"));
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private Page shop(BrowserContext context) {
        var page = context.newPage();
        page.navigate(house.gateway().publicUrl() + "/sandbox/shop?page=fjord-pendant");
        return page;
    }

    private static void openChat(Page shop) {
        shop.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open chat")).click();
    }

    private static void say(Page shop, String text) {
        var field = shop.locator("bellhop-chat textarea");
        field.fill(text);
        field.press("Enter");
    }

    private static Locator bubble(Page page, String text) {
        return page.locator("bellhop-chat .bhw-m", new Page.LocatorOptions().setHasText(text));
    }

    @Test
    void aVisitorTalksWithPhoneAndPanel() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor);
            openChat(shop);
            say(shop, "Hi! Is the Fjord pendant dimmable?");

            var inbox = signedIn.browser().newPage();
            inbox.navigate(house.gateway().publicUrl() + "/admin/inbox");
            var row =
                    inbox.locator(
                            "#convs a.conv",
                            new Page.LocatorOptions().setHasText("Fjord pendant dimmable"));
            PanelUser.listIsQuiet(inbox);
            row.first().click();
            assertThat(
                            inbox.locator(".m", new Page.LocatorOptions().setHasText("dimmable"))
                                    .first())
                    .isVisible();

            var phone = chromium.person(Chromium.Look.DESKTOP).newPage();
            phone.navigate(house.gateway().publicUrl() + "/sandbox/phone");
            assertThat(phone.getByText("Is the Fjord pendant dimmable?").first()).isVisible();

            assertThat(inbox.getByText("Live", new Page.GetByTextOptions().setExact(true)).first())
                    .isVisible();
            inbox.locator("textarea[name=text]")
                    .fill("Good morning! Yes, with the bulb we ship it with.");
            assertThat(shop.locator("bellhop-chat .bhw-typing")).isVisible();
            inbox.locator("textarea[name=text]").press("Enter");
            assertThat(bubble(shop, "with the bulb we ship")).isVisible();

            var owner = house.phone();
            house.phoneReplies(owner.sees("dimmable"), "It dims to about 5%.");
            assertThat(bubble(shop, "about 5%")).isVisible();
            assertThat(
                            inbox.locator(".m", new Page.LocatorOptions().setHasText("about 5%"))
                                    .first())
                    .isVisible();

            Chromium.shoot(shop, "shop-talking");
            Chromium.shoot(inbox, "inbox-talking");
            Chromium.shoot(phone, "phone-talking");
            phone.context().close();
            inbox.close();
        }
    }

    @Test
    void wordsWrittenWithoutANetworkArriveOnceAndInOrder() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor);
            openChat(shop);
            say(shop, "Before the tunnel");
            var owner = house.phone();
            owner.sees("Before the tunnel");
            assertThat(bubble(shop, "Before the tunnel").locator(".bhw-sr").last())
                    .not()
                    .hasText("Sending");
            visitor.setOffline(true);
            say(shop, "In the tunnel, one");
            say(shop, "In the tunnel, two");
            assertThat(shop.locator("bellhop-chat .bhw-bar")).containsText("2 messages");
            Chromium.shoot(shop, "shop-offline");
            visitor.setOffline(false);
            owner.sees("In the tunnel, two");
            var relayed =
                    owner.received().stream()
                            .map(m -> m.path("text").asText())
                            .filter(text -> text.contains("tunnel"))
                            .map(text -> text.substring(text.lastIndexOf('\n') + 1))
                            .toList();
            org.assertj.core.api.Assertions.assertThat(relayed)
                    .containsExactly(
                            "Before the tunnel", "In the tunnel, one", "In the tunnel, two");
        }
    }

    @Test
    void aReloadInTheMiddleKeepsEverything() {
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var shop = shop(visitor);
            openChat(shop);
            say(shop, "Wait, I reload");
            var owner = house.phone();
            var relayed = owner.sees("Wait, I reload");
            shop.locator("bellhop-chat textarea").fill("A draft I did not send");
            shop.reload();
            house.phoneReplies(relayed, "Still here?");
            assertThat(bubble(shop, "Still here?")).isVisible();
            assertThat(bubble(shop, "Wait, I reload")).hasCount(1);
            assertThat(shop.locator("bellhop-chat textarea")).hasValue("A draft I did not send");
        }
    }

    @Test
    void theScreensLookRightSmallAndDark() {
        for (var look : Chromium.Look.values()) {
            var name = look.name().toLowerCase(java.util.Locale.ROOT);
            try (var visitor = chromium.person(look)) {
                var shop = shop(visitor);
                openChat(shop);
                Chromium.shoot(shop, "greeting-" + name);
                say(shop, "Looking at " + name);
                var owner = house.phone();
                house.phoneReplies(owner.sees("Looking at " + name), "Looks good to me.");
                assertThat(bubble(shop, "Looks good to me.")).isVisible();
                Chromium.shoot(shop, "shop-" + name);
                var phone = visitor.newPage();
                phone.navigate(house.gateway().publicUrl() + "/sandbox/phone");
                assertThat(phone.getByText("Looking at " + name).first()).isVisible();
                Chromium.shoot(phone, "phone-" + name);
            }
            try (var agent = chromium.person(look)) {
                agent.addCookies(signedIn.browser().cookies());
                var page = agent.newPage();
                page.navigate(house.gateway().publicUrl() + "/admin/inbox");
                Chromium.shoot(page, "inbox-" + name);
                PanelUser.listIsQuiet(page);
                page.locator("#convs a.conv").first().click();
                assertThat(page.locator("textarea[name=text]")).isVisible();
                Chromium.shoot(page, "thread-" + name);
                page.navigate(house.gateway().publicUrl() + "/admin/settings");
                Chromium.shoot(page, "settings-" + name);
            }
            try (var stranger = chromium.person(look)) {
                var page = stranger.newPage();
                page.navigate(house.gateway().publicUrl() + "/admin/inbox");
                Chromium.shoot(page, "sign-in-" + name);
            }
        }
    }
}
