package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two names that look alike are one, and no language loses a letter.
final class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\u200bda",
                "\u200dAda",
                "Ada\u200d",
                "A\u200cda",
                "Ada\ufeff",
                "A\u00adda",
                "Ada\u2060",
                "\u200eAda",
                "\u202eAda\u202c",
                "A\u0000da",
                "\u3164Ada",
                "Ada\udb40\udc41",
                " Ada\t"
            })
    void whatIsNotSeenIsTakenOut(String entered) {
        assertThat(PlainText.of(entered)).isEqualTo("Ada");
    }

    /// Persian (a joiner that parts), Malayalam (one that joins), a family, a woman at work, a
    /// heart, an accent that stands by itself.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "می‌خواهم",
                "നന്‍",
                "👨‍👩‍👧",
                "👩🏽‍💻 Dana",
                "❤️ Eve",
                "Zoe\u0308",
                "Jean-Luc O’Neill",
                "李小龙"
            })
    void whatLettersAndEmojiNeedStays(String entered) {
        assertThat(PlainText.of(entered)).isEqualTo(entered);
    }
}
