package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

final class MainTest {
    private final CommandLineUser user;

    MainTest(@TempDir Path home) {
        user = new CommandLineUser(home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void tellsItsVersion(String argument) {
        var result = user.runs(argument);

        assertThat(result.code()).isZero();
        assertThat(result.out()).matches("bellhop \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\R");
    }

    @Test
    void helpsWithExamplesAndExitCodes() {
        assertThat(user.runs("--help").out())
                .contains("status")
                .contains("6 gateway not reachable");
        assertThat(user.runs("help", "status").out())
                .contains("Examples:")
                .contains("--token-file");
        assertThat(user.runs("status", "--help").out()).contains("(default: table)");
    }

    @Test
    void everyLineOfHelpFitsATerminal() {
        assertThat(user.runs("--help").out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(user.runs("status", "--help").out().lines())
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void saysWhatWasMeant() {
        var result = user.runs("stats");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Did you mean status?").hasLineCount(3);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(user.runs().code()).isEqualTo(2);
        assertThat(user.runs("status", "--bogus").code()).isEqualTo(2);
        assertThat(user.runs("status", "-o", "xml").err()).contains("xml").hasLineCount(3);
    }

    @Test
    void saysInOneLineHowItIsWritten() {
        assertThat(user.runs("webhook", "send-test").err())
                .contains("Missing required parameter: 'NUMBER'")
                .containsPattern("written: bellhop webhook send-test \\S")
                .doesNotContainPattern("written:.*  ");
    }
}
