package dev.bellhop.db;

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
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/// A MariaDB server of our own: started as a process beside the gateway when no database is
/// configured, on loopback, on a free port, with a password made anew at each start and kept in
/// memory alone.
///
/// A gateway that was killed leaves its server running. The next start finds it by its pid file,
/// stops it and starts a fresh one; InnoDB's crash recovery takes well under two seconds.
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedMariaDb.class.getName());
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    /// A Unix socket's path may have 107 characters and no more.
    private static final int SOCKET_PATH_MAX = 107;

    private final HomeLock lock;
    private final Process process;
    private final int port;
    private final String password;

    private EmbeddedMariaDb(HomeLock lock, Process process, int port, String password) {
        this.lock = lock;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /// Starts the server on its data below `home`, which is made at the first start.
    ///
    /// @param home a directory of its own, such as `var/mariadb`; not below the system's temporary
    ///   directory on machines that clear it
    /// @param bufferPoolMegabytes InnoDB's memory for pages
    /// @throws DatabaseAway with one clear line when it cannot be started
    public static EmbeddedMariaDb start(Path home, int bufferPoolMegabytes) {
        return start(home, bufferPoolMegabytes, "");
    }

    /// @param more statements for the start, one a line, such as a grant that tests need
    static EmbeddedMariaDb start(Path home, int bufferPoolMegabytes, String more) {
        HomeLock lock = HomeLock.take(home);
        try {
            return start(lock, bufferPoolMegabytes, more);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedMariaDb start(HomeLock lock, int bufferPoolMegabytes, String more) {
        try {
            var directory = lock.home();
            var server = MariaDbBinaries.find();
            stopOrphan(directory);
            var data = directory.resolve("data");
            if (!Files.exists(data.resolve("mysql"))) {
                server.install(data);
            }
            server.refuseOlderThan(directory.resolve("server-version"));
            return start(server, lock, data, bufferPoolMegabytes, more);
        } catch (IOException e) {
            throw new DatabaseAway("the embedded database cannot be started: " + e.getMessage(), e);
        }
    }

    private static EmbeddedMariaDb start(
            MariaDbBinaries server, HomeLock lock, Path data, int bufferPoolMegabytes, String more)
            throws IOException {
        var directory = lock.home();
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        int port = freePort();
        var init = accounts(directory, password, more);
        var log = directory.resolve("mariadb.log");
        var process =
                server.command(arguments(directory, data, init, log, port, bufferPoolMegabytes))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        var database = new EmbeddedMariaDb(lock, process, port, password);
        try {
            database.awaitReady(log);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        } finally {
            Files.deleteIfExists(init);
        }
        return database;
    }

    /// How to reach it.
    public Database.Address address(int connectionsMax, Duration patience) {
        return new Database.Address(
                "jdbc:mariadb://127.0.0.1:" + port + "/bellhop",
                "bellhop",
                password,
                connectionsMax,
                patience);
    }

    /// The server's process, so that a test can kill it.
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        stop(process.toHandle());
        lock.close();
    }

    private static List<String> arguments(
            Path directory, Path data, Path init, Path log, int port, int bufferPoolMegabytes) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--datadir=" + data,
                                "--init-file=" + init,
                                "--log-error=" + log,
                                "--pid-file=" + pidFile(directory),
                                "--socket=" + socket(directory),
                                "--bind-address=127.0.0.1",
                                "--port=" + port,
                                "--skip-ssl",
                                "--skip-name-resolve",
                                "--character-set-server=utf8mb4",
                                "--collation-server=utf8mb4_unicode_ci",
                                "--default-time-zone=+00:00",
                                "--innodb-buffer-pool-size=" + bufferPoolMegabytes + "M",
                                "--innodb-log-file-size=64M",
                                "--innodb-flush-log-at-trx-commit=1",
                                "--max-allowed-packet=16M",
                                "--performance-schema=OFF"));
        if (isRoot()) {
            arguments.add("--user=root");
        }
        return arguments;
    }

    private static Path accounts(Path directory, String password, String more) throws IOException {
        var file = directory.resolve("accounts.sql");
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
        return file;
    }

    private void awaitReady(Path log) {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        var url = "jdbc:mariadb://127.0.0.1:" + port + "/bellhop?connectTimeout=2000";
        while (System.nanoTime() < deadline) {
            try (var connection = DriverManager.getConnection(url, "bellhop", password)) {
                if (connection.isValid(2)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (!process.isAlive()) {
                    throw new DatabaseAway(
                            "the embedded database ended at once; see " + log, notYet);
                }
            }
            pause();
        }
        throw new DatabaseAway(
                "the embedded database was not ready after "
                        + START_MAX.toSeconds()
                        + " s; see "
                        + log,
                new IllegalStateException("not ready"));
    }

    private void pause() {
        try {
            // Ends early when the server ends; a server that is coming up answers within a few of
            // these.
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                LOG.fine("the embedded database ended while it was starting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAway("interrupted while the database was starting", e);
        }
    }

    private static void stopOrphan(Path directory) throws IOException {
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
        } catch (java.util.concurrent.CompletionException tooSlow) {
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

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
