package dev.bellhop.cluster;

import dev.bellhop.story.Witness;

import redis.clients.jedis.Jedis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A real Redis in a process of its own, on a free port of loopback, that keeps nothing. It can be
/// killed, frozen and started anew, and ends with the test or with the JVM.
public final class TestRedis implements AutoCloseable {
    /// Between asking for a free port and taking it somebody else may be faster.
    private static final int TRIES_MAX = 5;

    private final Path folder;
    private final List<String> more;
    private final boolean tls;
    private final Thread ending = Thread.ofPlatform().unstarted(this::end);
    private int port;
    private int tlsPort;
    private Process process;

    /// While it is not there: nobody else is to take its port.
    private Optional<Socket> keeper = Optional.empty();

    private TestRedis(boolean tls, List<String> more) {
        try {
            this.folder = Files.createTempDirectory("bellhop-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.more = more;
        this.tls = tls;
        this.port = Witness.freePort();
        this.tlsPort = Witness.freePort();
        this.process = run(TRIES_MAX);
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /// Starts one.
    ///
    /// @param more further arguments, such as `--requirepass`
    public static TestRedis start(String... more) {
        return new TestRedis(false, List.of(more));
    }

    /// Starts one that can be spoken to by TLS too.
    ///
    /// @param more the files of its certificate, and further arguments
    public static TestRedis startTls(String... more) {
        return new TestRedis(true, List.of(more));
    }

    /// The way to one that may take its time to answer, as on a machine that has other work: for
    /// whoever does not ask how soon an absence shows.
    public static Redis patient(String url) {
        return patient(url, Clock.systemUTC());
    }

    static Redis patient(String url, Clock clock) {
        return Redis.open(Address.of(url), clock, Duration.ofSeconds(5));
    }

    private Process run(int tries) {
        var command =
                new ArrayList<>(
                        List.of(
                                "redis-server",
                                "--port",
                                Integer.toString(port),
                                "--bind",
                                "127.0.0.1",
                                "--save",
                                "",
                                "--appendonly",
                                "no",
                                "--dir",
                                folder.toString()));
        command.addAll(more);
        if (tls) {
            command.addAll(List.of("--tls-port", Integer.toString(tlsPort)));
        }
        try {
            var started = new ProcessBuilder(command).redirectErrorStream(true).start();
            if (isReady(started.inputReader(StandardCharsets.UTF_8))) {
                return started;
            }
            if (tries == 1) {
                throw new AssertionError("redis-server does not start: " + command);
            }
            port = Witness.freePort();
            tlsPort = Witness.freePort();
            return run(tries - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it says afterwards is read on, or a full pipe would stop it.
    private static boolean isReady(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("Ready to accept connections")) {
                Thread.ofVirtual().start(() -> readOn(lines));
                return true;
            }
        }
        return false;
    }

    private static void readOn(BufferedReader lines) {
        try {
            lines.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // With the process.
        }
    }

    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /// The same with somebody's name and password.
    public String url(String who) {
        return url().replace("//", "//" + who + "@");
    }

    /// Asks it something, past whoever is tested.
    ///
    /// @param url one of its own
    public <T> T asked(String url, Function<Jedis, T> question) {
        try (var client = new Jedis(URI.create(url))) {
            return question.apply(client);
        }
    }

    /// The names of all that is kept in it.
    public List<String> keys(String url) {
        return asked(url, client -> client.keys("*").stream().sorted().toList());
    }

    /// Ends it without a word. Until it is started again, whoever comes is refused at its port.
    public void kill() {
        end();
        var socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            keeper = Optional.of(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts it anew at the same place, with nothing in it.
    public void startAgain() {
        leaveItsPort();
        process = run(1);
    }

    private void leaveItsPort() {
        try {
            if (keeper.isPresent()) {
                keeper.get().close();
                keeper = Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// It takes connections and questions, and answers none.
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String which) {
        try {
            int code =
                    new ProcessBuilder("kill", which, Long.toString(process.pid()))
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new AssertionError("kill " + which + " ends with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        leaveItsPort();
        Runtime.getRuntime().removeShutdownHook(ending);
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
