package dev.bellhop.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A gateway in a process of its own, which can be killed.
public final class Child implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("is ready at (\\S+) \\((\\d+) ms\\)");
    private static final Pattern LINK = Pattern.compile("(/admin/welcome/\\S+)");

    /// Quick to start, for tests that start many.
    private static final List<String> QUICK =
            List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final int END_SECONDS_MAX = 120;

    /// How a gateway ended that did not stay.
    public record Ended(int code, String out, String err) {
        /// What it wrote to standard error, without what the pool remarks where the whole machine
        /// stood still for ten seconds while it closed.
        public String complaints() {
            return err.lines()
                    .filter(line -> !line.contains("close connection executor to shutdown"))
                    .collect(Collectors.joining("\n"));
        }
    }

    private final Path dataDir;
    private final Process process;
    private final CompletableFuture<String> signInPath = new CompletableFuture<>();
    private final int port;
    private final int readyMillis;

    private Child(Path dataDir, Process process) throws IOException {
        this.dataDir = dataDir;
        this.process = process;
        var lines = process.inputReader(StandardCharsets.UTF_8);
        var ready = ready(lines);
        this.port = URI.create(ready.group(1)).getPort();
        this.readyMillis = Integer.parseInt(ready.group(2));
        Thread.ofVirtual().start(() -> readOn(lines));
    }

    /// A directory for the data of one test.
    public static Path home() {
        try {
            var target = Files.createDirectories(Path.of("target", "houses"));
            return Files.createTempDirectory(target, "child").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts a gateway with the sandbox on a free port and waits until it is ready.
    ///
    /// @param environment names and values of further settings
    public static Child start(Path dataDir, Map<String, String> environment) {
        return start(QUICK, dataDir, environment);
    }

    /// The same, with flags for Java.
    public static Child start(List<String> flags, Path dataDir, Map<String, String> environment) {
        var builder =
                builder(flags, List.of(), environment)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("BELLHOP_DATA_DIR", dataDir.toString());
        builder.environment().putIfAbsent("BELLHOP_SANDBOX_ENABLED", "true");
        builder.environment().putIfAbsent("BELLHOP_SERVER_PORT", "0");
        try {
            return new Child(dataDir, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MatchResult ready(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            var ready = READY.matcher(line);
            if (ready.find()) {
                return ready;
            }
        }
        throw new AssertionError("the gateway ended before it was ready");
    }

    /// What nobody reads would stop the gateway when the pipe is full.
    private void readOn(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var link = LINK.matcher(line);
                if (link.find()) {
                    signInPath.complete(link.group(1));
                }
            }
        } catch (IOException ended) {
            // With the process.
        }
    }

    /// Runs a gateway that is expected to end by itself.
    public static Ended run(List<String> arguments, Map<String, String> environment) {
        try {
            var process = builder(QUICK, arguments, environment).start();
            var out = new StringBuilder();
            var err = new StringBuilder();
            var readers =
                    List.of(
                            Thread.ofVirtual()
                                    .start(() ->
                                            read(process.inputReader(StandardCharsets.UTF_8), out)),
                            Thread.ofVirtual()
                                    .start(() ->
                                            read(
                                                    process.errorReader(StandardCharsets.UTF_8),
                                                    err)));
            boolean ended = process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended) {
                process.destroy();
            }
            for (Thread reader : readers) {
                reader.join();
            }
            if (!ended) {
                throw new AssertionError("the gateway did not end: " + out + err);
            }
            return new Ended(process.exitValue(), out.toString(), err.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void read(BufferedReader lines, StringBuilder all) {
        lines.lines().forEach(line -> all.append(line).append('\n'));
    }

    private static ProcessBuilder builder(
            List<String> flags, List<String> arguments, Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "dev.bellhop.gateway.Main"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
        builder.environment().putAll(environment);
        return builder;
    }

    public int port() {
        return port;
    }

    /// How long it took to be ready, as it says itself.
    public int readyMillis() {
        return readyMillis;
    }

    /// Where somebody can sign in for the first time.
    public String signInPath() {
        return signInPath.join();
    }

    public Path dataDir() {
        return dataDir;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    public URI url(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public Http http() {
        return new Http(path -> URI.create("http://127.0.0.1:" + port + path));
    }

    public Meta meta() {
        return new Meta(http(), http().get("/sandbox/control/setup").json());
    }

    public VisitorClient visitor() {
        return VisitorClient.arrives(port, Optional.empty(), 0);
    }

    public VisitorClient visitor(String token, int after) {
        return VisitorClient.arrives(port, Optional.of(token), after);
    }

    public VisitorClient visitor(Transport transport) {
        return VisitorClient.arrives(transport, port, Optional.empty(), 0);
    }

    /// Ends it without a warning, as when the power fails.
    public void kill() {
        process.destroyForcibly();
        var _ = process.onExit().join();
    }

    /// Asks it to stop, and waits.
    ///
    /// @return its exit code
    public int stop() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    /// The process of the database that this gateway started; empty when there is none.
    public Optional<ProcessHandle> database() {
        var file = dataDir.resolve("mariadb").resolve("mariadb.pid");
        try {
            return Files.exists(file)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                            .filter(ProcessHandle::isAlive)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves nothing behind, not even a database whose gateway was killed.
    @Override
    public void close() {
        int _ = stop();
        database()
                .ifPresent(orphan -> {
                    orphan.destroy();
                    var _ = orphan.onExit().join();
                });
    }
}
