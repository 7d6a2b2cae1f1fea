package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine.Help.Ansi;

import java.time.Duration;

final class TextTest {

    @ParameterizedTest
    @CsvSource({
        "abc,3",
        "日本語,6",
        "カナ,4",
        "ｶﾅ,2",
        "한글,4",
        "（全角）,8",
        "é,1",
        "e\u0301,1",
        "👍,2",
        "،سلام,5",
        "a\u200bb,2"
    })
    void knowsHowWideATextIs(String text, int columns) {
        assertThat(Text.width(text)).isEqualTo(columns);
    }

    @Test
    void makesControlCharactersVisible() {
        assertThat(Text.oneLine(" a\r\nb\u001b[31m\u0007\u202e "))
                .isEqualTo("a  b\uFFFD[31m\uFFFD\uFFFD");
    }

    @Test
    void alignsColumnsOfAnyScript() {
        var table =
                new Table()
                        .row(new Cell("日本", Mood.PLAIN), new Cell("x", Mood.PLAIN))
                        .row(new Cell("ab", Mood.PLAIN), new Cell("@|red y|@", Mood.PLAIN));

        assertThat(table.render(Ansi.OFF, 0)).isEqualTo("日本  x\nab    @|red y|@\n");
    }

    @ParameterizedTest
    @CsvSource({"-5,0 s", "0,0 s", "59,59 s", "60,1 min 0 s", "3661,1 h 1 min", "90000,1 d 1 h"})
    void saysSpansInTheirTwoLargestUnits(long seconds, String words) {
        assertThat(StatusTable.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
