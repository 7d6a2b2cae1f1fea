package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

/// Whoever reaches a gateway by https is told to come by nothing else.
final class StrictTransportTest {
    private static final String HSTS = "Strict-Transport-Security";

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/admin/sign-in", "/widget.js", "/nowhere"})
    void everyAnswerSaysSoWhereThePublicAddressIsHttps(String path) {
        try (var house = House.open(Changes.publicUrl(URI.create("https://chat.example")))) {
            assertThat(house.http().get(path).header(HSTS)).isEqualTo("max-age=31536000");
        }
    }

    /// A browser believes it by https alone; a gateway on a developer's machine must not say it.
    @Test
    void byPlainHttpNothingIsSaid() {
        try (var house = House.open()) {
            assertThat(house.http().get("/health").header(HSTS)).isEmpty();
        }
    }
}
