package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.backup.Backup;
import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.media.Samples;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A backup is taken while visitors talk, everything is destroyed, and all of it comes back. The
/// gateways are processes of their own, with the database that they bring along.
final class BackupStoryTest {
    private Path home = Path.of("");
    private Path vault = Path.of("");

    @BeforeEach
    void findAHome() {
        home = Child.home();
        vault = Child.home();
    }

    @AfterEach
    void clear() throws IOException {
        destroy(home);
        destroy(vault);
    }

    @Test
    void whatWasDestroyedComesBackWithEveryMessage() throws IOException {
        byte[] backup;
        JsonNode before;
        String token;
        String code;
        try (var gateway = start()) {
            try (var visitor = gateway.visitor()) {
                token = visitor.token();
                visitor.says("Is the lamp in stock? 日本 \u0007 \\ \" 🛎");
                visitor.says("And the other one?");
                code = onlyConversation(gateway);
                answers(gateway, code, "Both are.", attachment(gateway));
                visitor.sees("Both are.");
                // How far they got is in the backup too, and still moves.
                visitor.seesTick(1, "delivered");
                visitor.seesTick(2, "delivered");
                before = messages(gateway, code);
                var answer = gateway.http().post("/api/v1/backups", new byte[0], admin(gateway));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Disposition")).contains("bellhop-2");
                backup = answer.body();
                visitor.says("This comes too late for the backup");
            }
            // The stream ends before the run is written down.
            Await.until(
                    "the run is noted",
                    () -> status(gateway).path("backup").path("bytes").asInt() == backup.length);
            gateway.kill();
        }
        destroy(home);

        var restored = restore(backup);
        assertThat(restored.complaints()).isEmpty();
        assertThat(restored.code()).isZero();
        assertThat(restored.out()).contains("Restored as of ", " rows, 2 files (0 missing)");

        try (var gateway = start();
                var back = gateway.visitor(token, 0)) {
            back.sees("Both are.");
            assertThat(unsigned(messages(gateway, code))).isEqualTo(unsigned(before));
            var file = before.path("items").path(2).path("attachment").path("url").asText();
            var path = file.substring(file.indexOf("/media/"));
            assertThat(gateway.http().get(path).body()).isEqualTo(photo());
            back.says("And life goes on");
            assertThat(messages(gateway, code).path("items").size()).isEqualTo(4);
            var log = gateway.http().get("/api/v1/audit?action=backup", admin(gateway)).json();
            assertThat(log.path("items").findValuesAsText("action"))
                    .containsExactly("backup.restored", "backup.made");
            assertThat(
                            gateway.http()
                                    .post("/api/v1/audit/verify", new byte[0], admin(gateway))
                                    .text())
                    .contains("\"whole\":true");
        }
    }

