package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.inbox.Browser;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.vault.Secret;

import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Single sign-on, with a provider of OpenID Connect that runs beside the gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenIdTest {
    private static final String ISSUER = "shop";
    private static final String START = "/admin/sign-in/openid?next=/admin/inbox";
    private static final String PASSWORD = "a lamp over the table";

    private final MockOAuth2Server provider = new MockOAuth2Server();
    private final HttpClient outside =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private House house;

    @BeforeAll
    void open() {
        provider.start();
        house =
                House.open(
                        Changes.openId(
                                new OpenId.Setting(
                                        URI.create(provider.issuerUrl(ISSUER).toString()),
                                        "bellhop",
                                        Optional.of(Secret.of("a secret of the client's")),
                                        "Example ID")));
    }

    @AfterAll
    void close() {
        house.close();
        provider.shutdown();
        outside.close();
    }

    private Browser browser() {
        return new Browser(house.url("/"), 0);
    }

    /// The provider will say this of whoever comes next.
    private void willSay(Map<String, Object> claims) {
        provider.enqueueCallback(
                new DefaultOAuth2TokenCallback(
                        ISSUER, "a subject", "JWT", List.of("bellhop"), claims, 300));
    }

    private void willSay(String email) {
        willSay(Map.of("email", email, "email_verified", true));
    }

    /// Where the provider sends a browser back to.
    private String passesTheProvider(String address) {
        try {
            var request = HttpRequest.newBuilder(URI.create(address));
            var answer = outside.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                // It was told to ask who they are.
                var form =
                        request.header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("username=eve"));
                answer = outside.send(form.build(), HttpResponse.BodyHandlers.ofString());
            }
            var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
            assertThat(back.getPath()).isEqualTo("/admin/sign-in/openid/back");
            return back.getRawPath() + "?" + back.getRawQuery();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Browser.Answer comes(Browser browser) {
        var sent = browser.get(START);
        assertThat(sent.status()).isEqualTo(303);
        return browser.get(passesTheProvider(sent.header("Location")));
    }

    @Test
    void whoeverIsInvitedComesInWithTheAddressThatTheProviderHasVerified() {
        house.linkFor("Noor");
        assertThat(browser().get("/admin/sign-in").text()).contains("Sign in with Example ID");
        var browser = browser();
        willSay("NOOR@shop.example");
        var sent = browser.get(START).header("Location");
        assertThat(sent)
                .startsWith(provider.authorizationEndpointUrl(ISSUER).toString())
                .contains("code_challenge_method=S256", "nonce=", "state=", "client_id=bellhop");
        var in = browser.get(passesTheProvider(sent));
        assertThat(in.header("Location")).isEqualTo("/admin/inbox");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(200);
        assertThat(house.asks("SELECT detail AS text FROM audit WHERE action = 'agent.signed_in'"))
                .anyMatch(detail -> detail.contains("single sign-on"));
    }

    /// Else a link elsewhere would sign in whoever has a session at the provider.
    @Test
    void anotherSitesLinkAsksAndSignsNobodyIn() {
        var sent = browser().get(START, "Sec-Fetch-Site", "cross-site");
        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.header("Location")).isEqualTo("/admin/sign-in?next=%2Fadmin%2Finbox");
        assertThat(browser().get(START, "Sec-Fetch-Site", "same-origin").header("Location"))
                .startsWith(provider.authorizationEndpointUrl(ISSUER).toString());
    }

    @Test
    void nobodyIsAddedByIt() {
        willSay("stranger@shop.example");
        var browser = browser();
        var refused = comes(browser);
        assertThat(refused.header("Location")).isEqualTo("/admin/sign-in?openid=unknown");
        assertThat(browser.get(refused.header("Location")).text())
                .contains("Nobody here has your address.");
        assertThat(browser.get("/admin/inbox").status()).isEqualTo(303);
        assertThat(house.asks("SELECT email AS text FROM agent"))
                .doesNotContain("stranger@shop.example");
    }

    @Test
    void whatTheProviderDoesNotConfirmLetsNobodyIn() {
        house.linkFor("Bo");
        willSay(Map.of("email", "bo@shop.example", "email_verified", false));
        assertThat(comes(browser()).header("Location")).endsWith("openid=unconfirmed");
        willSay(Map.of("email", "bo@shop.example"));
        assertThat(comes(browser()).header("Location")).endsWith("openid=unconfirmed");
        // Tokens for somebody else's client, of another provider, and of another sign-in.
        for (var claim : List.of("aud", "iss", "nonce")) {
            willSay(Map.of("email", "bo@shop.example", "email_verified", true, claim, "another"));
            assertThat(comes(browser()).header("Location")).endsWith("openid=unconfirmed");
        }
    }

    @Test
    void whoeverComesBackMustHaveLeftInTheSameBrowserAndOnce() {
        house.linkFor("Cleo");
        var browser = browser();
        willSay("cleo@shop.example");
        var back = passesTheProvider(browser.get(START).header("Location"));
        // Somebody else's browser is not signed in as her by a link to this.
        assertThat(browser().get(back).header("Location")).endsWith("openid=unconfirmed");
        assertThat(browser.get(back).header("Location")).isEqualTo("/admin/inbox");
        assertThat(browser.get(back).header("Location")).endsWith("openid=unconfirmed");
        assertThat(browser.get("/admin/sign-in/openid/back?error=access_denied").header("Location"))
                .endsWith("openid=unconfirmed");
    }

    @Test
    void whoeverIsDisabledStaysOut() {
        house.linkFor("Dora");
        house.changes("UPDATE agent SET disabled_at = UTC_TIMESTAMP(3) WHERE name = 'Dora'");
        willSay("dora@shop.example");
        assertThat(comes(browser()).header("Location")).endsWith("openid=unknown");
    }

    @Test
    void itProvesThatItIsThemIfTheProviderHasAskedAnew() {
        var browser = browser();
        browser.post(house.linkFor("Eve"), Map.of("password", PASSWORD, "again", PASSWORD));
        var wanted = "/admin/settings/sign-ins/second-step";
        proves(browser, wanted, Instant.now().minusSeconds(3_600));
        assertThat(browser.get(wanted).status()).isEqualTo(303);
        proves(browser, wanted, Instant.now());
        assertThat(browser.get(wanted).status()).isEqualTo(200);
    }

    private void proves(Browser browser, String wanted, Instant at) {
        house.changes("UPDATE agent_session SET proved_at = '2020-01-01'");
        assertThat(browser.get(wanted).header("Location")).startsWith("/admin/proof?next=");
        willSay(
                Map.of(
                        "email",
                        "eve@shop.example",
                        "email_verified",
                        true,
                        "auth_time",
                        at.getEpochSecond()));
        var sent = browser.get("/admin/proof/openid?next=" + wanted).header("Location");
        assertThat(sent).contains("prompt=login", "max_age=0");
        assertThat(browser.get(passesTheProvider(sent)).header("Location")).isEqualTo(wanted);
    }
}
