package dev.bellhop.torture;

import dev.bellhop.db.Database;
import dev.bellhop.db.EmbeddedMariaDb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// MariaDB as a process of its own, which is nobody's child but the run's. Killed, it is started
/// again at the same address by whoever watches it.
final class DatabaseServer implements AutoCloseable {
    private final EmbeddedMariaDb server;
    private final Database.Address address;
    private final Journal journal;

    DatabaseServer(Path home, Journal journal) {
        this.server = EmbeddedMariaDb.start(home, 128);
        this.address = server.address(4, Duration.ofSeconds(10));
        this.journal = journal;
    }

    int port() {
        return java.net.URI.create(address.url().substring("jdbc:".length())).getPort();
    }

    /// The address by way of a proxy.
    String url(int port) {
        return address.url().replace(":" + port() + "/", ":" + port + "/");
    }

    String user() {
        return address.user();
    }

    String password() {
        return address.password();
    }

    /// A connection of the checker's own, past every proxy.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                address.url() + "?connectTimeout=5000&socketTimeout=60000",
                address.user(),
                address.password());
    }

    void kill() {
        var process = server.process();
        journal.note("database.kill", "pid", process.pid());
        process.destroyForcibly();
    }

    void pause() {
        Signals.stop(server.process());
        journal.note("database.pause", "pid", server.process().pid());
    }

    void resume() {
        Signals.go(server.process());
        journal.note("database.resume", "pid", server.process().pid());
    }

    boolean answers() {
        try (var connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        Signals.go(server.process());
        server.close();
    }
}
