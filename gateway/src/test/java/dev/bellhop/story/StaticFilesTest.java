package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(strings = {"/admin/assets/panel.js", "/admin/assets/mark.svg", "/widget.js", "/widget/v1/sites/juniper"})
    void whatHasNotChangedIsNotSentAgain(String path) {
        var first = house.http().get(path);
        assertThat(first.status()).isEqualTo(200);
        var again = house.http().get(path, "If-None-Match", first.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void aPathOutOfTheFolderLeadsNowhere() {
        assertThat(house.http().get("/admin/assets/../../db/changelog.xml").status()).isEqualTo(404);
        assertThat(house.http().get("/admin/assets/%2e%2e/%2e%2e/bellhop-defaults.yaml").status())
                .isEqualTo(404);
    }
}
