package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The widget's looks in Chat Settings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AppearanceTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>";

    private House house;
    private Chromium chromium;
    private PanelUser owner;

    @BeforeAll
    void open() {
        house = House.open();
        chromium = new Chromium();
        owner = PanelUser.signsIn(house, chromium);
    }

    @AfterAll
    void close() {
        chromium.close();
        house.close();
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name=" + name + "]");
    }

    private static Locator notice(Page page) {
        return page.locator(".page > .note-bar:not(.lost)");
    }

    private String told(String pointer) {
        return house.program().sees("/sites/1").at(pointer).asText();
    }

    @Test
    void whatIsEnteredShowsAtOnceAndIsSavedWhenItIsRight() {
        var page = owner.opens("/settings/appearance");
        var look = page.locator("#look");
        var before = told("/widget/greeting/title");
        field(page, "title").fill(EVIL);
        assertThat(look.locator("h3")).hasText(EVIL);
        field(page, "accent").fill("#ffd400");
        assertThat(look.locator("circle").last()).hasAttribute("fill", "#ffd400");
        assertThat(look.locator("path")).hasAttribute("fill", "#000000");
        assertThat(field(page, "accent")).isFocused();
        assertThat(told("/widget/greeting/title")).isEqualTo(before);

        field(page, "accent").fill("yellow");
        field(page, "suggestions").fill("1\n2\n3\n4\n5\n6");
        field(page, "origins").fill("https://shop.example/path");
        field(page, "offset_x").fill("a little");
        field(page, "prechat").selectOption("required");
        button(page, "Save").click();
        assertThat(page.locator("#accent-problem")).containsText("This is a colour such as");
        assertThat(page.locator("#suggestions-problem")).containsText("at most 5");
        assertThat(page.locator("#origins-problem")).containsText("is no origin");
        assertThat(page.locator("#offset_x-problem")).containsText("a whole number from 0 to 500");
        assertThat(page.locator("#prechat-problem")).containsText("at least one of the fields");
        assertThat(told("/widget/greeting/title")).isEqualTo(before);
        AccessibilityTest.assertAccessible(page, "appearance refused");

        field(page, "accent").fill("#0b7a5e");
        field(page, "title").fill("Good morning. What can we light up?");
        field(page, "suggestions").fill("Where is my order?\nIs it dimmable?");
        field(page, "origins").fill("https://shop.example\nhttps://www.shop.example");
        field(page, "offset_x").fill("24");
        field(page, "ask_email").selectOption("must");
        field(page, "sound").uncheck();
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(told("/widget/greeting/title")).startsWith("Good morning.");
        assertThat(told("/widget/prechat/required/0")).isEqualTo("email");
        assertThat(told("/widget/appearance/offset_x")).isEqualTo("24");
        assertThat(told("/widget/sound")).isEqualTo("false");
        assertThat(told("/origins/1")).isEqualTo("https://www.shop.example");
        assertThat(page.locator(".copy input").first())
                .hasValue(
                        "<script async src=\""
                                + house.gateway().publicUrl()
                                + "/widget.js\" data-site=\""
                                + told("/key")
                                + "\"></script>");
        owner.looksAt(page, "appearance", _ -> {});
        page.close();
    }

    @Test
    void whatSomebodyChangedMeanwhileIsShownBeforeItIsReplaced() {
        var page = owner.opens("/settings/appearance/1");
        assertThat(house.program().changes("/sites/1/widget", "{\"initials\":\"THEM\"}").status())
                .isEqualTo(200);
        field(page, "initials").fill("ME");
        button(page, "Save").click();
        assertThat(page.locator(".theirs")).containsText("THEM");
        assertThat(page.locator(".theirs dt")).hasCount(1);
        assertThat(field(page, "initials")).hasValue("ME");
        button(page, "Save").click();
        assertThat(notice(page)).containsText("Saved.");
        assertThat(told("/widget/initials")).isEqualTo("ME");
        page.close();
    }

    @Test
    void theSecretIsShownOnceAndReplacedOnlyWhenAsked() {
        var page = owner.opens("/settings/appearance");
        button(page, "Make a secret").click();
        assertThat(notice(page)).containsText("it is not shown again");
        var secret = page.locator("input[aria-labelledby=secret-label]");
        assertThat(secret.inputValue()).hasSizeGreaterThan(40);
        page.navigate(house.gateway().publicUrl() + "/admin/settings/appearance");
        assertThat(secret).hasCount(0);
        button(page, "Replace the secret").click();
        assertThat(page.locator("#confirm-question")).containsText("Replace the secret?");
        page.locator("#confirm [data-yes]").click();
        assertThat(secret).hasCount(1);
        page.close();
    }
}
