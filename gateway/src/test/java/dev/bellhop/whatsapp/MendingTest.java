package dev.bellhop.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.whatsapp.Outgoing.Parameter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/// What is changed in a template that Meta refused for its words.
final class MendingTest {
    private static Outgoing.Template template(String... values) {
        return new Outgoing.Template(
                "alert",
                "en_US",
                Optional.empty(),
                List.of(values).stream()
                        .<Parameter>map(value -> new Parameter.Words(Optional.of("v"), value))
                        .toList(),
                List.of());
    }

    @Test
    void theLongestWordsAreCutToHalfAndTheOthersStay() {
        assertThat(Mending.SHORTEN.of(template("Ana Ruiz", "1234567890".repeat(4))))
                .hasValue(template("Ana Ruiz", "1234567890123456789…"));
    }

    @Test
    void whereNoWordsAreLongThereIsNothingToShorten() {
        assertThat(Mending.SHORTEN.of(template("Ana Ruiz", "Hello"))).isEmpty();
        assertThat(Mending.SHORTEN.of(template())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "A\u200Bb, Ab", // a blank of no width
        "\u202Eright to left, right to left",
        "\uE000private, private",
        "Hello {{1}} there, Hello {1} there",
        "e\u0301, \u00E9"
    })
    void whatShowsNothingOrMeansSomethingToMetaIsLeftOut(String words, String cleaned) {
        assertThat(Mending.CLEAN.of(template(words))).hasValue(template(cleaned));
    }

    @Test
    void plainWordsAreCleanAlready() {
        assertThat(Mending.CLEAN.of(template("Grüße, Łódź 🎉 100 %"))).isEmpty();
        assertThat(Mending.CLEAN.of(template("\u200B"))).as("nothing would be left").isEmpty();
    }

    @Test
    void onlyTemplatesAreMended() {
        var text = new Outgoing.Text("1234567890".repeat(4), false);
        assertThat(Mending.SHORTEN.of(text)).isEmpty();
        assertThat(Mending.CLEAN.of(text)).isEmpty();
    }
}
