package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.outbox.MovedClock;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// How long what is kept, in Chat Settings, and one person's data.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivacyPageTest {
    private House house;
    private Chromium chromium;
    private PanelUser owner;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited(), new MovedClock()); // Sunday noon
        chromium = new Chromium();
        owner = PanelUser.signsIn(house, chromium);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private String said(String words) {
        try (var visitor = house.visitor()) {
            visitor.says(words);
            return visitor.code();
        }
    }

    @Test
    void termsAreChosenAndWhatGoesIsShown() {
        var code = said("Forget this one day");
        house.program().posts("/conversations/" + code + "/close", "{}");
        var page = owner.opens("/settings/privacy");
        var keep = page.getByLabel("Closed conversations");
        assertThat(keep).hasValue("");
        assertThat(page.locator(".next-of").first()).containsText("nothing is old enough");
        owner.looksAt(page, "privacy", _ -> {});
        keep.selectOption("7");
        PanelUser.button(page, "Save").click();
        assertThat(page.locator(".page > .note-bar:not(.lost)")).containsText("Saved.");
        assertThat(keep).hasValue("7");
        page.close();

        house.changes("UPDATE conversation SET closed_at = closed_at - INTERVAL 8 DAY");
        var later = owner.opens("/settings/privacy");
        assertThat(later.locator(".next-of").first())
                .containsText("Next clean-up tonight at 03:00: 1 conversation");
        later.locator("details.next-of summary").click();
        assertThat(later.locator(".codes-of")).containsText("#" + code);
        house.program().changes("/retention", "{\"files\": 90}");
        later.getByLabel("Attachments").selectOption("30");
        PanelUser.button(later, "Save").click();
        assertThat(later.locator(".theirs")).containsText("Attachments: 90 days");
        assertThat(later.getByLabel("Attachments")).hasValue("30");
        AccessibilityTest.assertAccessible(later, "privacy overtaken");
        Chromium.shoot(later, "privacy-overtaken");
        PanelUser.button(later, "Save").click();
        assertThat(later.locator(".page > .note-bar:not(.lost)")).containsText("Saved.");
        assertThat(house.program().sees("/retention").path("files").asInt()).isEqualTo(30);
        later.close();
    }

    @Test
    void whatIsCollectedIsChosenWithSwitches() {
        var page = owner.opens("/settings/privacy");
        var form = page.locator("form[action$='/collect']");
        var cards = page.getByLabel("Hide card numbers");
        assertThat(cards).not().isChecked();
        assertThat(page.getByLabel("Show the page a visitor is on")).isChecked();
        cards.focus();
        page.keyboard().press("Space");
        PanelUser.button(page, "Save choices").click();
        assertThat(page.locator(".page > .note-bar:not(.lost)")).containsText("Saved.");
        assertThat(cards).isChecked();
        owner.looksAt(page, "privacy-collect", _ -> {});

        house.program().changes("/privacy", "{\"ask_to_keep\": true}");
        page.getByLabel("Show the page a visitor is on").uncheck();
        PanelUser.button(page, "Save choices").click();
        assertThat(form.locator(".theirs")).containsText("Ask before keeping a chat: on");
        assertThat(page.getByLabel("Show the page a visitor is on")).not().isChecked();
        PanelUser.button(page, "Save choices").click();
        assertThat(page.locator(".page > .note-bar:not(.lost)")).containsText("Saved.");
        var now = house.program().sees("/privacy");
        assertThat(now.path("hide_card_numbers").asBoolean()).isTrue();
        assertThat(now.path("show_pages").asBoolean()).isFalse();
        assertThat(now.path("ask_to_keep").asBoolean()).isFalse();
        page.close();
    }

    @Test
    void onePersonIsFoundExportedAndErased() throws Exception {
        var code = said("My name is Beatriz, and this is private");
        var page = owner.opens("/settings/privacy");
        var field = page.getByPlaceholder("Name, email, number or conversation code");
        field.fill("nobody at all");
        field.press("Enter");
        assertThat(page.locator(".blk [role=status]")).containsText("Nobody was found");
        field.fill("#" + code);
        field.press("Enter");
        var export = page.waitForDownload(() -> page.locator("a[download]").click());
        assertThat(Files.readString(export.path(), StandardCharsets.UTF_8))
                .contains("this is private", code);
        owner.looksAt(page, "privacy-found", _ -> {});
        page.locator("a[href$='/erase']").click();
        assertThat(page.locator(".erase-of")).containsText("1 conversation, with every message");
        owner.looksAt(page, "privacy-erase", _ -> {});
        page.getByLabel("I know that this cannot be undone").check();
        PanelUser.button(page, "Erase").click();
        assertThat(page.locator(".page > .note-bar:not(.lost)"))
                .containsText("Nothing is kept of this person.");
        assertThat(house.program().asks("/conversations/" + code).status()).isEqualTo(404);
        assertThat(house.audited()).contains("visitor.exported", "visitor.erased");
        page.close();
    }
}
