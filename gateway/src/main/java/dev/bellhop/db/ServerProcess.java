package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/// One MariaDB server as a process, which can be launched again after it ended: same data, same
/// port, same password.
final class ServerProcess implements AutoCloseable {
    static final String USER = "bellhop";

    private static final Logger LOG = Logger.getLogger(ServerProcess.class.getName());
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private static final int PORT_FIRST = 20_000;
    private static final int PORT_END = 32_000;
    private static final int PORT_TRIES_MAX = 100;

    /// A Unix socket's path may have 107 characters and no more.
    private static final int SOCKET_PATH_MAX = 107;

    private final MariaDbBinaries binaries;
    private final Path home;
    private final int bufferPoolMegabytes;
    private final String more;
    private final int port = freePort();
    private final String password = randomPassword();
    private @Nullable Process process;
    private boolean closed;

    /// @param home the directory, which must be ours already and hold the installed data
    /// @param more statements for each launch, one a line
    ServerProcess(MariaDbBinaries binaries, Path home, int bufferPoolMegabytes, String more) {
        this.binaries = binaries;
        this.home = home;
        this.bufferPoolMegabytes = bufferPoolMegabytes;
        this.more = more;
    }

    /// Launches it, without waiting for it to be ready. Does nothing once this is closed.
    synchronized void launch() throws IOException {
        if (closed) {
            return;
        }
        writeAccounts();
        process =
                MariaDbBinaries.withTemporaryFiles(
                                binaries.command(arguments()), home.resolve("tmp"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                        .start();
    }

    /// Waits until it takes connections.
    ///
    /// @throws DatabaseAway when it ends instead, or takes longer than this
    void awaitReady(Duration max) {
        long deadline = System.nanoTime() + max.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                if (isReady()) {
                    return;
                }
                pause();
            }
        } finally {
            forgetAccounts();
        }
        throw new DatabaseAway(
                "the embedded database was not ready after " + max.toSeconds() + " s; see " + log(),
                new IllegalStateException("not ready"));
    }

    private boolean isReady() {
        try (var connection =
                DriverManager.getConnection(
                        url() + "?connectTimeout=2000&socketTimeout=2000", USER, password)) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            if (!running().isAlive()) {
                throw new DatabaseAway("the embedded database ended at once; see " + log(), notYet);
            }
            return false;
        }
    }

    /// Ends early when the server ends; a server that is coming up answers within a few of these.
    private void pause() {
        try {
            if (running().waitFor(20, TimeUnit.MILLISECONDS)) {
                LOG.fine("the embedded database ended while it was starting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAway("interrupted while the database was starting", e);
        }
    }

    /// Waits until the process has ended.
    ///
    /// @return its exit code
    int awaitEnd() throws InterruptedException {
        return running().waitFor();
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException("not launched");
        }
        return process;
    }

    ProcessHandle handle() {
        return running().toHandle();
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/bellhop";
    }

    String password() {
        return password;
    }

    /// Where the server writes what it has to say.
    Path log() {
        return home.resolve("mariadb.log");
    }

    /// Stops it, and keeps it from being launched again.
    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            stop(process.toHandle());
        }
    }

    private Path accounts() {
        return home.resolve("accounts.sql");
    }

    private void forgetAccounts() {
        try {
            Files.deleteIfExists(accounts());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// While changes go round in it faster than pages are written, whoever commits waits for the
    /// disk: with 64 MB, thousands of notifications a second did so every few seconds. Half the
    /// memory for pages is room for some seconds of the most there is; what is in it is read again
    /// after a crash.
    private int redoLogMegabytes() {
        return Math.clamp(bufferPoolMegabytes / 2, 64, 1_024);
    }

    private List<String> arguments() {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--datadir=" + home.resolve("data"),
                                "--init-file=" + accounts(),
                                "--log-error=" + log(),
                                "--pid-file=" + pidFile(home),
                                "--socket=" + socket(home),
                                "--bind-address=127.0.0.1",
                                "--port=" + port,
                                "--skip-ssl",
                                "--skip-name-resolve",
                                "--character-set-server=utf8mb4",
                                "--collation-server=utf8mb4_unicode_ci",
                                "--default-time-zone=+00:00",
                                "--innodb-buffer-pool-size=" + bufferPoolMegabytes + "M",
                                "--innodb-log-file-size=" + redoLogMegabytes() + "M",
                                "--innodb-flush-log-at-trx-commit=1",
                                "--max-allowed-packet=16M",
                                "--performance-schema=OFF"));
        if (EmbeddedMariaDb.isRoot()) {
            arguments.add("--user=root");
        }
        return arguments;
    }

    private void writeAccounts() throws IOException {
        var file = accounts();
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                """
                CREATE DATABASE IF NOT EXISTS bellhop CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
                CREATE OR REPLACE USER 'bellhop'@'127.0.0.1' IDENTIFIED BY '%s';
                GRANT ALL PRIVILEGES ON bellhop.* TO 'bellhop'@'127.0.0.1';
                """
                                .formatted(password)
                        + more);
    }

    /// Stops the server that a killed gateway left running on this directory.
    static void stopOrphan(Path directory) throws IOException {
        var pidFile = pidFile(directory);
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid;
        try {
            pid = Long.parseLong(Files.readString(pidFile).trim());
        } catch (NumberFormatException halfWritten) {
            return;
        }
        ProcessHandle.of(pid)
                .filter(process -> belongsTo(process, directory))
                .ifPresent(process -> {
                    LOG.info("stopping the database that a killed gateway left running");
                    stop(process);
                });
    }

    /// A pid may have been given to somebody else since: only a server started on this very
    /// directory is ours to stop.
    private static boolean belongsTo(ProcessHandle process, Path directory) {
        try {
            var line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return line.contains("--pid-file=" + pidFile(directory) + "\0");
        } catch (IOException notReadable) {
            return process.info()
                    .commandLine()
                    .filter(l -> l.contains(directory.toString()))
                    .isPresent();
        }
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().orTimeout(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException tooSlow) {
            LOG.warning("the embedded database did not stop in time and is ended; it will recover");
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static Path pidFile(Path directory) {
        return directory.resolve("mariadb.pid");
    }

    private static Path socket(Path directory) {
        var beside = directory.resolve("mariadb.sock");
        if (beside.toString().length() <= SOCKET_PATH_MAX) {
            return beside;
        }
        return Path.of("/tmp", "bellhop-" + Integer.toHexString(directory.hashCode()) + ".sock");
    }

    /// A port that is free now, and below those that Linux gives to outgoing connections: none of
    /// these may sit on it while the server is down for a moment.
    private static int freePort() {
        var random = new SecureRandom();
        for (int i = 0; i < PORT_TRIES_MAX; i++) {
            int port = random.nextInt(PORT_FIRST, PORT_END);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                LOG.fine("port " + port + " is taken");
            }
        }
        throw new DatabaseAway("no free port was found for the embedded database");
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
