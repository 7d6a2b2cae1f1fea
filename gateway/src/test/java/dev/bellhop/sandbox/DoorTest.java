package dev.bellhop.sandbox;

import static dev.bellhop.sandbox.SandboxWorld.MAYA;
import static dev.bellhop.sandbox.SandboxWorld.TOKEN;
import static dev.bellhop.sandbox.SandboxWorld.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

final class DoorTest {
    private static final Pattern NAMED =
            Pattern.compile("(?:/sandbox/assets/|from './)([a-z-]+\\.(?:js|css|svg))");
    private final SandboxWorld world = new SandboxWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void setupTellsATestWhatItNeeds() {
        var setup = world.control("setup").json();
        assertThat(SendTest.names(setup))
                .containsExactlyInAnyOrder(
                        "site",
                        "channel",
                        "phone_number_id",
                        "account_id",
                        "app_id",
                        "business_number",
                        "app_secret",
                        "verify_token",
                        "access_token",
                        "phones");
        assertThat(setup.path("channel").isIntegralNumber()).isTrue();
        assertThat(setup.at("/phones/0").asText()).isEqualTo(MAYA);
        assertThat(setup.path("access_token").asText()).isEqualTo(TOKEN);
    }

    @Test
    void listsAreWholeUnlessTheyAreLimited() {
        for (int i = 0; i < 1_100; i++) {
            world.send(text(MAYA, "Number " + i));
        }
        for (var list : List.of("calls", "phones/" + MAYA + "/messages")) {
            assertThat(world.control(list).json().path("items")).as(list).hasSize(1_100);
            var some = world.control(list + "?after=2&limit=1050").json().path("items");
            assertThat(some).as(list).hasSize(1_050);
            assertThat(some.path(0).path("n").asInt()).as(list).isEqualTo(3);
        }
    }

    @Test
    void otherSitesPagesChangeNothing() {
        var request =
                world.request("POST", "/sandbox/control/reset", Json.object())
                        .header("Sec-Fetch-Site", "cross-site")
                        .build();
        assertThat(world.ask(request).http()).isEqualTo(403);
    }

    @Test
    void resetForgetsMessagesCallsFaultsAndRules() {
        world.send(text(MAYA, "Hello"));
        world.fault("send", "reset", 3);
        world.control("POST", "rules", Json.object().put("pair", true));
        world.control("POST", "reset", Json.object());
        assertThat(world.screen(MAYA)).isEmpty();
        assertThat(world.control("calls").json().path("items")).isEmpty();
        assertThat(world.control("faults").json().path("items")).isEmpty();
        assertThat(world.control("rules").json().path("pair").asBoolean(true)).isFalse();
    }

    @Test
    void eventsStreamEvenToAListenerThatTakesGzip() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(world.uri("/sandbox/control/events"))
                        .header("Accept", "text/event-stream")
                        .header("Accept-Encoding", "gzip")
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            var lines =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo(":listening");
            world.send(text(MAYA, "Hello"));
            assertThat(lines.lines().filter(line -> line.startsWith("event:")).findFirst())
                    .contains("event:message");
            stream.body().close();
            client.shutdownNow();
        }
    }

    @Test
    void pagesComeWithTheirParts() throws IOException, InterruptedException {
        var phone = page("/sandbox/phone");
        assertThat(phone)
                .contains("Juniper &amp; Co.")
                .doesNotContain("{{")
                .doesNotContain("<script>");
        assertEverythingNamedIsThere(phone);
        assertEverythingNamedIsThere(page("/sandbox/shop?page=fjord-pendant"));
        assertThat(page("/sandbox/shop?page=alder-desk-lamp"))
                .contains("<script async src=\"/widget.js\" data-site=\"demo-site\"></script>")
                .contains("<h1>Alder desk lamp</h1>");
        assertThat(page("/sandbox/shop?page=alder-desk-lamp&widget=off"))
                .doesNotContain("widget.js", "demo-site")
                .contains("<h1>Alder desk lamp</h1>", "shop.js", "</body>");
        assertThat(
                        world.ask(HttpRequest.newBuilder(world.uri("/sandbox/shop?page=x")).build())
                                .http())
                .isEqualTo(404);
        assertThat(
                        world.ask(
                                        HttpRequest.newBuilder(world.uri("/sandbox/assets/..%2Fx"))
                                                .build())
                                .http())
                .isEqualTo(404);
    }

    private void assertEverythingNamedIsThere(String text)
            throws IOException, InterruptedException {
        var names = NAMED.matcher(text).results().map(found -> found.group(1)).distinct().toList();
        for (var name : names) {
            assertEverythingNamedIsThere(page("/sandbox/assets/" + name));
        }
    }

    private String page(String path) throws IOException, InterruptedException {
        var answer = world.fetch(HttpRequest.newBuilder(world.uri(path)).build());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
