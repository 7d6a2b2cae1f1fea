package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.bellhop.outbox.MovedClock;
import dev.bellhop.vault.Secret;

import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider is read where it was said to be, and wherever it says that it has gone is not asked.
final class StraightProviderTest {
    private static final String METADATA = "/.well-known/openid-configuration";

    private final MockOAuth2Server behind = new MockOAuth2Server();
    private final HttpClient browser =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private HttpServer front;
    private OpenId openId;

    @BeforeEach
    void open() throws IOException {
        behind.start();
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.start();
        var setting =
                new OpenId.Setting(
                        URI.create(issuer()),
                        "bellhop",
                        Optional.of(Secret.of("a secret of the client's")),
                        "Example ID");
        openId = new OpenId(setting, () -> URI.create("http://localhost"), new MovedClock());
    }

    @AfterEach
    void close() {
        front.stop(0);
        behind.shutdown();
        browser.close();
    }

    private String issuer() {
        return "http://localhost:" + front.getAddress().getPort();
    }

    private void serves(String path, String json) {
        front.createContext(
                path,
                exchange -> {
                    var bytes = json.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    private void sendsOn(String path, String to) {
        front.createContext(
                path,
                exchange -> {
                    exchange.getResponseHeaders().add("Location", to);
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
    }

    private String metadata(String keys) {
        return """
        {"issuer": "%s", "authorization_endpoint": "%s", "token_endpoint": "%s",
         "jwks_uri": "%s", "response_types_supported": ["code"],
         "subject_types_supported": ["public"],
         "id_token_signing_alg_values_supported": ["RS256"]}
        """
                .formatted(
                        issuer(),
                        behind.authorizationEndpointUrl("shop"),
                        behind.tokenEndpointUrl("shop"),
                        keys);
    }

    private Optional<OpenId.Back> comesBack() throws IOException, InterruptedException {
        behind.enqueueCallback(
                new DefaultOAuth2TokenCallback(
                        "shop",
                        "a subject",
                        "JWT",
                        List.of("bellhop"),
                        Map.of("email", "a@b.example", "email_verified", true, "iss", issuer()),
                        300));
        var sent = openId.send("/admin", Optional.empty()).orElseThrow();
        var request = HttpRequest.newBuilder(URI.create(sent.address())).build();
        var location =
                browser.send(request, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();
        var code = location.replaceAll(".*[?&]code=([^&]*).*", "$1");
        return openId.back(sent.state(), code);
    }

    @Test
    void whoeverIsReadWhereTheyAreConfirms() throws IOException, InterruptedException {
        serves(METADATA, metadata(behind.jwksUrl("shop").toString()));
        assertThat(comesBack())
                .hasValueSatisfying(it -> assertThat(it.email()).isEqualTo("a@b.example"));
    }

    @Test
    void metadataThatHaveGoneElsewhereAreNone() {
        serves("/elsewhere", metadata(behind.jwksUrl("shop").toString()));
        sendsOn(METADATA, issuer() + "/elsewhere");
        assertThat(openId.send("/admin", Optional.empty())).isEmpty();
    }

    @Test
    void keysThatHaveGoneElsewhereConfirmNothing() throws IOException, InterruptedException {
        serves(METADATA, metadata(issuer() + "/keys"));
        sendsOn("/keys", behind.jwksUrl("shop").toString());
        assertThat(comesBack()).isEmpty();
    }
}
