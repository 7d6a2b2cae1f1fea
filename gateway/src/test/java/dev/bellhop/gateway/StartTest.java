package dev.bellhop.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// What the person who starts a gateway reads when it does not start: one line, and an exit code
/// that is not 0.
class StartTest {
    private Path dataDir = Path.of("target");

    private record Ended(int code, String errors) {}

    @BeforeEach
    void data() throws IOException {
        dataDir =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "starts")).toAbsolutePath(),
                        "data");
    }

    private Map<String, String> settings(Database.Address database) {
        var settings = new HashMap<String, String>();
        settings.put("BELLHOP_DATA_DIR", dataDir.toString());
        settings.put("BELLHOP_SERVER_PORT", "0");
        settings.put("BELLHOP_DATABASE_URL", database.url());
        settings.put("BELLHOP_DATABASE_USER", database.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", database.password());
        settings.put("BELLHOP_DATABASE_PATIENCE", "2s");
        return settings;
    }

    private static Ended start(Map<String, String> settings, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "dev.bellhop.gateway.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(settings);
        var process = builder.start();
        process.onExit()
                .orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly());
        var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.onExit().join().exitValue(), errors);
    }

    private static void isOneLine(Ended ended, String... words) {
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors().strip().lines()).hasSize(1);
        assertThat(ended.errors()).startsWith("bellhop: ").contains(words);
    }

    @Test
    void aWrongSettingEndsTheStart() throws IOException {
        isOneLine(start(Map.of("BELLHOP_SERVER_PORT", "eighty")), "server.port", "eighty");
    }

    @Test
    void aTakenPortEndsTheStart() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = settings(TestDatabase.fresh());
            settings.put("BELLHOP_SERVER_PORT", Integer.toString(taken.getLocalPort()));
            isOneLine(start(settings), "port " + taken.getLocalPort(), "is taken");
        }
    }

    @Test
    void aDatabaseThatIsAwayEndsTheStart() throws IOException {
        var nobody =
                new Database.Address(
                        "jdbc:mariadb://127.0.0.1:1/bellhop", "x", "y", 2, Duration.ofSeconds(1));
        isOneLine(start(settings(nobody)), "the database");
    }

    @Test
    void aLostOpenOrWrongKeyFileEndsTheStart() throws IOException {
        var database = TestDatabase.fresh();
        var key = dataDir.resolve("master.key");
        var settings = settings(database);
        var once = SettingsReader.read(Optional.empty(), settings, new Properties());
        Gateway.start(once, Clock.systemUTC(), new Random(1)).close();

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        isOneLine(start(settings), "open to others", "chmod 600");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        isOneLine(start(settings), "does not fit");

        Files.delete(key);
        isOneLine(start(settings), "is missing");
    }

    @Test
    void anUnknownArgumentIsUsage() throws IOException {
        var ended = start(Map.of(), "--faster");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).contains("--faster").contains("--help");
        assertThat(start(Map.of(), "--version").code()).isZero();
    }
}
