package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;
import static dev.bellhop.browser.PanelUser.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import javax.crypto.spec.SecretKeySpec;

/// The second step and the proof that it is them, as people meet them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecondStepPagesTest {
    private static final String PASSWORD = "a long enough password";
    private static final String SIGN_INS = "/settings/sign-ins";

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

    private static String code(String key, Instant at) {
        try {
            var bytes = new Base32().decode(key.replace(" ", ""));
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(bytes, "HmacSHA1"), at, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Their last proof was long ago.
    private void proofIsOld(String name) {
        house.changes(
                "UPDATE agent_session SET proved_at = '2020-01-01' WHERE agent_id = (SELECT id FROM"
                        + " agent WHERE name = ?)",
                name);
    }

    private void signsIn(Page page, String email) {
        page.navigate(house.gateway().publicUrl() + "/admin/sign-in");
        page.locator("input[name=email]").fill(email);
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("input[name=password]").press("Enter");
    }

    /// The same page in every look, each come to in a browser of its own.
    private void inEveryLook(String name, Consumer<Page> way) {
        for (var look : Chromium.Look.values()) {
            try (BrowserContext other = chromium.person(look)) {
                var page = other.newPage();
                way.accept(page);
                AccessibilityTest.assertAccessible(page, name + " " + look);
                boolean fits =
                        (boolean)
                                page.evaluate("document.documentElement.scrollWidth <= innerWidth");
                assertThat(fits).as(name + " " + look).isTrue();
                Chromium.shoot(page, name + "-" + look.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    @Test
    void itIsSetUpByThePictureOrTheKeyAndAskedForFromThenOn() {
        var noor = PanelUser.joins(house, chromium, "Noor Haddad");
        var page = noor.opens(SIGN_INS);
        link(page, "Set it up").click();
        assertThat(page.locator("svg.qr path")).hasCount(1);
        noor.looksAt(page, "second-step-set-up", _ -> {});
        var key = page.locator("#key").textContent();
        page.locator("#code").fill("000000");
        page.locator("#code").press("Enter");
        assertThat(page.locator("#code-problem")).containsText("doesn’t fit");
        page.locator("#code").fill(code(key, Instant.now()));
        page.locator("#code").press("Enter");
        assertThat(page.locator(".codes li")).hasCount(10);
        AccessibilityTest.assertAccessible(page, "recovery codes");
        Chromium.shoot(page, "recovery-codes");
        var recovery = page.locator(".codes li").allTextContents();
        link(page, "I have saved them").click();
        assertThat(page.locator("#step-heading")).containsText("On");
        noor.looksAt(page, "sign-ins-second-step", _ -> {});

        inEveryLook(
                "second-step",
                other -> {
                    signsIn(other, "noor.haddad@shop.example");
                    assertThat(other.locator("h1")).hasText("Second step");
                    assertThat(other.locator("#code")).isFocused();
                });
        try (var elsewhere = chromium.person(Chromium.Look.DESKTOP)) {
            var other = elsewhere.newPage();
            signsIn(other, "noor.haddad@shop.example");
            other.locator("#code").fill("000000");
            other.locator("#code").press("Enter");
            assertThat(other.locator("#code-problem")).containsText("That code doesn’t fit");
            link(other, "Use a recovery code").click();
            AccessibilityTest.assertAccessible(other, "recovery code");
            Chromium.shoot(other, "recovery-code");
            other.locator("#code").fill(recovery.getFirst());
            other.locator("#code").press("Enter");
            other.waitForURL("**/admin/inbox");
        }
        // Back in the first browser, she hears of it.
        noor.browser().clearCookies(new BrowserContext.ClearCookiesOptions().setName("bellhop"));
        var back = noor.browser().newPage();
        signsIn(back, "noor.haddad@shop.example");
        link(back, "Use a recovery code").click();
        back.locator("#code").fill(recovery.get(1));
        back.locator("#code").press("Enter");
        assertThat(back.locator("h1")).hasText("Was that you?");
        AccessibilityTest.assertAccessible(back, "new browsers");
        Chromium.shoot(back, "new-browsers");
        button(back, "Yes, that was me").click();
        back.waitForURL("**/admin/inbox");
        back.navigate(house.gateway().publicUrl() + "/admin" + SIGN_INS);
        assertThat(back.locator("table .tag--warn")).hasText("New browser");
        back.close();
    }

    @Test
    void whoseSessionEndedGivesTheCodeInPlace() {
        var liv = PanelUser.joins(house, chromium, "Liv Dahl");
        var page = liv.opens(SIGN_INS);
        link(page, "Set it up").click();
        var key = page.locator("#key").textContent();
        page.locator("#code").fill(code(key, Instant.now()));
        page.locator("#code").press("Enter");
        assertThat(page.locator(".codes li")).hasCount(10);
        page.navigate(house.gateway().publicUrl() + "/admin/inbox");
        assertThat(page.locator("html")).hasAttribute("data-stream", "open");
        house.changes(
                "DELETE FROM agent_session WHERE agent_id = (SELECT id FROM agent WHERE name ="
                        + " 'Liv Dahl')");
        page.locator("#tab-mine").click();
        var dialog = page.locator("#signed-out");
        dialog.locator("input[name=email]").fill("liv.dahl@shop.example");
        dialog.locator("input[name=password]").fill(PASSWORD);
        dialog.locator("input[name=password]").press("Enter");
        assertThat(dialog.locator("input[name=code]")).isFocused();
        AccessibilityTest.assertAccessible(page, "code in place");
        dialog.locator("input[name=code]").fill("000000");
        dialog.locator("input[name=code]").press("Enter");
        assertThat(dialog.locator("[data-problem]")).containsText("doesn’t fit");
        dialog.locator("input[name=code]").fill(code(key, Instant.now().plusSeconds(30)));
        dialog.locator("input[name=code]").press("Enter");
        assertThat(dialog).isHidden();
        page.close();
    }

    @Test
    void whatNeedsAProofAsksInPlaceAndLosesNothing() {
        var owner = PanelUser.signsIn(house, chromium);
        var page = owner.opens("/settings/agents/new");
        page.locator("input[name=name]").fill("Tomás Rivera");
        page.locator("input[name=email]").fill("tomas@shop.example");
        proofIsOld("Maya Okafor");
        page.locator("input[name=email]").press("Enter");
        var dialog = page.locator("#proof");
        assertThat(dialog.locator("input[name=password]")).isFocused();
        AccessibilityTest.assertAccessible(page, "proof in place");
        Chromium.shoot(page, "proof-in-place");
        dialog.locator("input[name=password]").fill("not the password");
        dialog.locator("input[name=password]").press("Enter");
        assertThat(dialog.locator("[data-problem]")).containsText("isn’t your password");
        // Whoever leaves it finds everything as it was.
        button(page, "Leave it").click();
        assertThat(dialog).isHidden();
        assertThat(page.locator("input[name=name]")).hasValue("Tomás Rivera");
        page.locator("input[name=email]").press("Enter");
        dialog.locator("input[name=password]").fill(PASSWORD);
        dialog.locator("input[name=password]").press("Enter");
        assertThat(page.locator(".once input")).isVisible();
        page.close();
        withoutScripts(owner);
    }

    /// The page that asks keeps the form, and sends it on.
    private void withoutScripts(PanelUser owner) {
        try (var plain = chromium.withoutScripts(owner.browser().cookies())) {
            var page = plain.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/settings/agents/new");
            page.locator("input[name=name]").fill("Hana Sato");
            page.locator("input[name=email]").fill("hana@shop.example");
            proofIsOld("Maya Okafor");
            page.locator("form.card button.btn--p").click();
            assertThat(page.locator("h1")).hasText("Confirm that it is you");
            page.locator("input[name=password]").fill(PASSWORD);
            page.locator("input[name=password]").press("Enter");
            assertThat(page.locator("dl.kept")).containsText("Hana Sato");
            button(page, "Go on").click();
            assertThat(page.locator(".once input")).isVisible();

            proofIsOld("Maya Okafor");
            page.navigate(house.gateway().publicUrl() + "/admin" + SIGN_INS + "/second-step");
            assertThat(page).hasURL(Pattern.compile("/admin/proof\\?next="));
            page.locator("input[name=password]").fill(PASSWORD);
            page.locator("input[name=password]").press("Enter");
            assertThat(page).hasURL(Pattern.compile("/sign-ins/second-step$"));
        }
    }
}
