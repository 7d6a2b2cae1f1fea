package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import dev.bellhop.db.Await;
import dev.bellhop.story.House;
import dev.bellhop.story.Meta;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Meta's way in, as Chat Settings shows it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookPageTest {
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

    private Page webhook() {
        return admin.opens("/settings/webhook");
    }

    @Test
    void whatCameIsListedLookedAtAndTakenAgain() {
        var page = webhook();
        button(page, "Subscribe").click();
        assertThat(page.locator(".note-bar--ok")).containsText("Subscribed.");
        var meta = house.meta();
        meta.posts(meta.messages(Meta.words("15550003003", "Where is my lamp?", Optional.empty())));
        int refused =
                house.http()
                        .post(
                                "/webhooks/whatsapp/1",
                                "{}".getBytes(StandardCharsets.UTF_8),
                                "X-Hub-Signature-256",
                                "sha256=00")
                        .status();
        assertThat(refused).isEqualTo(401);
        Await.value(
                "the message",
                () ->
                        house
                                .program()
                                .sees("/deliveries")
                                .path("items")
                                .findValuesAsText("outcome")
                                .stream()
                                .filter(it -> it.contains("message of a customer"))
                                .findFirst());
        page.reload();
        assertThat(
                        page.locator(
                                "tr",
                                new Page.LocatorOptions().setHasText("message of a customer")))
                .containsText("200 Taken");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Failed")).click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("401 Signature mismatch");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All")).click();
        page.locator("tr", new Page.LocatorOptions().setHasText("message of a customer"))
                .getByRole(AriaRole.BUTTON)
                .click();
        assertThat(page.locator(".code")).containsText("Where is my lamp?");
        admin.looksAt(page, "webhook", _ -> {});
        button(page, "Replay").click();
        assertThat(page.locator("tr.is-on")).containsText("200");
        assertThat(house.audited()).contains("delivery.replayed", "channel.subscribed");
        page.close();
    }

    @Test
    void aVerifyTokenIsShownOnceAndNotAgain() {
        var page = webhook();
        button(page, "New verify token").click();
        // Whether a proof is needed is asked first; until the page is new the old one is there.
        assertThat(page.locator("[data-token]")).not().hasValue(Pattern.compile("kept sealed.*"));
        var token = page.locator("[data-token]").inputValue();
        assertThat(token).hasSizeGreaterThan(30);
        page.navigate(house.gateway().publicUrl() + "/admin/settings/webhook");
        assertThat(page.content()).doesNotContain(token);
        assertThat(page.locator("[data-token]"))
                .hasValue(Pattern.compile("kept sealed; fingerprint [0-9a-f]{8}"));
        page.close();
    }
}
