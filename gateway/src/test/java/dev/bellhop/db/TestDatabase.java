package dev.bellhop.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Databases for tests: a real MariaDB, one for each JVM, started when the first test asks and
/// stopped when the JVM ends.
///
/// Its data lie in the module's `target` and are used again by the next run; two JVMs at once get a
/// place each. What a run has left is dropped by the next.
public final class TestDatabase {
    private static final Path PLACES = Path.of("target", "test-database");
    private static final int PLACES_MAX = 16;
    private static final String TEMPLATE = "bellhop_template";
    private static final int CONNECTIONS_MAX = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final AtomicInteger MADE = new AtomicInteger();
    private static final List<FileChannel> TAKEN = new CopyOnWriteArrayList<>();

    private TestDatabase() {}

    /// A database with the schema in place and no rows but the schema's own. It takes a fraction of
    /// a second, and opening it finds nothing left to do.
    public static Database.Address fresh() {
        var address = empty();
        execute(address, Template.STATEMENTS);
        return address;
    }

    /// A database without any table.
    public static Database.Address empty() {
        var name = "bellhop_" + MADE.incrementAndGet();
        execute(Server.ADDRESS, List.of("CREATE DATABASE " + name));
        return database(name);
    }

    private static Database.Address database(String name) {
        var url = Server.ADDRESS.url();
        return new Database.Address(
                url.substring(0, url.lastIndexOf('/') + 1) + name,
                Server.ADDRESS.user(),
                Server.ADDRESS.password(),
                CONNECTIONS_MAX,
                PATIENCE);
    }

    private static void execute(Database.Address address, List<String> statements) {
        try (var connection = connect(address);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(Database.Address address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static List<String> column(Statement statement, String sql, int column)
            throws SQLException {
        var values = new ArrayList<String>();
        try (var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(column));
            }
        }
        return values;
    }

    /// The one server of this JVM.
    private static final class Server {
        static final Database.Address ADDRESS = start();

        private static Database.Address start() {
            var server =
                    EmbeddedMariaDb.start(
                            place(),
                            64,
                            "GRANT ALL PRIVILEGES ON `bellhop\\_%`.* TO 'bellhop'@'127.0.0.1';\n");
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "test-database"));
            var address = server.address(CONNECTIONS_MAX, PATIENCE);
            dropLeftovers(address);
            return address;
        }

        /// The first place that no other JVM is using.
        private static Path place() {
            for (int i = 1; i <= PLACES_MAX; i++) {
                var place = PLACES.resolve(Integer.toString(i));
                if (isFree(place)) {
                    return place;
                }
            }
            throw new IllegalStateException("all places under " + PLACES + " are in use");
        }

        private static boolean isFree(Path place) {
            try {
                Files.createDirectories(place);
                var channel =
                        FileChannel.open(
                                place.resolve("taken"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                if (channel.tryLock() != null) {
                    TAKEN.add(
                            channel); // until this JVM ends: a channel that is forgotten is closed
                    return true;
                }
                channel.close();
                return false;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void dropLeftovers(Database.Address address) {
            try (var connection = connect(address);
                    var statement = connection.createStatement()) {
                for (String name : column(statement, "SHOW DATABASES LIKE 'bellhop\\_%'", 1)) {
                    if (!name.equals(TEMPLATE)) {
                        statement.execute("DROP DATABASE " + name);
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// The schema as statements, read from a database that was made by the schema's own steps.
    private static final class Template {
        static final List<String> STATEMENTS = read();

        private static List<String> read() {
            makeUpToDate();
            var statements = new ArrayList<>(List.of("SET FOREIGN_KEY_CHECKS = 0"));
            try (var connection = connect(database(TEMPLATE));
                    var statement = connection.createStatement()) {
                for (String table :
                        column(statement, "SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", 1)) {
                    statements.addAll(column(statement, "SHOW CREATE TABLE " + table, 2));
                    statements.add(
                            "INSERT INTO %s SELECT * FROM %s.%s".formatted(table, TEMPLATE, table));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return List.copyOf(statements);
        }

        /// A step that was edited since the last run cannot be run over its former self; then all
        /// are run anew.
        private static void makeUpToDate() {
            execute(Server.ADDRESS, List.of("CREATE DATABASE IF NOT EXISTS " + TEMPLATE));
            try {
                Database.open(database(TEMPLATE)).close();
            } catch (DatabaseAway edited) {
                execute(
                        Server.ADDRESS,
                        List.of("DROP DATABASE " + TEMPLATE, "CREATE DATABASE " + TEMPLATE));
                Database.open(database(TEMPLATE)).close();
            }
        }
    }
}
