package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.cluster.TestRedis;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Gateways beside each other, as processes, on one database and one Redis. Graph is a witness
/// outside of them.
abstract class NodesWorld {
    static final Duration UNSURE_WAIT = Duration.ofSeconds(3);

    /// Until a node counts as gone, and a little more.
    private static final Duration GONE = Duration.ofSeconds(60);

    private final Database.Address address = TestDatabase.fresh();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Path> folders = new ArrayList<>();
    TestRedis redis;
    Witness witness;
    Database database;

    @BeforeEach
    void open() {
        redis = keep(TestRedis.start());
        witness = keep(new Witness());
        database = keep(Database.open(address));
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        for (var folder : folders) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    final <T extends AutoCloseable> T keep(T it) {
        opened.push(it);
        return it;
    }

    /// A folder for a gateway, which goes with the test.
    final Path folder() {
        var folder = Child.home();
        folders.add(folder);
        return folder;
    }

    /// One that starts while others are there, with the master key of one of them.
    final Child beside(Child other, Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("BELLHOP_VAULT_KEY_FILE", other.dataDir().resolve("master.key").toString());
        return start(folder(), settings);
    }

    final Child start(Path folder, Map<String, String> more) {
        var settings = new HashMap<String, String>();
        settings.put("BELLHOP_DATABASE_URL", address.url());
        settings.put("BELLHOP_DATABASE_USER", address.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", address.password());
        settings.put("BELLHOP_CLUSTER_REDIS_URL", redis.url());
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", witness.url().toString());
        settings.put("BELLHOP_RETRY_UNSURE_WAIT", UNSURE_WAIT.toSeconds() + "s");
        settings.put("BELLHOP_RETRY_SWEEP", "500ms");
        settings.put("BELLHOP_RETRY_FIRST", "200ms");
        settings.put("BELLHOP_RETRY_CEILING", "1s");
        settings.put("BELLHOP_WHATSAPP_READ_TIMEOUT", "2m");
        settings.putAll(more);
        return keep(Child.start(folder, settings));
    }

    final List<String> asks(String sql) {
        return database.read(tx -> tx.query(sql, row -> row.text("text")));
    }

    final String jobs() {
        return String.join(
                " ", asks("SELECT CONCAT(state, attempts) AS text FROM outbox ORDER BY id"));
    }

    static JsonNode status(Child child) {
        var token = commandLine(child).path("token").asText();
        return new Program(Front.at(port(child)).http(), token).sees("/status");
    }

    /// Where it listens itself, whatever is in front of it.
    static int port(Child child) {
        return URI.create(commandLine(child).path("url").asText()).getPort();
    }

    private static JsonNode commandLine(Child child) {
        try {
            return Json.read(Files.readAllBytes(child.dataDir().resolve("cli.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void isAlone(Child child) {
        waitFor("it is alone", () -> status(child).path("nodes").size() == 1);
    }

    static void signal(Child child, String which) {
        try {
            var kill =
                    new ProcessBuilder("kill", which, Long.toString(child.process().pid())).start();
            assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(kill.exitValue()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// It takes as long as it takes until a node counts as gone.
    static void waitFor(String what, BooleanSupplier so) {
        Await.until(what, GONE, so);
    }
}
