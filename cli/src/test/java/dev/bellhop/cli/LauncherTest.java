package dev.bellhop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LauncherTest {
    @TempDir Path folder;

    @Test
    void startsTheCommandAndPassesItsExitCodeOn() throws IOException, InterruptedException {
        try (var gateway = new TinyGateway().answers("{\"version\":\"0.1.0 日本\"}")) {
            var launch = launch("status", "--url", gateway.url());
            launch.environment().put("BELLHOP_TOKEN", TinyGateway.TOKEN);
            // A locale that knows no Japanese changes nothing in what is printed.
            launch.environment().put("LC_ALL", "C");
            var process = launch.start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isZero();
            assertThat(out).startsWith("Gateway  0.1.0 日本\n");
        }
        assertThat(launch("stats").start().waitFor()).isEqualTo(2);
    }

    /// Until nobody reads any more, as with every tool in a pipe; a gateway that goes is told of.
    @Test
    void theStatusIsShownAgainAndAgain() throws IOException, InterruptedException {
        var gateway = new TinyGateway().answers("{\"version\":\"0.1.0\"}");
        var launch = launch("status", "--watch", "1", "--url", gateway.url());
        launch.environment().put("BELLHOP_TOKEN", TinyGateway.TOKEN);
        var process = launch.start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).startsWith("Gateway  0.1.0");
            for (var line = ""; !line.startsWith("Gateway"); ) {
                line = lines.readLine();
            }
            gateway.close();
            for (var line = ""; !line.startsWith("No gateway answers"); ) {
                line = lines.readLine();
            }
        }
        assertThat(process.waitFor()).isZero();
        assertThat(launch("status", "--watch", "0", "--url", gateway.url()).start().waitFor())
                .isEqualTo(2);
    }

    @Test
    void aBrokenAuditLogIsTheExitCodeOfAFailedCheck() throws IOException, InterruptedException {
        try (var gateway =
                new TinyGateway()
                        .answers(
                                """
                                {"checked":6,"of":9}
                                {"whole":false,"entries":6,"broken_at":7}
                                """)) {
            var launch = launch("audit", "verify", "--url", gateway.url());
            launch.environment().put("BELLHOP_TOKEN", TinyGateway.TOKEN);
            var process = launch.start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(7);
            assertThat(out).contains("broken at entry 7");
        }
    }

    /// Where packages put the gateway, and nowhere else, it has the packages' default.
    @Test
    void theGatewaysLauncherKnowsThePackagesDataFolder() throws IOException, InterruptedException {
        assertThat(dataFolder("/usr/lib/bellhop")).isEqualTo("/var/lib/bellhop");
        assertThat(dataFolder("/opt/bellhop")).isEmpty();
        assertThat(Files.readString(Path.of("../packaging/bin/gateway"))).contains("\nfind_data\n");
    }

    private String dataFolder(String home) throws IOException, InterruptedException {
        var script = Path.of("../packaging/lib/java.sh").toAbsolutePath();
        var line =
                "home=%s; . %s; find_data; printenv BELLHOP_PACKAGED_DATA_DIR"
                        .formatted(home, script);
        return new Installed(folder, Map.of()).ends("", List.of("sh", "-c", line)).out().strip();
    }

    private ProcessBuilder launch(String... arguments) {
        return new Installed(folder, Map.of())
                .builder(Installed.line(arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }
}
