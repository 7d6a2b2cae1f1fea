package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.db.BareServer;
import dev.bellhop.story.Witness;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What three servers that replicate by Galera cost beside one, all on this machine, and what of
/// the gateway's ways they keep: whether a lock that one of them has given keeps the others out,
/// and what becomes of two who count in the same row at two of them.
///
/// Needs Debian's `galera-4`.
final class ScalingGalera {
    private static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");
    private static final RowLoad LOAD = new RowLoad(4, 100, 16);
    private static final int SERVERS = 3;
    private static final int COUNTERS = 4;

    private ScalingGalera() {}

    static JsonNode run(Duration length) throws Exception {
        if (!PROVIDER.toFile().exists()) {
            throw new IOException("Galera is not here: apt-get install galera-4");
        }
        var home = Gateways.dataDir("galera");
        var figures =
                Json.object()
                        .put("bench", "scaling-galera")
                        .put("commits_per_second", LOAD.perSecond())
                        .put("rows_of_each", LOAD.rows());
        var first = BareServer.install(home.resolve("1"));
        first.launch(List.of());
        try (first) {
            RowLoad.makeTable(first);
            figures.set("one_server", LOAD.write(List.of(first), List.of(first), length).told());
        }
        var servers = new ArrayList<>(List.of(first));
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < SERVERS; i++) {
            ports.add(Witness.freePort());
        }
        var scripts = scripts(home.resolve("bin"));
        // It learns which cluster it is of, which the copies know by that.
        first.launch(settings(ports, 0, true), Map.of("PATH", scripts));
        first.stop();
        var environment = Map.of("PATH", scripts, "BENCH_STATE", state(first));
        for (int i = 1; i < SERVERS; i++) {
            servers.add(first.copy(home.resolve(Integer.toString(i + 1))));
        }
        int running = 0;
        try {
            for (int i = 0; i < SERVERS; i++) {
                servers.get(i).launch(settings(ports, i, i == 0), environment);
                running++;
            }
            figures.put("servers", size(first));
            figures.set("written_at_one", LOAD.write(List.of(first), servers, length).told());
            figures.set("written_at_all", LOAD.write(servers, servers, length).told());
            figures.set("locks", locks(servers.get(0), servers.get(1)));
            figures.set("same_row_at_one", count(List.of(first), length));
            figures.set("same_row_at_two", count(servers.subList(0, 2), length));
        } finally {
            for (int i = running - 1; i >= 0; i--) {
                servers.get(i).close();
            }
        }
        return figures;
    }

    /// Whoever joins has the same data already, and needs what was written since alone: what would
    /// bring all of it says so. (`wsrep_sst_…` is what MariaDB calls at both ends.)
    private static String scripts(Path folder) throws IOException {
        Files.createDirectories(folder);
        var script = folder.resolve("wsrep_sst_bench");
        Files.writeString(
                script,
                """
                #!/bin/sh
                gtid=
                role=
                while [ $# -gt 0 ]; do
                    case $1 in
                        --role) role=$2 ;;
                        --gtid) gtid=$2 ;;
                    esac
                    shift
                done
                if [ "$role" = donor ]; then
                    echo "done $gtid"
                else
                    echo "ready 127.0.0.1:1"
                    sleep 1
                    echo "$BENCH_STATE"
                fi
                """);
        boolean _ = script.toFile().setExecutable(true);
        return folder + ":" + System.getenv("PATH");
    }

    /// Up to where it has what the cluster wrote, as it left it when it was stopped.
    private static String state(BareServer server) throws IOException {
        var state = Files.readString(server.data().resolve("grastate.dat"));
        return value(state, "uuid") + ":" + value(state, "seqno");
    }

    private static String value(String state, String name) {
        return state.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> settings(List<Integer> ports, int which, boolean begins) {
        var members = new ArrayList<String>();
        ports.forEach(port -> members.add("127.0.0.1:" + port));
        var settings =
                new ArrayList<>(
                        List.of(
                                "--binlog-format=ROW",
                                "--innodb-autoinc-lock-mode=2",
                                "--wsrep-on=ON",
                                "--wsrep-provider=" + PROVIDER,
                                "--wsrep-cluster-name=bench",
                                "--wsrep-cluster-address=gcomm://" + String.join(",", members),
                                "--wsrep-node-name=" + which,
                                "--wsrep-node-address=127.0.0.1",
                                "--wsrep-sst-method=bench",
                                "--wsrep-provider-options=gmcast.listen_addr=tcp://"
                                        + members.get(which)
                                        + ";ist.recv_addr=127.0.0.1:"
                                        + Witness.freePort()));
        if (begins) {
            settings.add("--wsrep-new-cluster");
        }
        return settings;
    }

    private static String size(BareServer server) throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW STATUS LIKE 'wsrep_cluster_size'")) {
            var _ = rows.next();
            return rows.getString(2);
        }
    }

    /// Two transactions that both take a row before they change it, at two servers: what at one
    /// server is a wait ends as a refusal of whoever commits second.
    private static JsonNode locks(BareServer one, BareServer other) throws SQLException {
        try (var here = one.connect();
                var there = other.connect()) {
            run(here, "CREATE TABLE turn (id INT PRIMARY KEY, n INT NOT NULL)");
            run(here, "INSERT INTO turn VALUES (1, 0)");
            here.setAutoCommit(false);
            awaitTurn(there);
            there.setAutoCommit(false);
            run(there, "SET SESSION innodb_lock_wait_timeout = 2");
            run(here, "SELECT n FROM turn WHERE id = 1 FOR UPDATE");
            var figures = Json.object();
            figures.put(
                    "second_is_kept_out",
                    refuses(there, "SELECT n FROM turn WHERE id = 1 FOR UPDATE"));
            run(here, "UPDATE turn SET n = n + 1 WHERE id = 1");
            run(there, "UPDATE turn SET n = n + 1 WHERE id = 1");
            here.commit();
            try {
                there.commit();
                return figures.put("second_commit", "taken");
            } catch (SQLException e) {
                return figures.put("second_commit", "refused: " + e.getMessage());
            }
        }
    }

    private static void awaitTurn(Connection connection) throws SQLException {
        while (refuses(connection, "SELECT n FROM turn WHERE id = 1")) {
            PeerWebhooks.sleepUntil(System.nanoTime() + 10_000_000);
        }
    }

    private static boolean refuses(Connection connection, String sql) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return !rows.next();
        } catch (SQLException e) {
            return true;
        }
    }

    /// Several count in one row, as messages of one conversation do.
    private static ObjectNode count(List<BareServer> servers, Duration length) throws Exception {
        var counted = new AtomicInteger();
        var refused = new AtomicInteger();
        long end = System.nanoTime() + length.toNanos();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < COUNTERS; i++) {
            var server = servers.get(i % servers.size());
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try (var connection = server.connect()) {
                                    connection.setAutoCommit(false);
                                    while (System.nanoTime() < end) {
                                        if (counts(connection)) {
                                            var _ = counted.incrementAndGet();
                                        } else {
                                            var _ = refused.incrementAndGet();
                                        }
                                    }
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        return Json.object()
                .put("counted_per_second", Math.round(counted.get() / (length.toMillis() / 1e3)))
                .put(
                        "refused_percent",
                        Rounds.rounded(100.0 * refused.get() / (counted.get() + refused.get())));
    }

    private static boolean counts(Connection connection) throws SQLException {
        try {
            run(connection, "SELECT n FROM turn WHERE id = 1 FOR UPDATE");
            run(connection, "UPDATE turn SET n = n + 1 WHERE id = 1");
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            return false;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}
