package dev.bellhop.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import static dev.bellhop.browser.PanelUser.button;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Passkeys, on a device that Chromium simulates.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PasskeysTest {
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

    /// A phone or a computer with keys of its own, as far as one page can tell.
    private static final class Device {
        private final CDPSession devtools;
        private final String id;

        Device(Page page) {
            devtools = page.context().newCDPSession(page);
            devtools.send("WebAuthn.enable");
            var options = new JsonObject();
            options.addProperty("protocol", "ctap2");
            options.addProperty("transport", "internal");
            options.addProperty("hasResidentKey", true);
            options.addProperty("hasUserVerification", true);
            options.addProperty("isUserVerified", true);
            options.addProperty("automaticPresenceSimulation", true);
            var added = new JsonObject();
            added.add("options", options);
            id =
                    devtools.send("WebAuthn.addVirtualAuthenticator", added)
                            .get("authenticatorId")
                            .getAsString();
        }

        private JsonObject it() {
            var it = new JsonObject();
            it.addProperty("authenticatorId", id);
            return it;
        }

        /// Whether it recognises its holder.
        void recognises(boolean holder) {
            var it = it();
            it.addProperty("isUserVerified", holder);
            devtools.send("WebAuthn.setUserVerified", it);
        }

        JsonObject key() {
            return devtools.send("WebAuthn.getCredentials", it())
                    .getAsJsonArray("credentials")
                    .get(0)
                    .getAsJsonObject();
        }

        /// As if the key had been copied before it signed for the last time.
        void has(JsonObject key) {
            devtools.send("WebAuthn.clearCredentials", it());
            var it = it();
            it.add("credential", key);
            devtools.send("WebAuthn.addCredential", it);
        }
    }

    private void goesOut(BrowserContext browser, Page page) {
        browser.clearCookies(new BrowserContext.ClearCookiesOptions().setName("bellhop"));
        page.navigate(house.gateway().publicUrl() + "/admin/sign-in");
    }

    private void adds(Page page, String name) {
        page.locator("input[name=name]").fill(name);
        button(page, "Add a passkey").click();
        assertThat(page.locator(".page > .note-bar:not(.lost)"))
                .containsText("Your passkey is ready.");
    }

    @Test
    void aPasskeyIsMadeAndLetsInWithoutAPasswordUntilItIsRemoved() {
        var noor = PanelUser.joins(house, chromium, "Noor Haddad");
        var page = noor.opens(SIGN_INS);
        var device = new Device(page);
        button(page, "Add a passkey").click();
        assertThat(page.locator(".keys-of")).hasCount(0); // it has no name yet
        adds(page, "My phone");
        assertThat(page.locator(".keys-of li")).containsText("My phone");
        assertThat(page.locator(".keys-of li")).containsText("never used");
        noor.looksAt(page, "passkeys", _ -> {});

        goesOut(noor.browser(), page);
        AccessibilityTest.assertAccessible(page, "sign in with a passkey");
        Chromium.shoot(page, "sign-in-passkey");
        button(page, "Sign in with a passkey").focus();
        page.keyboard().press("Enter");
        page.waitForURL("**/admin/inbox");
        page.navigate(house.gateway().publicUrl() + "/admin" + SIGN_INS);
        assertThat(page.locator(".keys-of li")).containsText("last used");
        assertThat(house.audited()).contains("passkey.added", "agent.signed_in");

        // Whom the device does not recognise it does not let in.
        goesOut(noor.browser(), page);
        device.recognises(false);
        button(page, "Sign in with a passkey").click();
        assertThat(page.locator("[data-passkey-problem]")).containsText("No passkey was used.");
        device.recognises(true);
        button(page, "Sign in with a passkey").click();
        page.waitForURL("**/admin/inbox");

        page.navigate(house.gateway().publicUrl() + "/admin" + SIGN_INS);
        page.locator(".keys-of button").click();
        page.locator("#confirm [data-yes]").click();
        assertThat(page.locator(".page > .note-bar:not(.lost)"))
                .containsText("The passkey is removed.");
        goesOut(noor.browser(), page);
        button(page, "Sign in with a passkey").click();
        assertThat(page.locator("form .note-bar--bad")).containsText("isn’t known here");
    }

    @Test
    void aCopyOfAKeyIsNotTaken() {
        var bo = PanelUser.joins(house, chromium, "Bo Lund");
        var page = bo.opens(SIGN_INS);
        var device = new Device(page);
        adds(page, "Key ring");
        var copy = device.key();
        goesOut(bo.browser(), page);
        button(page, "Sign in with a passkey").click();
        page.waitForURL("**/admin/inbox");
        goesOut(bo.browser(), page);
        device.has(copy);
        button(page, "Sign in with a passkey").click();
        assertThat(page.locator("form .note-bar--bad")).containsText("isn’t known here");
    }

    @Test
    void aPasskeyProvesThatItIsThem() {
        var liv = PanelUser.joins(house, chromium, "Liv Dahl");
        var page = liv.opens(SIGN_INS);
        var _ = new Device(page);
        adds(page, "Laptop");
        house.changes("UPDATE agent_session SET proved_at = '2020-01-01'");
        PanelUser.link(page, "Set it up").click();
        var dialog = page.locator("#proof");
        AccessibilityTest.assertAccessible(page, "proof with a passkey");
        dialog.locator("[data-passkey]").click();
        page.waitForURL("**/sign-ins/second-step");
        assertThat(house.audited()).contains("agent.proved");
    }

    @Test
    void whoseSessionHasEndedGoesOnWithAPasskey() {
        var ida = PanelUser.joins(house, chromium, "Ida Holm");
        try (var visitor = house.visitor()) {
            var page = ida.opens(SIGN_INS);
            var device = new Device(page);
            adds(page, "Laptop");
            visitor.says("Do you repair lamps?");
            page.navigate(house.gateway().publicUrl() + "/admin/c/" + visitor.code());
            PanelUser.isQuiet(page);
            sessionEnds("Ida Holm");
            var field = page.locator("[data-composer] textarea");
            field.fill("We do.");
            field.press("Enter");
            var dialog = page.locator("#signed-out");
            AccessibilityTest.assertAccessible(page, "signed out, with a passkey");
            Chromium.shoot(page, "signed-out-passkey");
            device.recognises(false);
            dialog.locator("[data-passkey]").click();
            assertThat(dialog).containsText("No passkey was used.");
            device.recognises(true);
            dialog.locator("[data-passkey]").click();
            assertThat(dialog).isHidden();
            visitor.sees("We do.");

            // One that is not known any more, and then the password.
            house.changes("DELETE FROM passkey");
            sessionEnds("Ida Holm");
            field.fill("In a week.");
            field.press("Enter");
            dialog.locator("[data-passkey]").click();
            assertThat(dialog.locator("[data-problem]")).containsText("isn’t known here");
            dialog.locator("input[name=email]").fill("ida.holm@shop.example");
            dialog.locator("input[name=password]").fill("a long enough password");
            dialog.locator("input[name=password]").press("Enter");
            assertThat(dialog).isHidden();
            visitor.sees("In a week.");
        }
    }

    @Test
    void whoseKeyIsNotTakenProvesItByThePassword() {
        var per = PanelUser.joins(house, chromium, "Per Aas");
        var page = per.opens(SIGN_INS);
        var _ = new Device(page);
        adds(page, "Laptop");
        house.changes("UPDATE agent_session SET proved_at = '2020-01-01'");
        PanelUser.link(page, "Set it up").click();
        var dialog = page.locator("#proof");
        assertThat(dialog.locator("[data-passkey]")).isVisible();
        house.changes("DELETE FROM passkey"); // in another browser, meanwhile
        dialog.locator("[data-passkey]").click();
        assertThat(dialog.locator("[data-problem]")).containsText("isn’t one of your passkeys");
        dialog.locator("input[name=password]").press("Enter"); // nothing is in it
        assertThat(dialog).isVisible();
        dialog.locator("input[name=password]").fill("a long enough password");
        dialog.locator("input[name=password]").press("Enter");
        page.waitForURL("**/sign-ins/second-step");
    }

    private void sessionEnds(String name) {
        house.changes(
                "DELETE FROM agent_session WHERE agent_id = (SELECT id FROM agent WHERE name = ?)",
                name);
    }

    /// What a stranger sends in place of a device's answer.
    @Test
    void anAnswerThatNoDeviceGaveIsRefused() {
        try (var browser = chromium.person(Chromium.Look.DESKTOP)) {
            var page = browser.newPage();
            page.navigate(house.gateway().publicUrl() + "/admin/sign-in");
            for (var answer : new String[] {"", "{}", "null", "[1]", "{\"id\":\"AAAA\"}"}) {
                page.evaluate(
                        "answer => { const form = document.querySelector('form');"
                                + " form.elements.credential.value = answer;"
                                + " form.action = '/admin/sign-in/passkey'; form.submit(); }",
                        answer);
                assertThat(page.locator("form .note-bar--bad")).containsText("isn’t known here");
                page.navigate(house.gateway().publicUrl() + "/admin/sign-in");
            }
        }
    }
}
