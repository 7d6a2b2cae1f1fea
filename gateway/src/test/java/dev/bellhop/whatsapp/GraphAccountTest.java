package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.bellhop.vault.Secret;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the calls of setting up look like on the wire, and how their answers are read.
final class GraphAccountTest {
    private static final Graph.BusinessNumber NUMBER =
            new Graph.BusinessNumber(
                    "300000000000001", Secret.of("EAA+a/b%41=&x|y"), Optional.of("v23.0"));

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server = server();
    private final GraphAccount account =
            new GraphAccount(
                    new Graph.Settings(
                            () -> URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                            "v26.0",
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(10),
                            new Graph.Breaker(10, 50, Duration.ofSeconds(1)),
                            80,
                            4));

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void open() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aTokenIsAskedAboutWithTheAppsOwnTokenAndArrivesAsItIs() {
        assertThat(account.debugToken(NUMBER, "100", Optional.of(Secret.of("app-secret"))))
                .isInstanceOf(Reply.Ok.class);
        assertThat(seen)
                .containsExactly(
                        "GET /v23.0/debug_token input_token=EAA+a/b%41=&x|y Bearer 100|app-secret"
                                + " ");
    }

    @Test
    void aNumberIsReadWithTheFieldsOfItsVersion() {
        var _ = account.number(NUMBER);
        var _ = account.number(new Graph.BusinessNumber("3", Secret.of("t")));
        assertThat(seen.get(0))
                .startsWith("GET /v23.0/300000000000001 fields=")
                .contains("health_status", "webhook_configuration")
                .doesNotContain("messaging_limit");
        assertThat(seen.get(1)).startsWith("GET /v26.0/3 ").contains("messaging_limit");
    }

    @Test
    void listsComePageByPage() {
        var _ = account.templates(NUMBER, "200", Optional.of("alert"), Optional.of("MjQZD"));
        var _ = account.phoneNumbers(NUMBER, "200", Optional.empty());
        assertThat(seen.get(0))
                .startsWith("GET /v23.0/200/message_templates ")
                .contains("fields=id,name,", "limit=100", "after=MjQZD", "name=alert");
        assertThat(seen.get(1)).startsWith("GET /v23.0/200/phone_numbers ").contains("fields=id,");
    }

    @Test
    void changesAreWrittenAsMetaWantsThem() {
        var _ =
                account.subscribe(
                        NUMBER,
                        "200",
                        URI.create("https://chat.example/webhooks/whatsapp/1"),
                        Secret.of("verify"));
        var _ = account.unsubscribe(NUMBER, "200");
        var _ = account.subscribedApps(NUMBER, "200");
        var _ = account.deleteTemplate(NUMBER, "200", "alert", "700");
        assertThat(seen.get(0))
                .startsWith("POST /v23.0/200/subscribed_apps")
                .endsWith(
                        "{\"override_callback_uri\":\"https://chat.example/webhooks/whatsapp/1\","
                                + "\"verify_token\":\"verify\"}");
        assertThat(seen.get(1)).startsWith("DELETE /v23.0/200/subscribed_apps ");
        assertThat(seen.get(2)).startsWith("GET /v23.0/200/subscribed_apps ");
        assertThat(seen.get(3))
                .startsWith("DELETE /v23.0/200/message_templates ")
                .contains("name=alert", "hsm_id=700");
    }

    @Test
    void aPageOfTemplatesIsReadAndWhatIsNoTemplateIsPassedOver() {
        var page =
                TemplatePage.of(
                        Json.parse(
                                """
                                {"data":[
                                  {"id":"700","name":"alert","language":"en-US","status":"approved","category":"UTILITY",
                                   "parameter_format":"NAMED","components":[],"rejected_reason":"NONE",
                                   "quality_score":{"score":"UNKNOWN"}},
                                  {"id":701,"name":"other","language":"de","status":"REJECTED","rejected_reason":"SCAM",
                                   "quality_score":{"score":"RED"}},
                                  {"name":"no id","language":"de"}, "what", null],
                                 "paging":{"cursors":{"before":"a","after":"b"},"next":"https://x"}}
                                """));
        assertThat(page.next()).contains("b");
        assertThat(page.entries())
                .extracting(TemplatePage.Entry::name)
                .containsExactly("alert", "other");
        var alert = page.entries().getFirst();
        assertThat(alert.language()).isEqualTo("en_US");
        assertThat(alert.status()).isEqualTo("APPROVED");
        assertThat(alert.named()).isTrue();
        assertThat(alert.reason()).isEmpty();
        assertThat(alert.quality()).isEmpty();
        assertThat(page.entries().getLast().reason()).contains("SCAM");
        assertThat(TemplatePage.of(Json.object()).next()).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = exchange.getRequestURI().getRawQuery();
            var decoded =
                    query == null
                            ? ""
                            : java.net.URLDecoder.decode(
                                    query.replace("+", "%2B"), StandardCharsets.UTF_8);
            seen.add(
                    exchange.getRequestMethod()
                            + " "
                            + exchange.getRequestURI().getRawPath()
                            + " "
                            + decoded
                            + " "
                            + exchange.getRequestHeaders().getFirst("Authorization")
                            + " "
                            + new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            byte[] body = "{\"data\":{}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
