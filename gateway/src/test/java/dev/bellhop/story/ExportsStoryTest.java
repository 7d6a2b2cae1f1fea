package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Gateway;
import dev.bellhop.outbox.MovedClock;
import dev.bellhop.report.ExportPlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reports that are written to a folder by themselves. It is noon on a Sunday, 22 November 2026.
final class ExportsStoryTest {
    private static final String MONDAY_EARLY =
            "bellhop-messages-2026-11-22-2026-11-22-Europe_Lisbon.csv";

    private final MovedClock clock = new MovedClock();
    private final Path folder;
    private House house;
    private Program program;

    ExportsStoryTest(@TempDir Path root) {
        this.folder = root.resolve("reports");
    }

    private ExportPlan plan(ExportPlan.Every every, String... reports) {
        return new ExportPlan(
                folder, List.of(reports), "csv", every, 4, ZoneId.of("Europe/Lisbon"));
    }

    @BeforeEach
    void open() {
        open(plan(ExportPlan.Every.DAY, "messages"));
    }

    private void open(ExportPlan plan) {
        house = House.open(s -> Changes.exports(plan).apply(Changes.unlimited().apply(s)), clock);
        program = house.program();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<String> files() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.map(it -> it.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All that is due, and what is over though its hour has not come.
    private void turn() {
        assertThat(program.posts("/reports/exports/run", "{}").status()).isEqualTo(200);
    }

    /// The gateway also looks by itself when it starts: whoever comes second does not wait for it.
    private void firstIsWritten() {
        turn();
        Await.until("it is written", () -> runs().get(0).path("state").asText().equals("done"));
    }

    /// The same of what it writes by itself later on.
    private void areWritten(int count) {
        Await.until(
                count + " are written",
                () ->
                        files().size() == count
                                && runs().valueStream()
                                        .noneMatch(
                                                it -> it.path("state").asText().equals("running")));
    }

    private JsonNode runs() {
        return program.sees("/reports/exports").path("items");
    }

    @Test
    void whatIsOverIsWrittenOnceAndSaysTheSame() throws IOException {
        firstIsWritten();
        assertThat(files()).hasSize(1).allMatch(it -> it.contains("2026-11-21-2026-11-21"));
        clock.move(Duration.ofHours(16));
        turn();
        turn();
        areWritten(2);
        assertThat(files()).hasSize(2).contains(MONDAY_EARLY);
        var file = folder.resolve(MONDAY_EARLY);
        assertThat(Files.readString(file))
                .isEqualTo(
                        program.asks(
                                        "/reports/messages?format=csv&from=2026-11-22"
                                                + "&to=2026-11-22&zone=Europe/Lisbon")
                                .text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        var newest = runs().get(0);
        assertThat(newest.path("state").asText()).isEqualTo("done");
        assertThat(newest.path("bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(house.audited()).contains("report.exported");
    }

    @Test
    void whatWasMissedIsMadeUpForOnce() {
        firstIsWritten();
        clock.move(Duration.ofDays(5));
        turn();
        turn();
        areWritten(6);
        clock.move(Duration.ofDays(90));
        turn();
        areWritten(6 + 31); // not more than that, and the newest of them
        turn();
        assertThat(files()).hasSize(6 + 31);
        assertThat(files()).contains("bellhop-messages-2027-02-24-2027-02-24-Europe_Lisbon.csv");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsToldOfAndTriedAgain() throws IOException {
        firstIsWritten();
        for (var file : files()) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
        Files.createFile(folder); // no folder at all
        clock.move(Duration.ofHours(16));
        turn();
        Await.until("it failed", () -> runs().get(0).path("state").asText().equals("failed"));
        assertThat(program.sees("/status").at("/reports/failing_exports").asInt()).isOne();
        assertThat(runs().get(0).path("error").asText()).isNotEmpty();
        try (var owner = house.agent()) {
            assertThat(owner.page("/admin/analytics"))
                    .contains("could not be written, and is tried again by itself");
        }
        clock.move(Duration.ofMinutes(16));
        turn();
        assertThat(house.audited().stream().filter("report.export_failed"::equals)).hasSize(1);
        Files.delete(folder);
        Await.until(
                "it is written",
                () -> {
                    turn();
                    return files().size() == 1
                            && runs().get(0).path("state").asText().equals("done");
                });
        assertThat(program.sees("/status").at("/reports/failing_exports").asInt()).isZero();
    }

    @Test
    void whoeverWasStoppedIsTakenOverFrom() throws IOException {
        firstIsWritten();
        assertThat(files()).hasSize(1);
        var name = files().getFirst();
        // As a gateway leaves it that is killed while it writes.
        Files.delete(folder.resolve(name));
        Files.writeString(folder.resolve("." + name + ".dead.part"), "half");
        house.changes("UPDATE report_export SET state = 'running'");
        turn();
        assertThat(files()).containsExactly("." + name + ".dead.part"); // it may live yet
        clock.move(Duration.ofMinutes(3));
        house.restart(); // which looks by itself
        program = house.program();
        Await.until("it is written", () -> files().equals(List.of(name)));
        Await.until("it says so", () -> runs().get(0).path("state").asText().equals("done"));
    }

    /// Both have missed the same month, and are told to write at once.
    @Test
    void twoGatewaysWriteEachFileOnce() throws Exception {
        firstIsWritten();
        clock.move(Duration.ofDays(30));
        try (var other = Gateway.start(house.settings(), clock, new Random(1));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var token = house.apiToken(); // the second one has made it anew
            var writing = new ArrayList<Future<Http.Answer>>();
            for (int i = 0; i < 8; i++) {
                int port = i % 2 == 0 ? other.port() : house.gateway().port();
                var root = URI.create("http://127.0.0.1:" + port);
                var one = new Program(new Http(root::resolve), token);
                writing.add(threads.submit(() -> one.posts("/reports/exports/run", "{}")));
            }
            for (var answer : writing) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
            // Before one of them goes: what it is writing would be left to the other.
            program = new Program(house.http(), token);
            Await.until(
                    "all are written",
                    () ->
                            runs().size() == 1 + 30
                                    && runs().valueStream()
                                            .allMatch(run ->
                                                    run.path("state").asText().equals("done")));
        }
        assertThat(files()).hasSize(1 + 30).allMatch(it -> it.endsWith(".csv"));
        assertThat(house.audited().stream().filter("report.exported"::equals)).hasSize(1 + 30);
        program = house.program();
        assertThat(runs())
                .hasSize(1 + 30)
                .allMatch(run -> run.path("state").asText().equals("done"));
    }

    @Test
    void aFileThatIsThereStays() throws IOException {
        Files.createDirectories(folder);
        clock.move(Duration.ofHours(16));
        Files.writeString(folder.resolve(MONDAY_EARLY), "Somebody's");
        turn();
        assertThat(Files.readString(folder.resolve(MONDAY_EARLY))).isEqualTo("Somebody's");
    }

    @Test
    void aSysadminCanHaveThemNow() {
        house.close();
        open(plan(ExportPlan.Every.MONTH, "agents", "numbers"));
        var answer = program.posts("/reports/exports/run", "{}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("scheduled").asBoolean()).isTrue();
        Await.until(
                "both are written",
                () ->
                        files().containsAll(
                                        List.of(
                                                "bellhop-agents-2026-10-01-2026-10-31-Europe_Lisbon.csv",
                                                "bellhop-numbers-2026-10-01-2026-10-31-Europe_Lisbon.csv")));
    }
}
