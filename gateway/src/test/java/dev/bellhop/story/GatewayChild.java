package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A gateway in a process of its own, which can be killed.
final class GatewayChild implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready at (\\S+) ");

    private final Process process;
    private final int port;

    private GatewayChild(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one with its embedded database on this data, and waits until it is ready.
    static GatewayChild start(Path dataDir, Map<String, String> settings) throws IOException {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.bellhop.gateway.Main");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BELLHOP_SANDBOX_ENABLED", "true");
        builder.environment().put("BELLHOP_SERVER_PORT", "0");
        builder.environment().put("BELLHOP_DATA_DIR", dataDir.toString());
        builder.environment().putAll(settings);
        var process = builder.start();
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            var ready = READY.matcher(line);
            if (ready.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return new GatewayChild(process, URI.create(ready.group(1)).getPort());
            }
        }
        throw new IOException("the gateway ended before it was ready: " + said);
    }

    int port() {
        return port;
    }

    Http http() {
        return new Http(path -> URI.create("http://127.0.0.1:" + port + path));
    }

    JsonNode setup() {
        return http().get("/sandbox/control/setup").json();
    }

    /// Ends it at once: no word, no clean-up.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
