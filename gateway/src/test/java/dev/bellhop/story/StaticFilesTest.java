package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.regex.Pattern;

/// What browsers keep and ask for again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaticFilesTest {
    private House house;

    @BeforeAll
    void open() {
        house = House.open();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/assets/panel.js",
                "/admin/assets/mark.svg",
                "/widget.js",
                "/widget/panel.mjs",
                "/widget/v1/sites/juniper"
            })
    void whatHasNotChangedIsNotSentAgain(String path) {
        var first = house.http().get(path);
        assertThat(first.status()).isEqualTo(200);
        var again = house.http().get(path, "If-None-Match", first.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void theWidgetsModulesAreForEveryOriginAndThoseWithAHashForGood() {
        var script = house.http().get("/widget.js").text();
        var named = Pattern.compile("panel-[A-Z0-9]{8}\\.mjs").matcher(script);
        assertThat(named.find()).isTrue();
        var module = house.http().get("/widget/" + named.group());
        assertThat(module.status()).isEqualTo(200);
        assertThat(module.header("Content-Type")).startsWith("text/javascript");
        assertThat(module.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(module.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(house.http().get("/widget/panel.mjs").header("Cache-Control"))
                .isEqualTo("no-cache");
        assertThat(house.http().get("/widget/panel-AAAAAAAA.mjs").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/widget/..;/sandbox/shop",
                "/widget/../sandbox/shop",
                "/widget/%2e%2e/sandbox/shop",
                "/admin/assets/%2e%2e/%2E./bellhop-defaults.yaml",
                "/admin/assets/..%2f..%2fdb/changelog.xml",
                "/admin;x=1/inbox"
            })
    void aPathThatLeadsElsewhereIsRefused(String path) {
        assertThat(house.http().get(path).status()).isEqualTo(400);
    }
}
