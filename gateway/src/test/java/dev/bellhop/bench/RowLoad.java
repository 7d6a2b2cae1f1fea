package dev.bellhop.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.BareServer;
import dev.bellhop.web.Json;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Rows like messages, written at a steady rate in groups of which each is committed by itself, as
/// a gateway does that has much to write. How long a commit takes counts from when it was due.
///
/// @param connections that write beside each other
/// @param perSecond commits of all of them together
/// @param rows in each
record RowLoad(int connections, int perSecond, int rows) {
    private static final int CONVERSATIONS = 10_000;

    /// Of connections that write, over all loads: none writes a row that another has written.
    private static final AtomicInteger WRITERS = new AtomicInteger();

    private static final int ROWS_OF_ONE_MAX = 4_000_000;
    private static final String TEXT =
            "Is the lamp dimmable, and when would it be here? ".repeat(2);

    static void makeTable(BareServer server) throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            var _ =
                    statement.execute(
                            """
                            CREATE TABLE said (
                              conversation_id BIGINT UNSIGNED NOT NULL,
                              seq             INT UNSIGNED NOT NULL,
                              once_key        BINARY(16) NOT NULL,
                              text            TEXT NOT NULL,
                              at              DATETIME(3) NOT NULL,
                              PRIMARY KEY (conversation_id, seq),
                              UNIQUE KEY said_once (once_key)
                            )
                            """);
        }
    }

    /// What it came to.
    ///
    /// @param refused commits that the server did not take
    record Written(List<Double> millis, int refused, Duration cpu, int rows) {
        ObjectNode told() {
            var node = Json.object();
            node.set("commit_ms", Spread.of(millis.stream().mapToDouble(Double::doubleValue)));
            return node.put("refused", refused)
                    .put(
                            "database_cpu_seconds_per_10000_rows",
                            Costs.secondsForTenThousand(cpu, rows));
        }
    }

    /// Writes for this long.
    ///
    /// @param servers where to, in turns
    /// @param counted whose processor time counts
    Written write(List<BareServer> servers, List<BareServer> counted, Duration length)
            throws InterruptedException {
        var millis = Collections.synchronizedList(new ArrayList<Double>());
        var refused = Collections.synchronizedList(new ArrayList<String>());
        var before = cpu(counted);
        long start = System.nanoTime();
        long step = 1_000_000_000L * connections / perSecond;
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < connections; i++) {
            var server = servers.get(i % servers.size());
            long first = start + i * step / connections;
            int number = WRITERS.incrementAndGet();
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try (var connection = server.connect()) {
                                    writeOn(
                                            connection,
                                            number,
                                            first,
                                            step,
                                            start + length.toNanos(),
                                            millis,
                                            refused);
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (servers.size() == 1 && !refused.isEmpty()) {
            throw new IllegalStateException(refused.getFirst());
        }
        return new Written(
                List.copyOf(millis),
                refused.size(),
                cpu(counted).minus(before),
                millis.size() * rows);
    }

    private void writeOn(
            Connection connection,
            int number,
            long first,
            long step,
            long end,
            List<Double> millis,
            List<String> refused)
            throws SQLException {
        var random = new Random(number);
        connection.setAutoCommit(false);
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO said (conversation_id, seq, once_key, text, at) VALUES "
                                + String.join(
                                        ", ", Collections.nCopies(rows, "(?, ?, ?, ?, NOW(3))")))) {
            int seq = number * ROWS_OF_ONE_MAX;
            for (long due = first; due < end; due += step) {
                PeerWebhooks.sleepUntil(due);
                seq = fill(insert, random, seq);
                try {
                    var _ = insert.executeUpdate();
                    connection.commit();
                    millis.add((System.nanoTime() - due) / 1e6);
                } catch (SQLException e) {
                    refused.add(String.valueOf(e.getMessage()));
                    connection.rollback();
                }
            }
        }
    }

    private int fill(PreparedStatement insert, Random random, int before) throws SQLException {
        int seq = before;
        for (int row = 0; row < rows; row++) {
            var key = new byte[16];
            random.nextBytes(key);
            seq++;
            insert.setLong(row * 4 + 1, random.nextInt(CONVERSATIONS));
            insert.setInt(row * 4 + 2, seq);
            insert.setBytes(row * 4 + 3, key);
            insert.setString(row * 4 + 4, TEXT);
        }
        return seq;
    }

    private static Duration cpu(List<BareServer> servers) {
        var all = Duration.ZERO;
        for (var server : servers) {
            all = all.plus(Costs.of(server.process(), server.process()).database());
        }
        return all;
    }
}
