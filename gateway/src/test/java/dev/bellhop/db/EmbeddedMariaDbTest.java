package dev.bellhop.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The server that the gateway starts for itself, with everything that may happen to either of
/// them.
final class EmbeddedMariaDbTest {
    private static final int POOL_MEGABYTES = 16;

    private final Path home =
            Path.of("target", "embedded", UUID.randomUUID().toString().substring(0, 8));

    /// A gateway in a JVM of its own: starts a server, writes a word, says so, and waits to be
    /// ended.
    static final class Gateway {
        private Gateway() {}

        public static void main(String[] arguments) throws IOException {
            var server = EmbeddedMariaDb.start(Path.of(arguments[0]), POOL_MEGABYTES);
            try (var database = open(server)) {
                say(database, arguments[1]);
                System.out.println("ready " + server.process().pid());
                int _ = System.in.read();
            }
        }
    }

    @AfterEach
    void deleteData() throws IOException {
        if (Files.exists(home)) {
            try (var files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void dataSurviveARestartAndThePasswordDoesNot() throws IOException {
        Database.Address before;
        try (var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
                var database = open(server)) {
            say(database, "hello");
            before = server.address(2, Duration.ofSeconds(2));
        }
        try (var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
                var database = open(server)) {
            assertThat(heard(database)).containsExactly("hello");
            var now = server.address(2, Duration.ofSeconds(2));
            assertThat(now.password()).isNotEqualTo(before.password());
            assertThatThrownBy(() ->
                            Database.open(
                                    new Database.Address(
                                            now.url(),
                                            now.user(),
                                            before.password(),
                                            1,
                                            Duration.ofSeconds(1))))
                    .isInstanceOf(DatabaseAway.class);
        }
        assertThat(home.resolve("accounts.sql")).doesNotExist();
        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> holds(file, before)))
                    .as("the password is nowhere on the disk")
                    .isEmpty();
        }
    }

    @Test
    void aSignalToTheGatewaysSessionDoesNotReachTheServer() throws IOException {
        try (var server = EmbeddedMariaDb.start(home, 16)) {
            assertThat(session(server.process().pid()))
                    .isNotEqualTo(session(ProcessHandle.current().pid()));
        }
    }

    /// The session of a process: the fourth field after its name in brackets (proc(5)).
    private static String session(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    @Test
    void whatWasCommittedSurvivesTheDeathOfTheServer() {
        var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
        try (var database = open(server)) {
            for (int i = 0; i < 100; i++) {
                say(database, "word " + i);
            }
            assertThatThrownBy(() ->
                            database.write(tx -> {
                                tx.change("INSERT INTO said (word) VALUES ('half')");
                                kill(server.process());
                                tx.change("INSERT INTO said (word) VALUES ('done')");
                            }))
                    .isInstanceOf(DatabaseAway.class);
        }
        server.close();
        // Also where it is given more memory now, and a larger redo log with it.
        try (var again = EmbeddedMariaDb.start(home, 16 * POOL_MEGABYTES);
                var database = open(again)) {
            assertThat(heard(database)).hasSize(100).doesNotContain("half", "done");
            assertThat(redoLogBytes(database)).isEqualTo(8L * POOL_MEGABYTES * 1024 * 1024);
        }
    }

    @Test
    void aServerThatDiesUnderItsGatewayComesBackAtTheSameAddress() {
        try (var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
                var database = open(server)) {
            for (String word : List.of("first", "second", "third")) {
                say(database, word);
                kill(server.process());
                Await.untilBack(database);
            }
            assertThat(heard(database)).containsExactly("first", "second", "third");
        }
    }

    @Test
    void aServerThatCannotComeBackIsTriedUntilItCan() throws IOException {
        try (var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
                var database = open(server)) {
            say(database, "kept");
            var data = home.resolve("data");
            var aside = home.resolve("aside");
            var dead = server.process();
            Files.move(data, aside);
            kill(dead);
            Await.until("it was tried in vain", () -> !server.process().equals(dead));
            Files.move(aside, data);
            Await.untilBack(database);
            assertThat(heard(database)).containsExactly("kept");
        }
    }

    @Test
    void aServerThatIsClosedStaysDown() {
        var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
        var process = server.process();
        server.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(server.process()).isEqualTo(process);
        EmbeddedMariaDb.start(home, POOL_MEGABYTES).close();
    }

    @Test
    void theServerOfAKilledGatewayIsStoppedAndReplaced() throws IOException {
        var killed = gateway("from the other life");
        var orphan = killed.server();
        kill(killed.gateway());
        assertThat(orphan.isAlive()).as("nobody stops the server of a killed gateway").isTrue();

        try (var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
                var database = open(server)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(server.process().pid()).isNotEqualTo(orphan.pid());
            assertThat(heard(database)).containsExactly("from the other life");
        }
    }

    @Test
    void theServerOfALivingGatewayIsLeftAlone() throws IOException {
        var living = gateway("still here");
        try {
            assertThatThrownBy(() -> EmbeddedMariaDb.start(home, POOL_MEGABYTES))
                    .isInstanceOf(DatabaseAway.class)
                    .hasMessageStartingWith("another gateway is using the database in ");
            assertThat(living.server().isAlive()).isTrue();
        } finally {
            kill(living.gateway());
            kill(living.server());
        }
    }

    @Test
    void twoInOneProcessDoNotShareADirectoryEither() {
        try (var _ = EmbeddedMariaDb.start(home, POOL_MEGABYTES)) {
            assertThatThrownBy(() -> EmbeddedMariaDb.start(home, POOL_MEGABYTES))
                    .hasMessageStartingWith("another gateway is using the database in ");
        }
    }

    @Test
    void aPidFileOfSomebodyElsesProcessHarmsNobody() throws IOException {
        Files.createDirectories(home);
        Files.writeString(
                home.resolve("mariadb.pid"), Long.toString(ProcessHandle.current().pid()));
        EmbeddedMariaDb.start(home, POOL_MEGABYTES).close();
        Files.writeString(home.resolve("mariadb.pid"), "half writ");
        EmbeddedMariaDb.start(home, POOL_MEGABYTES).close();
    }

    @Test
    void aFirstStartThatWasCutShortIsBegunAnew() throws IOException {
        Files.createDirectories(home.resolve("data.new/mysql"));
        Files.writeString(home.resolve("data.new/ibdata1"), "half");
        EmbeddedMariaDb.start(home, POOL_MEGABYTES).close();
        assertThat(home.resolve("data.new")).doesNotExist();
    }

    @Test
    void aHomeWithASpaceAndALongNameIsFine() throws IOException {
        var longHome = home.resolve("a long name with spaces, " + "x".repeat(80));
        try (var server = EmbeddedMariaDb.start(longHome, POOL_MEGABYTES);
                var database = open(server)) {
            say(database, "hello");
            assertThat(heard(database)).containsExactly("hello");
        }
    }

    /// A server that starts takes temporary tables away that lie where its own are to lie.
    @Test
    void aServerHasAPlaceOfItsOwnForTemporaryTables() {
        try (var server = EmbeddedMariaDb.start(home, POOL_MEGABYTES);
                var database = open(server)) {
            var place =
                    database.read(
                            tx -> tx.one("SELECT @@tmpdir AS place", row -> row.text("place")));
            assertThat(place).contains(home.resolve("tmp").toAbsolutePath().toString());
        }
    }

    @Test
    void aHomeThatIsAFileIsRefusedInOneLine() throws IOException {
        Files.createDirectories(home);
        var file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedMariaDb.start(file, POOL_MEGABYTES))
                .isInstanceOf(DatabaseAway.class)
                .hasMessage("the embedded database cannot use " + file + ": it is not a directory");
    }

