package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
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
        fits(Main.line(Surroundings.ofNobody()));
        for (var topic : Topic.values()) {
            assertThat(topic.text().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    /// What is wrapped stands in the middle of the next line; what was to begin a line does not.
    private static void fits(CommandLine command) {
        var name = command.getCommandSpec().qualifiedName();
        assertThat(command.getUsageMessage().lines())
                .as(name)
                .allMatch(line -> line.length() <= 80);
        assertThat(command.getCommandSpec().usageMessage().footer())
                .as(name)
                .allMatch(line -> line.length() <= 80);
        command.getSubcommands().values().forEach(MainTest::fits);
    }

    @Test
    void tellsItsVersionToPrograms() throws IOException {
        var version = Document.parse(user.runs("version", "-o", "json").out().getBytes(UTF_8));

        assertThat(version.text("version").orElseThrow()).matches("\\d+\\.\\d+\\.\\d+\\S*");
        assertThat(version.text("java")).isPresent();
        assertThat(user.runs("version", "-o", "yaml").out()).startsWith("version: ");
    }

    @Test
    void optionsMayStandBeforeTheCommand() throws IOException {
        try (var gateway = new TinyGateway().answers("{\"items\":[{\"name\":\"agent\"}]}")) {
            user.keeps("token", TinyGateway.TOKEN);
            var asked =
                    user.runs(
                            "--url",
                            gateway.url(),
                            "--token-file=token",
                            "-o",
                            "json",
                            "-q",
                            "role",
                            "show",
                            "agent");
            assertThat(asked.code()).as(asked.err()).isZero();
            assertThat(asked.out()).startsWith("{");
            assertThat(gateway.asked()).isEqualTo("GET /api/v1/roles");
        }
        assertThat(user.runs("-o", "json", "version").out()).startsWith("{");
        assertThat(user.runs("--url", "http://127.0.0.1:1", "--version").out())
                .startsWith("bellhop ");
        assertThat(user.runs("--url", "http://127.0.0.1:1").code()).isEqualTo(2);
        assertThat(user.runs("--url", "http://127.0.0.1:1", "stats").err())
                .contains("Did you mean status?");
        assertThat(user.runs("-o", "json", "completion", "bash").code()).isEqualTo(2);
        assertThat(user.runs("--url").code()).isEqualTo(2);
    }

    @Test
    void saysWhichValuesThereAre() {
        assertThat(user.runs("status", "-o", "xml").err())
                .isEqualTo(
                        """
                        Error: --output cannot be xml.
                          Why: It is one of table, json, jsonl, yaml, csv.
                           Do: Ask `bellhop status --help` for what there is.
                        """);
        assertThat(user.runs("report", "sales").err())
                .contains("REPORT cannot be sales.", "one of messages, agents,", "message-log.");
        assertThat(user.runs("credentials", "show", "x").err())
                .contains("NUMBER cannot be x.", "It is a whole number.");
        assertThat(user.runs("agent", "lst").err())
                .contains("There is no command bellhop agent lst.", "Did you mean list?");
        assertThat(user.runs("role", "show", "agent", "admin").err())
                .contains("One word is too many: admin.");
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
