package dev.bellhop.bench;

import dev.bellhop.story.Child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Gateways as the benchmarks start them: each in a process of its own, with the flags of `./dev
/// run`.
final class Gateways {
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx160m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:ReservedCodeCacheSize=48m");

    private Gateways() {}

    static Path dataDir(String bench) throws IOException {
        var all = Files.createDirectories(Path.of("gateway", "target", "bench")).toAbsolutePath();
        return Files.createTempDirectory(all, bench);
    }

    /// Starts one with the sandbox and waits until it is ready.
    ///
    /// @param settings environment names and values
    static Child start(Path dataDir, Map<String, String> settings) {
        return start(List.of(), dataDir, settings);
    }

    /// The same, with further flags for Java, which win over those of `./dev run`.
    static Child start(List<String> more, Path dataDir, Map<String, String> settings) {
        var flags = new java.util.ArrayList<>(FLAGS);
        flags.addAll(more);
        // Such as a recording: "-XX:StartFlightRecording:filename=…".
        flags.addAll(List.of(System.getProperty("bench.java", "").split(" ")));
        flags.removeIf(String::isBlank);
        var environment = new java.util.HashMap<>(settings);
        // A person's pace is not what is measured.
        environment.putIfAbsent("BELLHOP_WHATSAPP_PERSON_BURST", "1000000");
        // All of them come from one address.
        environment.putIfAbsent("BELLHOP_SERVER_VISITOR_CONNECTIONS", "1000000");
        return Child.start(flags, dataDir, environment);
    }
}