    @Test
    void dataThatANewerServerWroteAreRefusedInOneLine() throws IOException {
        EmbeddedMariaDb.start(home, POOL_MEGABYTES).close();
        Files.writeString(home.resolve("server-version"), "991231");
        assertThatThrownBy(() -> EmbeddedMariaDb.start(home, POOL_MEGABYTES))
                .isInstanceOf(DatabaseAway.class)
                .hasMessageContaining("is older than the server that wrote this data")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aServerThatEndsAtOnceIsToldWithTheNameOfItsLog() throws IOException {
        EmbeddedMariaDb.start(home, POOL_MEGABYTES).close();
        Files.writeString(home.resolve("data/ibdata1"), "this is not InnoDB's");
        assertThatThrownBy(() -> EmbeddedMariaDb.start(home, POOL_MEGABYTES))
                .isInstanceOf(DatabaseAway.class)
                .hasMessageContaining("ended at once; see ")
                .hasMessageContaining("mariadb.log");
        assertThatThrownBy(() -> EmbeddedMariaDb.start(home, POOL_MEGABYTES))
                .as("and the directory is not kept from the next try")
                .hasMessageContaining("ended at once");
    }

    /// A gateway that is up, with the server that it started.
    private record Running(ProcessHandle gateway, ProcessHandle server) {}

    private Running gateway(String word) throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Gateway.class.getName(),
                                home.toString(),
                                word)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready ")) {
                long pid = Long.parseLong(line.substring("ready ".length()));
                return new Running(process.toHandle(), ProcessHandle.of(pid).orElseThrow());
            }
        }
        throw new IllegalStateException("the gateway ended before it was ready");
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Database open(EmbeddedMariaDb server) {
        var database = Database.open(server.address(2, Duration.ofSeconds(2)));
        database.write(tx ->
                tx.change(
                        """
                        CREATE TABLE IF NOT EXISTS said (
                          id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, word VARCHAR(40) NOT NULL)
                        """));
        return database;
    }

    private static long redoLogBytes(Database database) {
        return database.read(tx ->
                        tx.one(
                                "SELECT @@innodb_log_file_size AS bytes",
                                row -> row.number("bytes")))
                .orElseThrow();
    }

    private static void say(Database database, String word) {
        database.write(tx -> tx.change("INSERT INTO said (word) VALUES (?)", word));
    }

    private static List<String> heard(Database database) {
        return database.read(
                tx -> tx.query("SELECT word FROM said ORDER BY id", row -> row.text("word")));
    }

    private static boolean holds(Path file, Database.Address address) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(address.password());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
