package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where what is printed goes: to a terminal of six lines, to a disk that is full, to a reader who
/// has seen enough.
final class TerminalTest {
    private static final String LAUNCHER = String.join(" ", RealGateway.launcher());

    @TempDir private Path folder;

    private final TinyGateway gateway;
    private Installed installed = new Installed(Path.of("."), Map.of());

    TerminalTest() throws IOException {
        var roles =
                IntStream.range(0, 9)
                        .mapToObj("{\"name\":\"role-%d\",\"words\":\"For people\"}"::formatted)
                        .collect(Collectors.joining(","));
        gateway = new TinyGateway().answers("{\"items\":[" + roles + "]}");
    }

    @BeforeEach
    void install() {
        installed =
                new Installed(
                        folder,
                        Map.of(
                                "BELLHOP_URL",
                                gateway.url(),
                                "BELLHOP_TOKEN",
                                TinyGateway.TOKEN,
                                "NO_COLOR",
                                "1"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// A list, and what is taken as it comes.
    @Test
    void aFullDiskIsToldOfAndAReaderThatHasSeenEnoughIsNot()
            throws IOException, InterruptedException {
        for (var command : List.of(" role list", " report messages")) {
            var full = installed.ends("", List.of("sh", "-c", LAUNCHER + command + " >/dev/full"));
            assertThat(full.code()).isEqualTo(1);
            assertThat(full.err()).contains("No space left on device", "   Do: ");
            var head = "set -o pipefail; " + LAUNCHER + command + " | true";
            var gone = installed.ends("", List.of("bash", "-c", head));
            assertThat(gone.code()).as(gone.err()).isZero();
            assertThat(gone.err()).isEmpty();
        }
    }

    /// What the terminal is too small for is shown by a pager, and nothing else is.
    @Test
    void aLongListIsShownByAPager() throws IOException, InterruptedException {
        assertThat(atTheTerminal("BELLHOP_PAGER='sed s/^/paged:/'", "role list"))
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.startsWith("paged:"));
        for (var command : List.of("BELLHOP_PAGER=''", "BELLHOP_PAGER=nowhere")) {
            assertThat(atTheTerminal(command, "role list"))
                    .hasSizeGreaterThan(5)
                    .noneMatch(line -> line.startsWith("paged:"));
        }
        assertThat(atTheTerminal("PAGER='sed s/^/paged:/'", "version"))
                .noneMatch(line -> line.startsWith("paged:"));
    }

    /// Whatever becomes of standard output, and without a colour where none is wanted.
    @Test
    void howFarItIsStandsOnStandardError() throws IOException, InterruptedException {
        gateway.answers(
                200,
                "application/x-ndjson",
                "{\"checked\":1,\"of\":2}\n{\"whole\":true,\"entries\":2}\n");
        var line = LAUNCHER + " audit verify >out";
        var seen = installed.ends("", List.of("script", "-qec", line, "/dev/null"));
        assertThat(seen.out()).contains("[###", " 50 %").doesNotContain("\u001b");
        assertThat(Files.readString(folder.resolve("out"))).contains("intact").doesNotContain("#");

        var unseen = installed.ends("", List.of("script", "-qec", line + " 2>err", "/dev/null"));
        assertThat(unseen.out()).isEmpty();
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    /// Of six lines.
    private List<String> atTheTerminal(String setting, String command)
            throws IOException, InterruptedException {
        var line = "stty rows 6 cols 80; %s %s %s".formatted(setting, LAUNCHER, command);
        return installed
                .ends("", List.of("script", "-qec", line, "/dev/null"))
                .out()
                .lines()
                .filter(it -> !it.isBlank())
                .toList();
    }
}
