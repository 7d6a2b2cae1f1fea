package dev.bellhop.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The gateways' logs: no secret of the run stands in them, and no defect.
final class LogCheck {
    private final Path dir;
    private final List<String> secrets;
    private final Findings findings;

    LogCheck(Path dir, List<String> secrets, Findings findings) {
        this.dir = dir;
        this.secrets = List.copyOf(secrets);
        this.findings = findings;
    }

    void check() throws IOException {
        try (var files = Files.newDirectoryStream(dir, "gateway-*.log")) {
            for (Path file : files) {
                var text = Files.readString(file, StandardCharsets.UTF_8);
                for (String secret : secrets) {
                    if (text.contains(secret)) {
                        findings.add(
                                "a secret in the log",
                                file.getFileName()
                                        + ": one that begins with "
                                        + secret.substring(0, 6));
                    }
                }
                text.lines()
                        .filter(line -> line.contains(" SEVERE "))
                        .forEach(line ->
                                findings.add(
                                        "a defect in the log", file.getFileName() + ": " + line));
            }
        }
    }
}
