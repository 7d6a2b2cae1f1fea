package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.inbox.Browser;
import dev.bellhop.inbox.PanelWorld;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.Map;

final class SignInPagesTest {
    private static final PanelWorld WORLD = new PanelWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void aLinkLetsInOnceAndSetsThePassword() {
        var link = WORLD.link("Ada", Role.AGENT);
        var browser = WORLD.browser();
        var page = browser.get(link);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Welcome, Ada", "ada@shop.example", link);

        var entered = set(browser, link, PanelWorld.PASSWORD, PanelWorld.PASSWORD);
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("Location")).isEqualTo("/admin/inbox");
        assertThat(entered.header("Set-Cookie"))
                .startsWith("bellhop=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(200);

        var again = WORLD.browser().get(link);
        assertThat(again.status()).isEqualTo(410);
        assertThat(again.text()).contains("This link has been used or has expired.");
        var stolen = set(WORLD.browser(), link, "another password", "another password");
        assertThat(stolen.status()).isEqualTo(410);
        assertThat(stolen.header("Set-Cookie")).isEmpty();
    }

    @Test
    void aPasswordThatDoesNotDoIsExplainedAndTheLinkStaysGood() {
        var link = WORLD.link("Bo", Role.AGENT);
        var browser = WORLD.browser();

        var tooShort = set(browser, link, "short", "short");
        assertThat(tooShort.status()).isEqualTo(422);
        assertThat(tooShort.text()).contains("Use at least 12 characters.");
        var differs = set(browser, link, PanelWorld.PASSWORD, "a lamp under the table");
        assertThat(differs.status()).isEqualTo(422);
        assertThat(differs.text()).contains("This isn’t the same as above.");

        assertThat(set(browser, link, PanelWorld.PASSWORD, PanelWorld.PASSWORD).status())
                .isEqualTo(303);
    }

