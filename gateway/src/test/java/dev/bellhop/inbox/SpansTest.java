package dev.bellhop.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/// How long something is, in words.
final class SpansTest {
    @ParameterizedTest
    @CsvSource({
        "-PT5S, less than a minute",
        "PT59S, less than a minute",
        "PT1M, 1 min",
        "PT59M59S, 59 min",
        "PT1H, 1 h 0 min",
        "PT3H12M30S, 3 h 12 min",
        "PT23H59M59S, 23 h 59 min",
        "PT24H, 1 d 0 h",
        "PT100H, 4 d 4 h"
    })
    void itIsSaidAsShortAsItStaysClear(Duration span, String words) {
        assertThat(Spans.words(span)).isEqualTo(words);
    }
}
