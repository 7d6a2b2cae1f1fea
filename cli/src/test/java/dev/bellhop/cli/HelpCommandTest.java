package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

final class HelpCommandTest {
    @TempDir private Path folder;

    @Test
    void topicsAndCommandsAreExplained() {
        var user = new CommandLineUser(folder);
        for (var topic : Topic.values()) {
            assertThat(user.runs("help", topic.word()).out()).isEqualTo(topic.text());
        }
        assertThat(user.runs("help").out()).contains("credentials", "backup");
        assertThat(user.runs("help", "credentials", "rotate").out())
                .contains("--access-token-file");
        var unknown = user.runs("help", "exit-code");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("exit-codes, environment, formatting");
    }

    /// A page for each noun, which troff takes without a complaint where there is one.
    @Test
    void theManualHasAPageForEachNoun() throws IOException, InterruptedException {
        ManPages.main(new String[] {folder.toString()});
        for (var noun : Main.line(Surroundings.ofNobody()).getSubcommands().entrySet()) {
            var page = Files.readString(folder.resolve("bellhop-" + noun.getKey() + ".1"));
            assertThat(page).startsWith(".TH \"BELLHOP").contains(".SH \"NAME\"");
            for (var verb : noun.getValue().getSubcommands().keySet()) {
                assertThat(page)
                        .contains(verb.replace("-", "\\-").toUpperCase(java.util.Locale.ROOT));
            }
        }
        assertThat(Files.readString(folder.resolve("bellhop.1"))).contains("EXIT CODES", "doctor");
        if (Files.isExecutable(Path.of("/usr/bin/groff"))) {
            for (var page : new String[] {"bellhop.1", "bellhop-credentials.1"}) {
                var troff =
                        new ProcessBuilder(
                                        "groff",
                                        "-man",
                                        "-Tutf8",
                                        "-ww",
                                        "-z",
                                        folder.resolve(page).toString())
                                .redirectErrorStream(true)
                                .start();
                assertThat(
                                new String(
                                        troff.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8))
                        .isEmpty();
                assertThat(troff.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
