package dev.bellhop.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The gateway's process, started again whenever it ends, as a service manager does. Each life has
/// its own log.
final class GatewayServer implements AutoCloseable {
    /// Those of `./dev run`.
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx160m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:ReservedCodeCacheSize=48m",
                    "-XX:+ExitOnOutOfMemoryError");

    private static final Duration STOP_MAX = Duration.ofSeconds(40);
    private static final int START_FAILED = 1;

    /// How a life ended that nobody had asked to end.
    record Fall(int life, int code, boolean wasReady) {}

    private final Path dir;
    private final int port;
    private final Map<String, String> environment;
    private final List<String> main;
    private final Journal journal;
    private final List<Fall> falls = new CopyOnWriteArrayList<>();
    private final AtomicInteger kills = new AtomicInteger();
    private final Thread keeper;
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean wanted = true;
    private volatile boolean killed;
    private volatile boolean wasReady;
    private volatile long downMillis;
    private final AtomicInteger lives = new AtomicInteger();

    /// @param main the class to start, and its arguments
    GatewayServer(
            Path dir,
            int port,
            Map<String, String> environment,
            List<String> main,
            Journal journal) {
        this.dir = dir;
        this.port = port;
        this.environment = Map.copyOf(environment);
        this.main = List.copyOf(main);
        this.journal = journal;
        this.keeper = Thread.ofPlatform().name("gateway-keeper").start(this::keep);
    }

    private void keep() {
        while (wanted) {
            killed = false;
            wasReady = false;
            int life = lives.incrementAndGet();
            var started = launch(life);
            process = Optional.of(started);
            journal.note("gateway.started", "life", life, "pid", started.pid());
            int code = started.onExit().join().exitValue();
            journal.note("gateway.ended", "life", life, "code", code, "killed", killed);
            if (!killed && wanted) {
                falls.add(new Fall(life, code, wasReady));
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            } else {
                LockSupport.parkNanos(Duration.ofMillis(downMillis).toNanos());
            }
        }
    }

    private Process launch(int life) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(main);
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("gateway-" + life + ".log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BELLHOP_"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it can serve.
    boolean awaitReady(Duration max) {
        return Shift.await(max, this::isReady);
    }

    boolean isReady() {
        boolean ready =
                Rest.of(port)
                        .get("/observe/health/ready")
                        .filter(answer -> answer.status() / 100 == 2)
                        .isPresent();
        wasReady |= ready;
        return ready;
    }

    /// @param millis how long it is to stay down
    void kill(long millis) {
        var now = process;
        if (now.isPresent() && now.get().isAlive()) {
            downMillis = millis;
            killed = true;
            kills.incrementAndGet();
            journal.note("gateway.kill", "life", lives.get(), "down", millis);
            now.get().destroyForcibly();
        }
    }

    void pause() {
        process.ifPresent(it -> {
            Signals.stop(it.toHandle());
            journal.note("gateway.pause", "life", lives.get());
        });
    }

    void resume() {
        process.ifPresent(it -> {
            Signals.go(it.toHandle());
            journal.note("gateway.resume", "life", lives.get());
        });
    }

    int kills() {
        return kills.get();
    }

    /// Lives that ended by themselves: a start that failed, or worse.
    List<Fall> falls() {
        return List.copyOf(falls);
    }

    static boolean isFailedStart(Fall fall) {
        return !fall.wasReady() && fall.code() == START_FAILED;
    }

    @Override
    public void close() {
        wanted = false;
        process.ifPresent(it -> {
            Signals.go(it.toHandle());
            it.destroy();
            if (!Shift.await(STOP_MAX, () -> !it.isAlive())) {
                it.destroyForcibly();
            }
        });
        try {
            keeper.join(STOP_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