    /// Byte for byte: each table's sum is the server's own.
    @Test
    void everyTableIsWhatItWas() throws IOException {
        var from = TestDatabase.fresh();
        byte[] backup;
        Map<String, Long> before;
        try (var gateway = start(from);
                var visitor = gateway.visitor()) {
            visitor.says("Counted");
            Await.until(
                    "it is on the phone",
                    () ->
                            messages(gateway, onlyConversation(gateway))
                                    .toString()
                                    .contains("deliv"));
            gateway.kill();
        }
        try (var database = Database.open(from)) {
            before = sums(database);
            try (var snapshot = database.snapshot()) {
                var copy = Backup.beforeChange(snapshot, home, "test", Clock.systemUTC());
                backup = Files.readAllBytes(copy);
            }
        }
        var to = TestDatabase.empty();
        assertThat(restore(backup, to).complaints()).isEmpty();
        try (var database = Database.open(to)) {
            var after = sums(database);
            // What a restoration writes of itself.
            for (var own : List.of("audit", "audit_head")) {
                before.remove(own);
                after.remove(own);
            }
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void whatWaitedToBeSentIsLeftToAPerson() throws IOException {
        byte[] backup;
        try (var gateway = start()) {
            assertThat(
                            gateway.http()
                                    .post(
                                            "/api/v1/breakers/1/hold",
                                            Json.object().put("minutes", 10),
                                            admin(gateway))
                                    .status())
                    .isEqualTo(200);
            try (var visitor = gateway.visitor()) {
                visitor.says("Waits");
                backup = gateway.http().post("/api/v1/backups", new byte[0], admin(gateway)).body();
            }
            gateway.kill();
        }
        destroy(home);
        assertThat(restore(backup).code()).isZero();
        try (var gateway = start()) {
            var dead = gateway.http().get("/api/v1/outbox?state=dead", admin(gateway)).json();
            assertThat(dead.path("items").path(0).toString()).contains("only the phone knows");
            assertThat(status(gateway).path("outbox").path("ready").asInt()).isZero();
        }
    }

    @Test
    void whoWasErasedAfterTheBackupStaysErased() throws IOException {
        byte[] backup;
        String erased;
        String other;
        try (var gateway = start()) {
            try (var first = gateway.visitor();
                    var second = gateway.visitor()) {
                first.says("Forget me");
                second.says("Keep me");
                erased = first.token();
                other = second.token();
            }
            backup = gateway.http().post("/api/v1/backups", new byte[0], admin(gateway)).body();
            assertThat(erases(gateway, erased)).isEqualTo(204);
            gateway.kill();
        }
        var beside = Files.readString(home.resolve("erased"));
        assertThat(beside).matches("\\S+ 1 [0-9a-f]{32}\\n");
        assertThat(Files.getPosixFilePermissions(home.resolve("erased")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        destroy(home);
        Files.createDirectories(home);
        // The second line is of somebody else's making.
        Files.writeString(home.resolve("erased"), beside + beside.replace(" 1 ", " 2 "));
        assertThat(restore(backup).code()).isZero();

        String newcomer;
        try (var gateway = start();
                var back = gateway.visitor(erased, 0);
                var kept = gateway.visitor(other, 0)) {
            kept.hears("message", f -> f.path("text").asText().equals("Keep me"));
            assertThat(back.hears("welcome").path("conversation").isNull()).isTrue();
            newcomer = back.token();
            assertThat(newcomer).isNotEqualTo(erased);
            back.says("I am new here");
            var log = gateway.http().get("/api/v1/audit?action=visitor", admin(gateway));
            assertThat(log.json().path("items").findValuesAsText("action"))
                    .containsExactly("visitor.erased");
            assertThat(log.text()).contains("visitor 1").doesNotContain("visitor 2");
            gateway.kill();
        }
        try (var gateway = start();
                var again = gateway.visitor(newcomer, 0)) {
            again.hears("message", f -> f.path("text").asText().equals("I am new here"));
        }
    }

    private static int erases(Child gateway, String token) {
        return gateway.http().post("/widget/v1/erase", Json.object().put("token", token)).status();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cut      | broken off
                    flipped  | damaged
                    changed  | does not hold what its end says
                    endless  | its end is missing
                    stranger | does not begin with a manifest
                    newer    | of form 2
                    future   | newer Bellhop
                    """)
    void aBackupThatIsNotWholeIsRefused(String how, String words) throws IOException {
        byte[] backup;
        try (var gateway = start();
                var visitor = gateway.visitor()) {
            visitor.says("Precious");
            backup = gateway.http().post("/api/v1/backups", new byte[0], admin(gateway)).body();
            gateway.kill();
        }
        destroy(home);
        var refused = restore(spoilt(backup, how));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).startsWith("bellhop: not restored: ").contains(words);
        assertThat(refused.err().strip()).doesNotContain("\n");
        // Nor does a gateway start on what half came back.
        if (!List.of("stranger", "newer").contains(how)) {
            assertThat(run(List.of(), key()).err()).contains("empty it and restore again");
        }
    }

    @Test
    void nothingIsRestoredOverWhatIsThere() throws IOException {
        byte[] backup;
        try (var gateway = start();
                var visitor = gateway.visitor()) {
            visitor.says("Here");
            backup = gateway.http().post("/api/v1/backups", new byte[0], admin(gateway)).body();
            assertThat(restore(backup).err()).contains("another gateway is using the database");
        }
        assertThat(restore(backup).err()).contains("it holds tables already");
        Files.delete(vault.resolve("master.key"));
        destroy(home);
        assertThat(restore(backup).err()).contains("master.key");
        assertThat(
                        Files.exists(home.resolve("mariadb").resolve("data").resolve("bellhop"))
                                && Files.exists(home.resolve("media")))
                .isFalse();
    }

    @Test
    void aBackupIsOneZipThatHoldsNoSecretAndNoSession() throws IOException {
        try (var gateway = start()) {
            var backup = gateway.http().post("/api/v1/backups", new byte[0], admin(gateway)).body();
            var entries = entries(backup);
            assertThat(List.copyOf(entries.keySet()))
                    .startsWith("manifest.json")
                    .contains("tables/message.jsonl", "tables/channel.jsonl", "tables/audit.jsonl")
                    .doesNotContain("tables/agent_session.jsonl", "tables/one_time_link.jsonl")
                    .endsWith("contents.json");
            var key = Files.readAllBytes(vault.resolve("master.key"));
            var all = new String(backup, StandardCharsets.ISO_8859_1);
            assertThat(all).doesNotContain(new String(key, StandardCharsets.ISO_8859_1).strip());
            var secret =
                    gateway.http().get("/sandbox/control/setup").json().path("app_secret").asText();
            for (byte[] entry : entries.values()) {
                assertThat(new String(entry, StandardCharsets.UTF_8)).doesNotContain(secret);
            }
        }
    }

    private static byte[] spoilt(byte[] backup, String how) throws IOException {
        if (how.equals("cut")) {
            return java.util.Arrays.copyOf(backup, backup.length / 2);
        }
        if (how.equals("stranger")) {
            var out = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("holiday.txt"));
            }
            return out.toByteArray();
        }
        if (how.equals("flipped")) {
            var copy = backup.clone();
            // Behind the name in front of the messages' bytes.
            var name = "tables/message.jsonl";
            int at = new String(backup, StandardCharsets.ISO_8859_1).indexOf(name);
            copy[at + name.length() + 25] ^= 1;
            return copy;
        }
        var entries = entries(backup);
        switch (how) {
            case "changed" ->
                    entries.computeIfPresent(
                            "tables/message.jsonl",
                            (_, bytes) ->
                                    new String(bytes, StandardCharsets.UTF_8)
                                            .replace("Precious", "Worthless")
                                            .getBytes(StandardCharsets.UTF_8));
            case "endless" -> entries.remove("contents.json");
            case "newer" -> replace(entries, "\"format\":1", "\"format\":2");
            case "future" -> replace(entries, "\"steps\":[", "\"steps\":[\"db/9.sql#x\",");
            default -> throw new IllegalArgumentException(how);
        }
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static void replace(Map<String, byte[]> entries, String from, String to) {
        entries.computeIfPresent(
                "manifest.json",
                (_, bytes) ->
                        new String(bytes, StandardCharsets.UTF_8)
                                .replace(from, to)
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> entries(byte[] backup) throws IOException {
        var entries = new java.util.LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(backup))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private Map<String, String> key() {
        return Map.of("BELLHOP_VAULT_KEY_FILE", vault.resolve("master.key").toString());
    }

    private Child start() {
        return Child.start(home, key());
    }

    private Child start(Database.Address database) {
        return Child.start(home, with(database));
    }

    private Map<String, String> with(Database.Address database) {
        var settings = new HashMap<>(key());
        settings.put("BELLHOP_DATABASE_URL", database.url());
        settings.put("BELLHOP_DATABASE_USER", database.user());
        settings.put("BELLHOP_DATABASE_PASSWORD", database.password());
        return settings;
    }

    private Child.Ended restore(byte[] backup) throws IOException {
        return restore(backup, key());
    }

    private Child.Ended restore(byte[] backup, Database.Address to) throws IOException {
        return restore(backup, with(to));
    }

    private Child.Ended restore(byte[] backup, Map<String, String> settings) throws IOException {
        var file = vault.resolve("backup.zip");
        Files.write(file, backup);
        return run(List.of("--restore", file.toString()), settings);
    }

    private Child.Ended run(List<String> arguments, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("BELLHOP_DATA_DIR", home.toString());
        all.put("BELLHOP_SERVER_PORT", "0");
        return Child.run(arguments, all);
    }

    private static Map<String, Long> sums(Database database) {
        var tables =
                database.read(tx ->
                        tx.query(
                                """
                                SELECT TABLE_NAME AS name FROM information_schema.TABLES
                                WHERE TABLE_SCHEMA = DATABASE()
                                  AND TABLE_NAME NOT IN ('DATABASECHANGELOG', 'DATABASECHANGELOGLOCK',
                                    'agent_session', 'installation', 'one_time_link', 'schema_state')
                                """,
                                row -> row.text("name")));
        var sums = new HashMap<String, Long>();
        for (var table : tables) {
            sums.put(
                    table,
                    database.read(tx ->
                                    tx.one(
                                            "CHECKSUM TABLE `" + table + "`",
                                            row -> row.number("Checksum")))
                            .orElseThrow());
        }
        return sums;
    }

    private static String onlyConversation(Child gateway) {
        return gateway.http()
                .get("/api/v1/conversations", admin(gateway))
                .json()
                .path("items")
                .path(0)
                .path("code")
                .asText();
    }

    private static JsonNode messages(Child gateway, String code) {
        return gateway.http()
                .get("/api/v1/conversations/" + code + "/messages", admin(gateway))
                .json();
    }

    /// Links to files are signed anew each time.
    private static String unsigned(JsonNode messages) {
        return messages.toString().replaceAll("\"(url|thumb_url|expires_at)\":\"[^\"]*\"", "");
    }

    private static JsonNode status(Child gateway) {
        return gateway.http().get("/api/v1/status", admin(gateway)).json();
    }

    private static String attachment(Child gateway) {
        return gateway.http()
                .post("/api/v1/attachments?name=lamp.jpg", photo(), admin(gateway))
                .json()
                .path("id")
                .asText();
    }

    private static byte[] photo() {
        return Samples.picture("jpeg", 400, 300);
    }

    private static void answers(Child gateway, String code, String words, String attachment) {
        var answer =
                gateway.http()
                        .post(
                                "/api/v1/conversations/" + code + "/messages",
                                Json.object().put("text", words).put("attachment", attachment),
                                admin(gateway));
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    }

    private static String[] admin(Child gateway) {
        try {
            var login = Json.read(Files.readAllBytes(gateway.dataDir().resolve("cli.json")));
            return new String[] {"Authorization", "Bearer " + login.path("token").asText()};
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void destroy(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