    @Test
    void aPasswordLetsInAndLeadsOnToWhereOneWanted() {
        var _ = WORLD.signedIn("Cleo", Role.AGENT);
        var browser = WORLD.browser();
        assertThat(browser.get("/admin/sign-in?next=/admin/c/K7QD").text())
                .contains("Juniper &amp; Co. · chat.example.com", "value=\"/admin/c/K7QD\"");

        var entered = enter(browser, "cleo@shop.example", PanelWorld.PASSWORD, "/admin/c/K7QD");
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("Location")).isEqualTo("/admin/c/K7QD");
        assertThat(browser.get("/admin").header("Location")).isEqualTo("/admin/inbox");
    }

    @Test
    void aFormThatIsTooLargeForSigningInIsNotRead() {
        var large = "x".repeat(8_192);
        var refused = enter(WORLD.browser(), "cleo@shop.example", large, "/admin");
        assertThat(refused.status()).isEqualTo(413);
        var link = WORLD.link("Eve", Role.AGENT);
        assertThat(set(WORLD.browser(), link, large, large).status()).isEqualTo(413);
    }

    @Test
    void anAuditorIsLedToTheLog() {
        var browser = WORLD.signedIn("Dora", Role.AUDITOR);
        assertThat(browser.get("/admin").header("Location")).isEqualTo("/admin/audit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/admin/",
                "//evil.example/admin/",
                "/\\evil.example/admin/",
                "/admin/../sandbox/phone",
                "javascript:alert(1)",
                "/admin/\r\nSet-Cookie: a=b",
                "/elsewhere"
            })
    void aLinkToTheSignInPageLeadsNowhereElse(String next) {
        var name = "Eve" + Integer.toUnsignedString(next.hashCode());
        var _ = WORLD.signedIn(name, Role.AGENT);
        var entered = enter(WORLD.browser(), name + "@shop.example", PanelWorld.PASSWORD, next);
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("Location")).isEqualTo("/admin");
    }

    @Test
    void whatIsWrongIsSaidWithoutSayingWhich() {
        var _ = WORLD.signedIn("Finn", Role.AGENT);
        var wrong = enter(WORLD.browser(), "finn@shop.example", "not the password", "/admin/audit");
        var unknown = enter(WORLD.browser(), "nobody@shop.example", "not the password", "");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text())
                .contains("That email and password don’t go together.")
                .contains("value=\"finn@shop.example\"", "value=\"/admin/audit\"")
                .doesNotContain("not the password");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.text()).contains("That email and password don’t go together.");
        assertThat(unknown.header("Set-Cookie")).isEmpty();
    }

    @Test
    void tooManyTriesWait() {
        Browser.Answer answer = enter(WORLD.browser(), "gil@shop.example", "guess", "");
        for (int tries = 1; answer.status() != 429 && tries <= 40; tries++) {
            answer = enter(WORLD.browser(), "gil@shop.example", "guess", "");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.text())
                .contains("Too many tries.", answer.header("Retry-After") + " s.", "disabled");
    }

    @Test
    void signingOutEndsTheSessionForEveryTab() {
        var browser = WORLD.signedIn("Hal", Role.AGENT);
        var out = browser.post("/admin/sign-out", Map.of());
        assertThat(out.status()).isEqualTo(303);
        assertThat(out.header("Location")).isEqualTo("/admin/sign-in");
        assertThat(out.header("Set-Cookie")).contains("Expires=Thu, 1 Jan 1970");
        assertThat(browser.get("/admin/inbox").header("Location"))
                .isEqualTo("/admin/sign-in?next=%2Fadmin%2Finbox");
    }

    @Test
    void aFormOnAnotherSiteSignsNobodyIn() {
        var link = WORLD.link("Ida", Role.AGENT);
        for (var path : new String[] {"/admin/sign-in", link}) {
            assertThat(WORLD.browser().postFromElsewhere(path, "Sec-Fetch-Site", "cross-site"))
                    .extracting(Browser.Answer::status)
                    .isEqualTo(403);
            assertThat(WORLD.browser().postFromElsewhere(path, "Origin", "https://evil.example"))
                    .extracting(Browser.Answer::status)
                    .isEqualTo(403);
        }
    }

    @Test
    void whatIsSentAfterTheSessionHasEndedGoesWithTheOneWhoSignsInAgain() {
        var browser = WORLD.signedIn("Jon", Role.AGENT);
        var conversation = WORLD.begins("Do you ship to Norway?");
        var _ = WORLD.signedIn("Kit", Role.AGENT);
        WORLD.endsSessionsOf(browser.agentId());
        var path = "/admin/c/" + conversation.code() + "/messages";
        var cid = "7c5a1c1e-0f1b-4e6e-9a53-0d0b43c8f4d1";
        var asked = browser.post(path, Map.of("cid", cid, "text", "Yes, \"twice\" a <week>"));
        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.text())
                .contains("Your session has ended.", "name=\"kept\" value=\"" + path + "\"")
                .contains("value=\"Yes, &#34;twice&#34; a &lt;week>\"");

        var carried =
                Map.of(
                        "email",
                        "jon@shop.example",
                        "password",
                        PanelWorld.PASSWORD,
                        "kept",
                        path,
                        "kept.cid",
                        cid,
                        "kept.text",
                        "Yes, \"twice\" a <week>");
        var wrong = new HashMap<>(carried);
        wrong.put("password", "not the password");
        assertThat(browser.post("/admin/sign-in/kept", wrong).text())
                .contains("don’t go together", "name=\"kept.text\"");
        var in = browser.post("/admin/sign-in/kept", carried);
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.text())
                .contains("Send what you wrote?", "action=\"" + path + "\"")
                .contains("name=\"text\" value=\"Yes, &#34;twice&#34; a &lt;week>\"");
        var sent = browser.post(path, Map.of("cid", cid, "text", "Yes, \"twice\" a <week>"));
        assertThat(sent.status()).isEqualTo(303);
        assertThat(browser.get("/admin/sign-in?next=/admin/inbox").header("Location"))
                .isEqualTo("/admin/inbox");
    }

    @Test
    void secretsAndWhatAnotherSiteSendsAreNotKept() {
        var stranger = WORLD.browser();
        assertThat(stranger.post("/admin/sign-out", Map.of("wanted", "a secret")).status())
                .isEqualTo(303);
        var foreign =
                stranger.postFromElsewhere("/admin/c/K7QD/notes", "Origin", "https://e.example");
        assertThat(foreign.text()).doesNotContain("kept");
        // A form may only be carried to where it could have come from.
        var _ = WORLD.signedIn("Lin", Role.AGENT);
        var led =
                stranger.post(
                        "/admin/sign-in/kept",
                        Map.of(
                                "email", "lin@shop.example",
                                "password", PanelWorld.PASSWORD,
                                "kept", "/admin/settings/sign-ins/password",
                                "kept.wanted", "a secret"));
        assertThat(led.status()).isEqualTo(303);
    }

    @Test
    void somebodySignsInWithoutLeavingThePage() {
        var browser = WORLD.signedIn("Mia", Role.AGENT);
        WORLD.endsSessionsOf(browser.agentId());
        var fields =
                new HashMap<>(
                        Map.of(
                                "email", "mia@shop.example",
                                "password", "not the password",
                                "me", Long.toString(browser.agentId())));
        var wrong = browser.postPart("/admin/sign-in", fields);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).isEqualTo("That email and password don’t go together. Try again.");
        fields.put("password", PanelWorld.PASSWORD);
        assertThat(browser.postPart("/admin/sign-in", fields).status()).isEqualTo(204);
        fields.put("me", "999");
        assertThat(browser.postPart("/admin/sign-in", fields).status()).isEqualTo(205);
    }

    private static Browser.Answer set(Browser browser, String link, String password, String again) {
        return browser.post(link, Map.of("password", password, "again", again));
    }

    private static Browser.Answer enter(
            Browser browser, String email, String password, String next) {
        return browser.post(
                "/admin/sign-in", Map.of("email", email, "password", password, "next", next));
    }
}
