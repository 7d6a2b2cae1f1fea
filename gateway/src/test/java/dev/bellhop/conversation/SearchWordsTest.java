package dev.bellhop.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SearchWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    fjord lamp                  | +fjord* +lamp*
                    Fjord FJORD                 | +fjord*
                    +fjord -lamp "(a*b)"        | +fjord* +lamp*
                    elena@shop.example          | +elena* +shop* +example*
                    das Straßenlicht            | +das* +straßenlicht*
                    where is the lamp           | +lamp*
                    of to it                    | ""
                    ~<>@                        | ""
                    מנורה                       | +מנורה*
                    """)
    void nothingThatIsTypedIsAnOperator(String typed, String expression) {
        assertThat(SearchWords.of(typed).expression()).isEqualTo(expression);
    }

    @Test
    void aWordIsFoundWhereItBegins() {
        var words = SearchWords.of("lamp fjord");
        assertThat(words.in("Lamps and a clamp: the FJORD lamp"))
                .containsExactly(
                        new SearchWords.Hit(0, 4),
                        new SearchWords.Hit(23, 28),
                        new SearchWords.Hit(29, 33));
        assertThat(SearchWords.of("").in("Lamps")).isEmpty();
    }

    @Test
    void aFloodOfWordsIsCutShort() {
        assertThat(
                        SearchWords.of(
                                        "word".repeat(50)
                                                + " one two three four five six seven eight nine")
                                .all())
                .containsExactly("one", "two", "three", "four", "five", "six", "seven", "eight");
    }
}
