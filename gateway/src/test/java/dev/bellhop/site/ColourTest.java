package dev.bellhop.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Colours that people choose, and words on them.
final class ColourTest {

    @ParameterizedTest
    @CsvSource({
        "'#000000', '#ffffff'",
        "'#FFFFFF', '#000000'",
        "'#0b7a5e', '#ffffff'",
        "'#ffd400', '#000000'"
    })
    void theInkIsWhatIsReadMoreEasily(String colour, String ink) {
        assertThat(Colour.read(colour).orElseThrow().ink()).hasToString(ink);
    }

    @Test
    void wordsCanAlwaysBeRead() {
        for (int rgb = 0; rgb <= 0xffffff; rgb += 251) {
            var colour = new Colour(rgb);
            assertThat(colour.contrast(colour.ink())).isGreaterThanOrEqualTo(4.5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "#fff", "#12345g", "#1234567", "url(x)", "#000000;"})
    void otherWordsAreNoColours(String text) {
        assertThat(Colour.read(text)).isEmpty();
    }
}
