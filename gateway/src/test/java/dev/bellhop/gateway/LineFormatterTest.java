package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.logging.Level;
import java.util.logging.LogRecord;

final class LineFormatterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nSEVERE: forged",
                "a\r\nb",
                "\u001b[31mred",
                "\u0085next",
                "\u2028line",
                "\u202eturned",
                "\u0000"
            })
    void wordsFromOutsideStayOnTheirLine(String words) {
        var line = new LineFormatter().format(new LogRecord(Level.INFO, words));
        assertThat(line.strip().lines().count()).isLessThanOrEqualTo(2); // the format's own two
        assertThat(new LineFormatter().formatMessage(new LogRecord(Level.INFO, words)))
                .matches("[^\\p{Cntrl}\\u0085\\u2028\\u202e]*\\\\u[0-9a-f]{4}.*");
    }

    @Test
    void whatAnExceptionQuotesIsNoLineOfItsOwn() {
        var line = new LogRecord(Level.SEVERE, "it failed");
        line.setThrown(new IllegalStateException("a\n2026-11-28 INFO forged\u001b[31m"));
        var text = new LineFormatter().format(line);
        assertThat(text).contains("\t2026-11-28 INFO forged\\u001b[31m\n").contains("\tat dev.");
        assertThat(line.getThrown()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all is well", "{0} of {1}", "läuft", "🛎️ $1 \\u0041"})
    void otherWordsStayAsTheyAre(String words) {
        assertThat(new LineFormatter().formatMessage(new LogRecord(Level.INFO, words)))
                .isEqualTo(words);
    }
}
