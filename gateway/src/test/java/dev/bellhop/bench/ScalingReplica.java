package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.BareServer;
import dev.bellhop.web.Json;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a replica for reports costs and gives: the same writes on a server by itself, on one that
/// keeps a binary log, and on one whose replica follows; how far that is behind; and what a report
/// that reads everything does to commits, asked where they are made, and asked at the replica.
final class ScalingReplica {
    private static final RowLoad LOAD = new RowLoad(4, 100, 16);
    private static final RowLoad FILL = new RowLoad(4, 400, 64);
    private static final Duration FILL_LENGTH = Duration.ofSeconds(20);
    private static final List<String> LOGGED =
            List.of("--server-id=1", "--log-bin=log", "--binlog-format=ROW", "--sync-binlog=1");
    private static final List<String> REPLICA =
            List.of(
                    "--server-id=2",
                    "--read-only=ON",
                    "--slave-parallel-threads=4",
                    "--slave-parallel-mode=optimistic");
    private static final String REPORT =
            "SELECT DATE(at), COUNT(*), SUM(CHAR_LENGTH(text)) FROM said GROUP BY DATE(at)";

    private ScalingReplica() {}

    static JsonNode run(Duration length) throws Exception {
        var home = Gateways.dataDir("replica");
        var figures =
                Json.object()
                        .put("bench", "scaling-replica")
                        .put("commits_per_second", LOAD.perSecond())
                        .put("rows_of_each", LOAD.rows());
        var primary = BareServer.install(home.resolve("primary"));
        primary.launch(List.of());
        try (primary) {
            RowLoad.makeTable(primary);
            var _ = FILL.write(List.of(primary), List.of(primary), FILL_LENGTH);
            figures.set("alone", write(primary, List.of(primary), length));
        }
        var replica = primary.copy(home.resolve("replica"));
        primary.launch(LOGGED);
        try (primary) {
            figures.set("with_binary_log", write(primary, List.of(primary), length));
            replica.launch(REPLICA);
            try (replica) {
                follow(primary, replica);
                var before = Costs.of(primary.process(), replica.process());
                var followed = LOAD.write(List.of(primary), List.of(primary), length);
                var used = Costs.of(primary.process(), replica.process()).since(before);
                figures.set(
                        "with_a_replica",
                        followed.told()
                                .put(
                                        "replica_cpu_seconds_per_10000_rows",
                                        Costs.secondsForTenThousand(
                                                used.database(), followed.rows())));
                figures.set("replica_behind_ms", behind(primary, replica, length));
                figures.set("report_at_the_primary", reported(primary, primary, length));
                figures.set("report_at_the_replica", reported(primary, replica, length));
            }
        }
        return figures;
    }

    private static ObjectNode write(BareServer primary, List<BareServer> counted, Duration length)
            throws InterruptedException {
        return LOAD.write(List.of(primary), counted, length).told();
    }

    private static void follow(BareServer primary, BareServer replica) throws SQLException {
        try (var connection = replica.connect();
                var statement = connection.createStatement()) {
            var _ = statement.execute(primary.asSource());
            var _ = statement.execute("START SLAVE");
        }
        try (var connection = primary.connect();
                var statement = connection.createStatement()) {
            var _ = statement.execute("CREATE TABLE beat (n INT PRIMARY KEY)");
        }
        try (var connection = replica.connect();
                var statement = connection.createStatement()) {
            while (!hasBeat(statement)) {
                PeerWebhooks.sleepUntil(System.nanoTime() + 50_000_000);
            }
        }
    }

    private static boolean hasBeat(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery("SHOW TABLES LIKE 'beat'")) {
            return rows.next();
        }
    }

    /// A row is written every now and then, and looked for at the replica.
    private static JsonNode behind(BareServer primary, BareServer replica, Duration length)
            throws Exception {
        var over = new AtomicBoolean();
        var load =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                var _ = write(primary, List.of(primary), length);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                over.set(true);
                            }
                        });
        var millis = new ArrayList<Double>();
        try (var here = primary.connect();
                var there = replica.connect();
                var write = here.prepareStatement("INSERT INTO beat (n) VALUES (?)");
                var look = there.prepareStatement("SELECT n FROM beat WHERE n = ?")) {
            for (int n = 1; !over.get(); n++) {
                write.setInt(1, n);
                var _ = write.executeUpdate();
                long committed = System.nanoTime();
                look.setInt(1, n);
                while (!isThere(look)) {
                    PeerWebhooks.sleepUntil(System.nanoTime() + 200_000);
                }
                millis.add((System.nanoTime() - committed) / 1e6);
                PeerWebhooks.sleepUntil(committed + 100_000_000);
            }
        }
        load.join();
        return Spread.of(millis.stream().mapToDouble(Double::doubleValue));
    }

    private static boolean isThere(PreparedStatement look) throws SQLException {
        try (var rows = look.executeQuery()) {
            return rows.next();
        }
    }

    /// Commits while reports are asked for, one after the other.
    private static JsonNode reported(BareServer primary, BareServer asked, Duration length)
            throws Exception {
        var over = new AtomicBoolean();
        var seconds = new ArrayList<Double>();
        var reports =
                Thread.ofPlatform()
                        .start(() -> {
                            try (var connection = asked.connect();
                                    var statement = connection.createStatement()) {
                                while (!over.get()) {
                                    long began = System.nanoTime();
                                    var _ = statement.executeQuery(REPORT);
                                    seconds.add((System.nanoTime() - began) / 1e9);
                                }
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        var figures = write(primary, List.of(primary), length);
        over.set(true);
        reports.join();
        figures.set("report_seconds", Spread.of(seconds.stream().mapToDouble(Double::doubleValue)));
        return figures;
    }
}
