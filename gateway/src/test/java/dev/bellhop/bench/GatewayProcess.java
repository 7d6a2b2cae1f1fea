package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A gateway in a process of its own, with the flags of `./dev run`.
final class GatewayProcess implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx160m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:ReservedCodeCacheSize=48m");
    private static final Pattern READY = Pattern.compile("ready at (\\S+) \\((\\d+) ms\\)");
    private static final Pattern LINK = Pattern.compile("(/admin/welcome/\\S+)");

    private final Process process;
    private final int port;
    private final int readyMillis;
    private final String signInPath;

    private GatewayProcess(Process process, int port, int readyMillis, String signInPath) {
        this.process = process;
        this.port = port;
        this.readyMillis = readyMillis;
        this.signInPath = signInPath;
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param settings environment names and values
    static GatewayProcess start(Path dataDir, java.util.Map<String, String> settings)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "dev.bellhop.gateway.Main"));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("BELLHOP_SANDBOX_ENABLED", "true");
        builder.environment().put("BELLHOP_SERVER_PORT", "0");
        builder.environment().put("BELLHOP_DATA_DIR", dataDir.toString());
        builder.environment()
                .put("BELLHOP_WHATSAPP_PERSON_BURST", "1000000"); // not what is measured
        builder.environment().putAll(settings);
        var process = builder.start();
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        int port = 0;
        int readyMillis = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            var ready = READY.matcher(line);
            if (ready.find()) {
                port = URI.create(ready.group(1)).getPort();
                readyMillis = Integer.parseInt(ready.group(2));
            }
            var link = LINK.matcher(line);
            if (link.find()) {
                return new GatewayProcess(process, port, readyMillis, link.group(1));
            }
        }
        throw new IOException("the gateway ended before it was ready");
    }

    int port() {
        return port;
    }

    int readyMillis() {
        return readyMillis;
    }

    String signInPath() {
        return signInPath;
    }

    URI url(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /// Resident memory in megabytes, as Linux counts it.
    double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(Double.NaN);
    }

    JsonNode setup(HttpClient client) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url("/sandbox/control/setup")).build();
        return Json.read(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
