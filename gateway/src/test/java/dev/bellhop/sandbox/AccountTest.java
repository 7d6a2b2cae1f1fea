package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.NUMBER;
import static dev.bellhop.sandbox.SandboxWorld.SECRET;
import static dev.bellhop.sandbox.SandboxWorld.TOKEN;
import static dev.bellhop.sandbox.SandboxWorld.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

final class AccountTest {
    private static final String GRAPH = "/sandbox/graph/v26.0/";
    private static final String ACCOUNT = "200000000000001";
    private final SandboxWorld world = new SandboxWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void numberTellsItsState() {
        var number = get(NUMBER);
        assertThat(number.path("id").asText()).isEqualTo(NUMBER);
        assertThat(number.path("verified_name").asText()).isEqualTo("Juniper & Co.");
        assertThat(number.at("/health_status/can_send_message").asText()).isEqualTo("AVAILABLE");
        assertThat(get(ACCOUNT + "/phone_numbers").at("/data/0/id").asText()).isEqualTo(NUMBER);
    }

    @Test
    void tokenIsLookedAtWithTheAppsOwn() {
        var app = Optional.of("100000000000001|" + SECRET);
        var path = GRAPH + "debug_token?input_token=" + TOKEN;
        var good = world.graph("GET", path, Json.object(), app).json();
        assertThat(good.at("/data/is_valid").asBoolean()).isTrue();
        assertThat(good.at("/data/scopes/0").asText()).isEqualTo("whatsapp_business_management");
        var bad = world.graph("GET", GRAPH + "debug_token?input_token=x", Json.object(), app);
        assertThat(bad.http()).isEqualTo(200);
        assertThat(bad.json().at("/data/is_valid").asBoolean(true)).isFalse();
    }

    @Test
    void newTokenIsTakenAndTheOldOneUntilRevoked() {
        var issued =
                world.control("POST", "tokens", Json.object()).json().path("access_token").asText();
        var hello = text(MAYA, "Hello");
        assertThat(world.graph("POST", SandboxWorld.SEND, hello, Optional.of(issued)).http())
                .isEqualTo(200);
        assertThat(world.send(hello).http()).isEqualTo(200);
        world.control("POST", "tokens/revoke", Json.object().put("access_token", TOKEN));
        assertThat(world.send(hello).http()).isEqualTo(401);
    }

    @Test
    void newAppSecretSignsFromThenOn() {
        world.control("POST", "app-secret", Json.object());
        world.sent(text(MAYA, "Hello"));
        assertThat(world.notice().signed()).isFalse();
    }

    @Test
    void subscribingShakesHandsWithTheGatewaysOwnDoor() {
        var path = ACCOUNT + "/subscribed_apps";
        var wanted =
                Json.object()
                        .put(
                                "override_callback_uri",
                                "https://chat.example.com/webhooks/whatsapp/1")
                        .put("verify_token", "example-verify-token");
        assertThat(post(path, wanted).http()).isEqualTo(200);
        assertThat(get(path).at("/data/0/override_callback_uri").asText())
                .startsWith("https://chat");
        assertThat(post(path, wanted.put("verify_token", "wrong")).http()).isEqualTo(400);
    }

    @Test
    void templateIsReviewedAndApprovedByNotification() {
        var wanted =
                Json.object()
                        .put("name", "order_ready")
                        .put("language", "en_US")
                        .put("category", "UTILITY");
        wanted.putArray("components")
                .addObject()
                .put("type", "BODY")
                .put("text", "Ready: {{1}}, come by.");
        var created = post(ACCOUNT + "/message_templates", wanted);
        assertThat(created.json().path("status").asText()).isEqualTo("PENDING");
        var value = world.notice().value();
        assertThat(value.path("event").asText()).isEqualTo("APPROVED");
        assertThat(value.path("message_template_id").isNumber()).isTrue();
        assertThat(
                        get(ACCOUNT + "/message_templates?name=order_ready")
                                .at("/data/0/status")
                                .asText())
                .isEqualTo("APPROVED");
    }

    @Test
    void fileGoesUpAndComesDown() throws IOException, InterruptedException {
        var form =
                """
                --frontier\r
                Content-Disposition: form-data; name="messaging_product"\r
                \r
                whatsapp\r
                --frontier\r
                Content-Disposition: form-data; name="file"; filename="lamp.txt"\r
                Content-Type: text/plain\r
                \r
                Grün\r
                --frontier--\r
                """;
        var upload =
                HttpRequest.newBuilder(world.uri(GRAPH + NUMBER + "/media"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "multipart/form-data; boundary=frontier")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        var id = world.ask(upload).json().path("id").asText();
        var about = get(id);
        assertThat(about.path("mime_type").asText()).isEqualTo("text/plain");
        var url = URI.create(about.path("url").asText());
        var refused = world.fetch(HttpRequest.newBuilder(url).build());
        assertThat(refused.statusCode()).isEqualTo(401);
        var fetch = HttpRequest.newBuilder(url).header("Authorization", "Bearer " + TOKEN).build();
        var file = world.fetch(fetch);
        assertThat(new String(file.body(), StandardCharsets.UTF_8)).isEqualTo("Grün");
        world.control("POST", "clock", Json.object().put("advance_seconds", 301));
        assertThat(world.fetch(fetch).statusCode()).isEqualTo(404);
    }

    @Test
    void pictureFromAPhoneCanBeFetched() throws IOException, InterruptedException {
        world.control("POST", "phones/" + MAYA + "/messages", Json.object().put("type", "image"));
        var image = world.notice().message().path("image");
        assertThat(SendTest.names(image))
                .containsExactlyInAnyOrder("mime_type", "sha256", "id", "url");
        var fetch =
                HttpRequest.newBuilder(URI.create(image.path("url").asText()))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build();
        var file = world.fetch(fetch);
        assertThat(file.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(file.body()).startsWith(0x89, 'P', 'N', 'G');
    }

    private JsonNode get(String path) {
        return world.graph("GET", GRAPH + path, Json.object(), Optional.of(TOKEN)).json();
    }

    private SandboxWorld.Answer post(String path, JsonNode body) {
        return world.graph("POST", GRAPH + path, body, Optional.of(TOKEN));
    }
}
