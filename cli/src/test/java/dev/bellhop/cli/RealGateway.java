package dev.bellhop.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A gateway in a process of its own, with its own database and the sandbox as Meta, as an
/// administrator finds it on their machine.
final class RealGateway implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("is ready at (\\S+) \\(\\d+ ms\\)");

    private final Process process;
    private final URI address;

    RealGateway(Path dataDir) throws IOException {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx160m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.bellhop.gateway.Main")
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BELLHOP_DATA_DIR", dataDir.toString());
        builder.environment().put("BELLHOP_SANDBOX_ENABLED", "true");
        builder.environment().put("BELLHOP_SERVER_PORT", "0");
        process = builder.start();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        address = ready(lines);
        Thread.ofVirtual().start(() -> readOn(lines));
    }

    private static URI ready(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            var ready = READY.matcher(line);
            if (ready.find()) {
                return URI.create(ready.group(1));
            }
        }
        throw new AssertionError("the gateway ended before it was ready");
    }

    /// What nobody reads would stop the gateway when the pipe is full.
    private static void readOn(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // Told to nobody.
            }
        } catch (IOException ended) {
            // With the process.
        }
    }

    String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    /// Has somebody on WhatsApp write to the business.
    void hears(String waId, String name, String words) {
        var _ = control("phones", new Document(java.util.Map.of("wa_id", waId, "name", name)));
        var _ =
                control(
                        "phones/" + waId + "/messages",
                        new Document(java.util.Map.of("type", "text", "text", words)));
    }

    /// What the sandbox's Meta takes: ids, secrets and token.
    Document setup() throws IOException {
        var uri = URI.create(url() + "/sandbox/control/setup");
        try (var in = uri.toURL().openStream()) {
            return Document.parse(in.readAllBytes());
        }
    }

    /// A token that Meta would take, beside those that there are.
    String newAccessToken() {
        return control("tokens", Document.EMPTY).text("access_token").orElseThrow();
    }

    private Document control(String path, Document body) {
        try {
            var uri = URI.create(url() + "/sandbox/control/" + path);
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (var out = connection.getOutputStream()) {
                out.write(body.line().getBytes(StandardCharsets.UTF_8));
            }
            if (connection.getResponseCode() / 100 != 2) {
                try (InputStream error = connection.getErrorStream()) {
                    throw new AssertionError(
                            path
                                    + ": "
                                    + connection.getResponseCode()
                                    + " "
                                    + (error == null
                                            ? ""
                                            : new String(
                                                    error.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            try (var in = connection.getInputStream()) {
                var answer = in.readAllBytes();
                return answer.length == 0 ? Document.EMPTY : Document.parse(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /// How the launcher is called, with what a test has on its class path.
    static List<String> launcher() {
        return List.of("sh", Path.of("../packaging/bin/bellhop").toAbsolutePath().toString());
    }

    /// The gateway's program in a file, with what a test has on its class path.
    static String program(Path folder) throws IOException {
        var program = folder.resolve("gateway");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '%s/bin/java' -Xmx160m -cp '%s' dev.bellhop.gateway.Main \"$@\"\n"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path")));
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made a program");
        }
        return program.toString();
    }
}
