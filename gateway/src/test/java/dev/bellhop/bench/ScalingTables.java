package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.EmbeddedMariaDb;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The table of messages as it is, and in other shapes with the same rows: what a message takes on
/// the disk, what it costs to write more, to read a thread, and to be rid of the oldest month.
///
/// MariaDB keeps a table in parts only if no row of it points at another table's, if it has no
/// index of words, and if each unique key has what it is parted by. So in parts by month the key
/// that keeps a message from being stored twice is a table of its own.
final class ScalingTables {
    private static final int POOL_MEGABYTES = 64;
    private static final int GROUP = 64;
    private static final int GROUPS = 300;
    private static final int READS = 2_000;
    private static final int PAGE = 50;
    private static final int REMOVED_TOGETHER = 500;

    /// Above what any conversation has.
    private static final int SEQ_FROM = 1_000_000;

    private static final String COLUMNS =
            """
            conversation_id, seq, once_key, author, agent_id, author_name, via, kind, text, cid,
            reply_to, note, amended, amended_at, status, status_at, failure, at
            """;

    private final Connection connection;
    private final ProcessHandle database;
    private final Path files;
    private final Random random = new Random(20_261_129);
    private final long firstConversation;
    private final long lastConversation;
    private final YearMonth oldest;
    private int seq = SEQ_FROM;

    private ScalingTables(Connection connection, ProcessHandle database, Path files)
            throws SQLException {
        this.connection = connection;
        this.database = database;
        this.files = files;
        this.firstConversation = number("SELECT MIN(conversation_id) FROM message");
        this.lastConversation = number("SELECT MAX(conversation_id) FROM message");
        this.oldest =
                YearMonth.from(
                        LocalDate.ofEpochDay(
                                number(
                                        "SELECT TO_DAYS(MIN(at)) - TO_DAYS('1970-01-01') FROM"
                                                + " message")));
    }

    /// @param messages how many there are before
    static JsonNode run(int messages, int rounds) throws Exception {
        var kept = System.getProperty("bench.data", "");
        Path dataDir = kept.isEmpty() ? Gateways.dataDir("tables") : Path.of(kept);
        if (kept.isEmpty()) {
            var _ = Seed.run(dataDir, messages, Math.max(1, messages / 10));
        }
        try (var server = EmbeddedMariaDb.start(dataDir.resolve("mariadb"), POOL_MEGABYTES)) {
            var address = server.address(1, Duration.ofSeconds(5));
            try (var connection =
                    DriverManager.getConnection(
                            address.url(), address.user(), address.password())) {
                return new ScalingTables(
                                connection,
                                server.process(),
                                dataDir.resolve("mariadb").resolve("data").resolve("bellhop"))
                        .measure(rounds);
            }
        }
    }

    private JsonNode measure(int rounds) throws SQLException, IOException {
        var tables = new LinkedHashMap<String, String>();
        tables.put("as_it_is", "message");
        tables.put("without_an_index_of_words", plain());
        tables.put("by_month", byMonth());
        var figures =
                Json.object()
                        .put("bench", "scaling-tables")
                        .put("messages", number("SELECT COUNT(*) FROM message"));
        var all = new LinkedHashMap<String, Shape>();
        tables.forEach((name, table) -> all.put(name, new Shape(table)));
        for (int round = 0; round <= rounds; round++) { // the first one warms
            for (var shape : all.values()) {
                shape.round(round > 0);
            }
        }
        for (var entry : all.entrySet()) {
            figures.set(entry.getKey(), entry.getValue().told());
        }
        return figures;
    }

    private String plain() throws SQLException {
        run("DROP TABLE IF EXISTS message_plain");
        run("CREATE TABLE message_plain LIKE message");
        run("ALTER TABLE message_plain DROP KEY message_by_words");
        run("ALTER TABLE message_plain FORCE"); // the hidden number of a text goes, too
        run(
                "ALTER TABLE message_plain ADD CONSTRAINT message_plain_conversation FOREIGN KEY"
                        + " (conversation_id) REFERENCES conversation (id)");
        copy("message_plain");
        return "message_plain";
    }

    private String byMonth() throws SQLException {
        run("DROP TABLE IF EXISTS message_by_month");
        run("DROP TABLE IF EXISTS message_once_key");
        run("CREATE TABLE message_by_month LIKE message");
        run(
                "ALTER TABLE message_by_month DROP KEY message_by_words, DROP KEY message_once,"
                        + " DROP PRIMARY KEY, ADD PRIMARY KEY (conversation_id, seq, at)");
        var parts = new ArrayList<String>();
        for (var month = oldest;
                !month.isAfter(YearMonth.now(ZoneOffset.UTC));
                month = month.plusMonths(1)) {
            parts.add(
                    "PARTITION %s VALUES LESS THAN ('%s')"
                            .formatted(name(month), month.plusMonths(1).atDay(1)));
        }
        parts.add("PARTITION later VALUES LESS THAN (MAXVALUE)");
        run(
                "ALTER TABLE message_by_month PARTITION BY RANGE COLUMNS (at) ("
                        + String.join(", ", parts)
                        + ")");
        run("CREATE TABLE message_once_key (once_key BINARY(16) PRIMARY KEY)");
        copy("message_by_month");
        run("INSERT INTO message_once_key SELECT once_key FROM message");
        return "message_by_month";
    }

    private static String name(YearMonth month) {
        return "m" + month.toString().replace("-", "");
    }

    private void copy(String table) throws SQLException {
        run("INSERT INTO %1$s (%2$s) SELECT %2$s FROM message".formatted(table, COLUMNS));
    }

    /// One shape's figures.
    private final class Shape {
        private final String table;
        private final Map<String, List<Double>> measured = new LinkedHashMap<>();

