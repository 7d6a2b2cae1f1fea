package dev.bellhop.bench;

import dev.bellhop.db.EmbeddedMariaDb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A peer in Node, in processes of its own, on a MariaDB of its own that is set as the gateway's
/// is. What it needs is fetched by npm when it is first wanted, and is no part of the product or of
/// its tests.
final class NodePeer implements Running {
    private static final Path FOLDER = Path.of("gateway", "target", "bench-peers");
    private static final Duration SETTLED = Duration.ofMillis(500);

    private final String name;
    private final EmbeddedMariaDb server;
    private final Process process;
    private final int port;

    private NodePeer(String name, EmbeddedMariaDb server, Process process) throws IOException {
        this.name = name;
        this.server = server;
        this.process = process;
        var said = process.inputReader().readLine();
        if (said == null || !said.startsWith("ready ")) {
            throw new IOException(name + " did not start");
        }
        this.port = Integer.parseInt(said.substring("ready ".length()));
    }

    /// Fetches the packages, and copies the sources beside them.
    static void fetch() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        boolean same = false;
        try (var sources = Files.list(Running.sources())) {
            for (var source : sources.toList()) {
                var copy = FOLDER.resolve(source.getFileName());
                if (copy.endsWith("package.json")) {
                    same = Files.exists(copy) && Files.mismatch(source, copy) == -1;
                }
                Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!same || !Files.exists(FOLDER.resolve("node_modules"))) {
            var npm =
                    new ProcessBuilder(
                                    "npm",
                                    "install",
                                    "--no-audit",
                                    "--no-fund",
                                    "--no-package-lock",
                                    "--ignore-scripts")
                            .directory(FOLDER.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            if (npm.waitFor() != 0) {
                Files.deleteIfExists(FOLDER.resolve("package.json"));
                throw new IOException("npm could not fetch the peers' packages");
            }
        }
    }

    /// Starts one and waits until it listens.
    ///
    /// @param processes how many share its port
    /// @param connections how many connections to the database they have together
    /// @param more environment names and values
    static NodePeer start(
            String name, String file, int processes, int connections, Map<String, String> more)
            throws IOException {
        var server =
                EmbeddedMariaDb.start(
                        Gateways.dataDir("peer-" + name).resolve("mariadb"), POOL_MEGABYTES);
        try {
            var address = server.address(connections, Duration.ofSeconds(5));
            var environment = new HashMap<>(more);
            var url = URI.create(address.url().substring("jdbc:".length()));
            environment.put("PEER_DB_PORT", Integer.toString(url.getPort()));
            environment.put("PEER_DB_NAME", url.getPath().substring(1));
            environment.put("PEER_DB_USER", address.user());
            environment.put("PEER_DB_PASSWORD", address.password());
            environment.put("PEER_PROCESSES", Integer.toString(processes));
            environment.put("PEER_CONNECTIONS", Integer.toString(connections));
            environment.put("NODE_ENV", "production");
            var builder =
                    new ProcessBuilder("node", "--expose-gc", file)
                            .directory(FOLDER.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            return new NodePeer(name, server, builder.start());
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<ProcessHandle> processes() {
        return Running.all(process);
    }

    @Override
    public ProcessHandle database() {
        return server.process();
    }

    /// It does everything before it answers.
    @Override
    public void finish() {}

    @Override
    public double collect() throws IOException, InterruptedException {
        for (var each : processes()) {
            run("kill", "-USR2", Long.toString(each.pid()));
        }
        TimeUnit.MILLISECONDS.sleep(SETTLED.toMillis());
        return Double.NaN;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(Arrays.toString(command) + " failed");
        }
    }

    @Override
    public void close() {
        try {
            process.outputWriter().close(); // it ends with its input
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }
}
