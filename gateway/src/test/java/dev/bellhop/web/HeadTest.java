package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.House;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Whoever asks for the head gets that of the answer to GET, and nothing after it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeadTest {
    private House house;
    private String[] signedIn;

    @BeforeAll
    void open() {
        house = House.open();
        // What is told of it does not change any more.
        house.program().sees("it was looked at", "/channels/1", it -> it.path("health").isObject());
        var password = "a%20long%20enough%20password";
        var answer =
                house.http()
                        .post(
                                house.gateway().signInLink().orElseThrow().getPath(),
                                ("password=" + password + "&again=" + password)
                                        .getBytes(StandardCharsets.US_ASCII),
                                "Content-Type",
                                "application/x-www-form-urlencoded");
        signedIn =
                new String[] {
                    "Cookie: " + answer.header("Set-Cookie").split(";", 2)[0],
                    "Authorization: Bearer " + house.apiToken()
                };
    }

    @AfterAll
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/widget.js",
                "/widget/panel.mjs",
                "/widget/nothing.mjs",
                "/widget/v1/sites/juniper",
                "/widget/v1/sites/nowhere",
                "/widget/v1/socket?site=juniper",
                "/admin",
                "/admin/sign-in",
                "/admin/inbox?view=open",
                "/admin/nowhere",
                "/admin/assets/panel.js",
                "/admin/assets/nowhere.js",
                "/admin/assets/%2e%2e/x",
                "/observe/health/ready",
                "/api/v1/conversations",
                "/sandbox/shop",
                "/nowhere"
            })
    void aHeadIsThatOfGet(String path) {
        assertSameHead(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/inbox", "/admin/settings", "/admin/nowhere"})
    void whoIsSignedInGetsTheHeadOfTheirPage(String path) {
        assertSameHead(path, signedIn[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/status", "/api/v1/conversations", "/api/v1/deliveries"})
    void programsWithATokenGetTheHeadOfTheirAnswer(String path) {
        assertThat(head(path, signedIn[1]).status()).isEqualTo(200);
        assertThat(head(path).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/widget.js", "/admin/sign-in", "/widget/v1/sites/juniper"})
    void theLengthIsThatOfTheCompressedBody(String path) {
        assertSameHead(path, "Accept-Encoding: gzip");
        assertThat(head(path, "Accept-Encoding: gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    @Test
    void whatHasNotChangedSaysSo() {
        var tag = "If-None-Match: " + head("/widget.js").header("ETag");
        assertThat(head("/widget.js", tag).status()).isEqualTo(304);
        assertSameHead("/widget.js", tag);
    }

    @Test
    void aStreamHasNoHead() {
        var answer = head("/admin/live", signedIn[0]);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatOnlyTakesFormsHasNoHead() {
        var answer = head("/admin/sign-out");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.body()).isEmpty();
    }

    private void assertSameHead(String path, String... headers) {
        var head = head(path, headers);
        var get = Raw.send(house.gateway().port(), Raw.request("GET " + path, headers));
        assertThat(head.body()).isEmpty();
        assertThat(head.status()).isEqualTo(get.status()).isNotEqualTo(405);
        assertThat(comparable(head)).isEqualTo(comparable(get));
    }

    private Raw.Answer head(String path, String... headers) {
        return Raw.send(house.gateway().port(), Raw.request("HEAD " + path, headers));
    }

    private static Map<String, String> comparable(Raw.Answer answer) {
        var headers = new TreeMap<>(answer.headers());
        headers.remove("x-request-id");
        headers.remove("date");
        return headers;
    }
}
