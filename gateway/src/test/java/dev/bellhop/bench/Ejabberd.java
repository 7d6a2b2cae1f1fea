package dev.bellhop.bench;

import dev.bellhop.db.Database;
import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.story.Witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Debian's ejabberd, which keeps every message in its archive (XEP-0313) in a MariaDB of its own
/// that is set as the gateway's is. Visitors come by WebSocket (RFC 7395) under names that they
/// choose; it is without a node name, so that nothing of it listens but that one port.
final class Ejabberd implements Running {
    private static final Path SCHEMA = Path.of("/usr/share/ejabberd/sql/mysql.sql");
    private static final int CONNECTIONS = 16;
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final EmbeddedMariaDb server;
    private final Process process;
    private final int port;

    private Ejabberd(EmbeddedMariaDb server, Process process, int port) {
        this.server = server;
        this.process = process;
        this.port = port;
    }

    /// Whether Debian's packages `ejabberd` and `erlang-p1-mysql` are there.
    static boolean isInstalled() {
        return Files.exists(SCHEMA) && !libraries("p1_mysql").isEmpty();
    }

    static Ejabberd start() throws Exception {
        var home = Gateways.dataDir("peer-ejabberd");
        var server = EmbeddedMariaDb.start(home.resolve("mariadb"), POOL_MEGABYTES);
        try {
            var address = server.address(CONNECTIONS, Duration.ofSeconds(5));
            makeTables(address);
            int port = Witness.freePort();
            var config = home.resolve("ejabberd.yml");
            Files.writeString(config, config(address, port));
            var process = launch(home, config);
            var peer = new Ejabberd(server, process, port);
            peer.awaitReady();
            return peer;
        } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void makeTables(Database.Address address) throws IOException, SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                address.url() + "?allowMultiQueries=true",
                                address.user(),
                                address.password());
                var statement = connection.createStatement()) {
            var _ = statement.execute(Files.readString(SCHEMA));
        }
    }

    private static String config(Database.Address address, int port) {
        var url = URI.create(address.url().substring("jdbc:".length()));
        return """
        hosts: [localhost]
        loglevel: error
        auth_method: [anonymous]
        anonymous_protocol: login_anon
        sql_type: mysql
        sql_server: 127.0.0.1
        sql_port: %d
        sql_database: %s
        sql_username: %s
        sql_password: "%s"
        sql_pool_size: %d
        listen:
          - port: %d
            ip: 127.0.0.1
            module: ejabberd_http
            request_handlers:
              /ws: ejabberd_http_ws
        modules:
          mod_mam:
            db_type: sql
            default: always
        """
                .formatted(
                        url.getPort(),
                        url.getPath().substring(1),
                        address.user(),
                        address.password(),
                        CONNECTIONS,
                        port);
    }

    /// As `ejabberdctl` starts it, but without a name by which other nodes could reach it.
    private static Process launch(Path home, Path config) throws IOException {
        var spool = Files.createDirectories(home.resolve("spool"));
        var command = new ArrayList<>(List.of("erl", "+K", "true", "+P", "250000"));
        for (var library : libraries("ejabberd")) {
            command.addAll(List.of("-pa", library.resolve("ebin").toString()));
        }
        command.addAll(List.of("-mnesia", "dir", "\"" + spool + "\"", "-s", "ejabberd"));
        var builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("ejabberd.out").toFile());
        builder.environment().put("EJABBERD_CONFIG_PATH", config.toString());
        builder.environment().put("EJABBERD_LOG_PATH", home.resolve("ejabberd.log").toString());
        builder.environment().put("ERL_MAX_PORTS", "65536");
        return builder.start();
    }

    private static List<Path> libraries(String name) {
        var found = new ArrayList<Path>();
        for (var place :
                List.of(
                        Path.of("/usr/lib/x86_64-linux-gnu"),
                        Path.of("/usr/lib/aarch64-linux-gnu"),
                        Path.of("/usr/lib/erlang/lib"))) {
            if (Files.isDirectory(place)) {
                try (var all = Files.newDirectoryStream(place, name + "-*")) {
                    all.forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IOException("ejabberd does not start", notYet);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @Override
    public String name() {
        return "ejabberd";
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

    /// It archives a message before it passes it on.
    @Override
    public void finish() {}

    /// Nobody asks what it holds.
    @Override
    public double collect() {
        return Double.NaN;
    }

    @Override
    public void close() {
        process.destroy();
        var _ = process.onExit().join();
        server.close();
    }
}
