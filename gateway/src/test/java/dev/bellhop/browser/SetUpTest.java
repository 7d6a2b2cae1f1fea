package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// An owner who has nothing but the panel: from an empty house to a visitor's words on a phone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SetUpTest {
    private static final String PHONE = "15550002001";

    private House house;
    private Chromium chromium;
    private PanelUser owner;
    private Storefront shop;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        owner = PanelUser.signsIn(house, chromium);
        shop = new Storefront(house);
    }

    @AfterAll
    void close() {
        shop.close();
        chromium.close();
        house.close();
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name=" + name + "]");
    }

    private static Locator notice(Page page) {
        return page.locator(".page > .note-bar:not(.lost)");
    }

    private static Locator within(Locator place, AriaRole role, String name) {
        return place.getByRole(role, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void aWebsiteANumberAndAPhoneAreSetUpInThePanelAlone() {
        var setup = house.setup();
        var page = owner.opens("/settings/credentials");
        // What the sandbox brings is taken away first; its number is added anew.
        link(page, "Edit").click();
        button(page, "Remove").click();
        button(page, "Remove number").click();
        assertThat(page.locator(".empty")).containsText("No number yet.");

        link(page, "Add number").click();
        field(page, "name").fill("Lamps");
        field(page, "phone_number_id").fill(setup.path("phone_number_id").asText());
        field(page, "account_id").fill(setup.path("account_id").asText());
        field(page, "app_id").fill(setup.path("app_id").asText());
        field(page, "access_token").fill(setup.path("access_token").asText());
        field(page, "app_secret").fill(setup.path("app_secret").asText());
        button(page, "Save and test").click();
        var card = page.locator("article.card");
        assertThat(card.locator(".verdict")).isVisible();
        var warnings = card.locator(".warnings-of");
        assertThat(warnings).containsText("No inbox phone answers for this number");
        assertThat(warnings).containsText("No website uses this number");
        owner.looksAt(page, "setup-missing", _ -> {});

        within(warnings, AriaRole.LINK, "Webhook").click();
        button(page, "Subscribe").click();
        assertThat(notice(page)).containsText("Subscribed.");

        page.navigate(house.gateway().publicUrl() + "/admin/settings/credentials");
        within(warnings, AriaRole.LINK, "Add phone").click();
        assertThat(field(page, "channel").locator("option:checked")).containsText("Lamps");
        owner.looksAt(page, "setup-phone-new", _ -> {});
        field(page, "name").fill("Maya");
        field(page, "number").fill("555");
        field(page, "number").press("Enter");
        assertThat(page.locator("#number-problem"))
                .containsText("This is a phone number with its country");
        AccessibilityTest.assertAccessible(page, "phone refused");
        Chromium.shoot(page, "setup-phone-refused");
        field(page, "number").fill("+1 555 000 2001");
        button(page, "Add phone").click();
        assertThat(notice(page)).containsText("Have it write anything to +15550001234");
        owner.looksAt(page, "setup-phones", _ -> {});

        page.navigate(house.gateway().publicUrl() + "/admin/settings/credentials");
        within(warnings, AriaRole.LINK, "Add website").click();
        assertThat(field(page, "channel_id").locator("option:checked")).containsText("Lamps");
        field(page, "name").fill("Lamps & Co.");
        field(page, "origins").fill("shop.example");
        button(page, "Add website").click();
        assertThat(page.locator("#origins-problem")).containsText("is no origin");
        AccessibilityTest.assertAccessible(page, "website refused");
        Chromium.shoot(page, "setup-website-refused");
        field(page, "origins").fill(shop.origin());
        button(page, "Add website").click();
        assertThat(page.locator(".once")).containsText("Lamps & Co. is added.");
        owner.looksAt(page, "setup-website", _ -> {});
        shop.embed(page.locator(".once .copy input").inputValue());

        house.phone(PHONE).writes("Good morning");
        try (var visitor = chromium.person(Chromium.Look.DESKTOP)) {
            var chat = Chat.at(shop.url("/lamps"), visitor).open();
            chat.say("Is the Fjord pendant dimmable?");
            var handset = chromium.person(Chromium.Look.DESKTOP).newPage();
            handset.navigate(house.gateway().publicUrl() + "/sandbox/phone");
            assertThat(handset.getByText("Is the Fjord pendant dimmable?").first()).isVisible();
            handset.context().close();
            var maya = house.phone(PHONE);
            maya.replies(maya.sees("Fjord pendant"), "Yes, to about 5%.");
            assertThat(chat.bubble("about 5%")).isVisible();
        }

        page.navigate(house.gateway().publicUrl() + "/admin/settings/credentials");
        button(page, "Run test").click();
        // The app's own address is the one that the sandbox came with; all else is well.
        assertThat(card.locator(".verdict")).containsText("It works");
        assertThat(warnings.locator(".note-bar")).hasCount(1);
        assertThat(warnings).containsText("Messages come here.");
        page.navigate(house.gateway().publicUrl() + "/admin/settings/inbox-phones");
        assertThat(page.locator("tbody")).containsText("Gets all that is written");

        page.navigate(house.gateway().publicUrl() + "/admin/settings/credentials");
        link(page, "Edit").click();
        field(page, "relay_template").selectOption("new_website_message/en_US");
        owner.looksAt(page, "setup-number", _ -> {});
        button(page, "Save").click();
        assertThat(card).containsText("new_website_message (en_US)");
        card.locator(".pick summary").click();
        Chromium.shoot(page, "setup-more");
        card.getByText("Pause sending").click();
        page.locator("#confirm [data-yes]").click();
        assertThat(card.locator(".head-of .tag")).hasText("Sending paused");
        owner.looksAt(page, "setup-paused", _ -> {});
        within(warnings, AriaRole.BUTTON, "Release").click();
        assertThat(notice(page)).containsText("Released.");
        assertThat(card.locator(".head-of .tag")).hasText("Needs a look");
        page.navigate(house.gateway().publicUrl() + "/admin/settings/agents");
        owner.looksAt(page, "setup-agents", _ -> {});
        page.close();
    }

    /// No website, no number, no phone: each page says what comes first, and leads there.
    @Test
    void anEmptyPageLeadsToWhatItWaitsFor() {
        try (var bare = House.open();
                var other = new Chromium()) {
            var somebody = PanelUser.signsIn(bare, other);
            var page = somebody.opens("/settings/credentials");
            link(page, "Edit").click();
            button(page, "Remove").click();
            button(page, "Remove number").click();
            page.navigate(bare.gateway().publicUrl() + "/admin/settings/inbox-phones");
            assertThat(page.locator(".empty")).containsText("No inbox phone yet.");
            somebody.looksAt(page, "setup-phones-none", _ -> {});
            within(page.locator(".empty"), AriaRole.LINK, "Add number").click();
            assertThat(field(page, "phone_number_id")).isVisible();
            page.close();
        }
    }
}