        Shape(String table) {
            this.table = table;
        }

        private boolean isParted() {
            return table.equals("message_by_month");
        }

        void round(boolean counts) throws SQLException {
            connection.setAutoCommit(false);
            var before = Costs.of(database, database).database();
            long began = System.nanoTime();
            for (int i = 0; i < GROUPS; i++) {
                write();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            var used = Costs.of(database, database).database().minus(before);
            connection.setAutoCommit(true);
            var reads = reads();
            if (counts) {
                int rows = GROUPS * GROUP;
                note("rows_written_per_second", rows / seconds);
                note("cpu_seconds_per_10000_rows", Costs.secondsForTenThousand(used, rows));
                note("thread_p50_ms", reads.path("p50").asDouble());
                note("thread_p99_ms", reads.path("p99").asDouble());
            }
        }

        private void note(String figure, double value) {
            measured.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
        }

        /// As a gateway writes what many say at once; conversations of now are the latest.
        private void write() throws SQLException {
            if (isParted()) {
                try (var keys =
                        connection.prepareStatement(
                                "INSERT INTO message_once_key VALUES "
                                        + String.join(", ", Collections.nCopies(GROUP, "(?)")))) {
                    for (int i = 1; i <= GROUP; i++) {
                        keys.setBytes(i, key());
                    }
                    var _ = keys.executeUpdate();
                }
            }
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO "
                                    + table
                                    + " (conversation_id, seq, once_key, author, via, kind, text,"
                                    + " status, status_at, at) VALUES "
                                    + String.join(
                                            ", ",
                                            Collections.nCopies(
                                                    GROUP,
                                                    "(?, ?, ?, 'visitor', 'widget', 'text', ?, 1,"
                                                            + " NOW(3), NOW(3))")))) {
                for (int i = 0; i < GROUP; i++) {
                    fill(insert, i);
                }
                var _ = insert.executeUpdate();
            }
            connection.commit();
        }

        private void fill(PreparedStatement insert, int row) throws SQLException {
            insert.setLong(row * 4 + 1, lastConversation - random.nextInt(1_000));
            insert.setInt(row * 4 + 2, seq++);
            insert.setBytes(row * 4 + 3, key());
            insert.setString(
                    row * 4 + 4,
                    "Is the lamp dimmable, and when would it be here? Order " + random.nextInt());
        }

        private byte[] key() {
            var key = new byte[16];
            random.nextBytes(key);
            return key;
        }

        /// The last page of threads of any age.
        private JsonNode reads() throws SQLException {
            var millis = new double[READS];
            try (var read =
                    connection.prepareStatement(
                            "SELECT * FROM "
                                    + table
                                    + " WHERE conversation_id = ? ORDER BY seq DESC LIMIT "
                                    + PAGE)) {
                for (int i = 0; i < READS; i++) {
                    read.setLong(1, random.nextLong(firstConversation, lastConversation + 1));
                    long began = System.nanoTime();
                    try (var rows = read.executeQuery()) {
                        while (rows.next()) {
                            var _ = rows.getString("text");
                        }
                    }
                    millis[i] = (System.nanoTime() - began) / 1e6;
                }
            }
            return Spread.of(java.util.Arrays.stream(millis));
        }

        ObjectNode told() throws SQLException, IOException {
            var node = Json.object();
            measured.forEach((figure, values) ->
                    node.set(
                            figure,
                            Json.object()
                                    .put("median", Rounds.rounded(median(values)))
                                    .put("min", Rounds.rounded(Collections.min(values)))
                                    .put("max", Rounds.rounded(Collections.max(values)))));
            node.put(
                    "bytes_of_a_row_with_its_keys",
                    size() / number("SELECT COUNT(*) FROM " + table));
            long began = System.nanoTime();
            long rows = isParted() ? drop() : remove();
            return node.put("oldest_month_rows", rows)
                    .put(
                            "oldest_month_removed_seconds",
                            Rounds.rounded((System.nanoTime() - began) / 1e9));
        }

        /// Of its files. Those of an index of words are tables of their own; people's names have
        /// one, too, which is small.
        private long size() throws IOException {
            try (var all = Files.list(files)) {
                long size = 0;
                for (var file : all.toList()) {
                    var name = file.getFileName().toString();
                    boolean isOfWords = table.equals("message") && name.startsWith("FTS_");
                    boolean isOfKeys = isParted() && name.equals("message_once_key.ibd");
                    boolean isOwn = name.equals(table + ".ibd") || name.startsWith(table + "#");
                    size += isOwn || isOfWords || isOfKeys ? Files.size(file) : 0;
                }
                return size;
            }
        }

        private long drop() throws SQLException {
            long rows =
                    number(
                            "SELECT COUNT(*) FROM message_by_month PARTITION ("
                                    + name(oldest)
                                    + ")");
            run("ALTER TABLE message_by_month DROP PARTITION " + name(oldest));
            return rows;
        }

        /// By conversation, some at a time, each time committed: nobody waits for long.
        private long remove() throws SQLException {
            long last =
                    number(
                            "SELECT MAX(id) FROM conversation WHERE opened_at < '"
                                    + oldest.plusMonths(1).atDay(1)
                                    + "'");
            long removed = 0;
            try (var delete =
                    connection.prepareStatement(
                            "DELETE FROM " + table + " WHERE conversation_id BETWEEN ? AND ?")) {
                for (long from = firstConversation; from <= last; from += REMOVED_TOGETHER) {
                    delete.setLong(1, from);
                    delete.setLong(2, Math.min(last, from + REMOVED_TOGETHER - 1));
                    removed += delete.executeUpdate();
                }
            }
            return removed;
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var _ = rows.next();
            return rows.getLong(1);
        }
    }
}
