package dev.bellhop.db;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A MariaDB with whatever settings a measurement wants, which the gateway's own has not: a
/// replica, one of a cluster. It has one database, `bench`, and one account that may do everything
/// from this machine.
public final class BareServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final String USER = "bench";

    private final Path home;
    private final String password;
    private final int port;
    private @Nullable Process process;

    private BareServer(Path home, String password) {
        this.home = home;
        this.password = password;
        this.port = freePort();
    }

    /// Makes one, which does not run yet.
    public static BareServer install(Path home) throws IOException {
        Files.createDirectories(home);
        MariaDbBinaries.find().install(home.resolve("data"));
        var server = new BareServer(home, UUID.randomUUID().toString());
        var accounts = home.resolve("accounts.sql");
        Files.writeString(
                accounts,
                """
                CREATE DATABASE bench CHARACTER SET utf8mb4;
                CREATE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1';
                """
                        .formatted(USER, server.password));
        server.launch(List.of("--init-file=" + accounts));
        server.stop();
        return server;
    }

    /// Another with the same data and account, as long as this one does not run.
    public BareServer copy(Path target) throws IOException {
        Files.createDirectories(target);
        try {
            var copied =
                    new ProcessBuilder("cp", "-a", home.resolve("data").toString(), target + "/")
                            .inheritIO()
                            .start();
            if (copied.waitFor() != 0) {
                throw new IOException(home + " cannot be copied");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new BareServer(target, password);
    }

    /// Starts it and waits until it takes connections. It flushes its log at each commit, as the
    /// gateway's does.
    ///
    /// @param more settings, as on a command line
    public void launch(List<String> more) throws IOException {
        launch(more, Map.of());
    }

    /// The same in an environment with these.
    public void launch(List<String> more, Map<String, String> environment) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--datadir=" + home.resolve("data"),
                                "--log-error=" + home.resolve("mariadb.log"),
                                "--pid-file=" + home.resolve("pid"),
                                "--socket=" + home.resolve("s"),
                                "--bind-address=127.0.0.1",
                                "--port=" + port,
                                "--skip-ssl",
                                "--skip-name-resolve",
                                "--innodb-buffer-pool-size=64M",
                                "--innodb-log-file-size=64M",
                                "--innodb-flush-log-at-trx-commit=1",
                                "--performance-schema=OFF"));
        if (EmbeddedMariaDb.isRoot()) {
            arguments.add("--user=root");
        }
        arguments.addAll(more);
        var builder =
                MariaDbBinaries.withTemporaryFiles(
                        MariaDbBinaries.find().command(arguments), home.resolve("tmp"));
        builder.environment().putAll(environment);
        process = builder.inheritIO().start();
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!takesConnections()) {
            if (!running().isAlive() || System.nanoTime() > deadline) {
                stop();
                throw new IOException("it does not start; see " + home.resolve("mariadb.log"));
            }
        }
    }

    private boolean takesConnections() throws IOException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1")) {
            return rows.next();
        } catch (SQLException notYet) {
            try {
                boolean _ = running().waitFor(50, TimeUnit.MILLISECONDS);
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/bench", USER, password);
    }

    /// The statement that makes this one the source of a replica.
    public String asSource() {
        return """
        CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = %d, MASTER_USER = '%s',
          MASTER_PASSWORD = '%s', MASTER_SSL = 0, MASTER_USE_GTID = slave_pos
        """
                .formatted(port, USER, password);
    }

    /// What it has put into its data directory.
    public Path data() {
        return home.resolve("data");
    }

    private Process running() {
        return Objects.requireNonNull(process, "it was not launched");
    }

    public ProcessHandle process() {
        return running().toHandle();
    }

    public void stop() {
        running().destroy();
        var _ = running().onExit().join();
    }

    @Override
    public void close() {
        stop();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
