package dev.bellhop.bench;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.story.Child;
import dev.bellhop.web.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a customer's message costs the gateway and its database together, in processor time, while
/// messages come at a steady rate, each customer writing ten of them: in pairs, so that a machine
/// that gets slower does so for both.
final class Upkeep {
    private static final int PER_SECOND = 100;
    private static final int OF_ONE = 10;

    /// So many conversations get longer at the same time.
    private static final int AT_ONCE = 50;

    private static final Duration ROUND = Duration.ofSeconds(15);
    private static final Duration LAST_ONES = Duration.ofSeconds(3);

    private final Child gateway;
    private final ProcessHandle database;
    private final SignedNotes notes;
    private final String run = Long.toString(System.nanoTime(), 36);
    private int posted;

    private Upkeep(Child gateway, ProcessHandle database) {
        this.gateway = gateway;
        this.database = database;
        this.notes = new SignedNotes(gateway.http().get("/sandbox/control/setup").json());
    }

    /// With the figures kept up to date and without: whoever holds the lock that counting takes
    /// keeps it from counting, which has nothing to do then but to wait.
    static JsonNode ofCounting(
            Child gateway, ProcessHandle database, Connection connection, int rounds)
            throws Exception {
        var upkeep = new Upkeep(gateway, database);
        double _ = upkeep.secondsForTenThousand(); // warm
        var with = new ArrayList<Double>();
        var without = new ArrayList<Double>();
        connection.setAutoCommit(false);
        for (int i = 0; i < rounds; i++) {
            lock(connection);
            without.add(upkeep.secondsForTenThousand());
            connection.commit();
            TimeUnit.NANOSECONDS.sleep(LAST_ONES.toNanos()); // what was not counted is
            with.add(upkeep.secondsForTenThousand());
        }
        connection.setAutoCommit(true);
        return pairs("without_counting", without, "with_counting", with);
    }

    private static void lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute("SELECT * FROM report_state WHERE id = 1 FOR UPDATE");
        }
    }

    /// Where little is stored and where much is.
    static JsonNode ofMuch(
            Child little,
            ProcessHandle littleDatabase,
            Child much,
            ProcessHandle muchDatabase,
            int rounds)
            throws Exception {
        var few = new Upkeep(little, littleDatabase);
        var many = new Upkeep(much, muchDatabase);
        double _ = few.secondsForTenThousand();
        double _ = many.secondsForTenThousand();
        var atFew = new ArrayList<Double>();
        var atMany = new ArrayList<Double>();
        for (int i = 0; i < rounds; i++) {
            atFew.add(few.secondsForTenThousand());
            atMany.add(many.secondsForTenThousand());
        }
        return pairs("at_10_000_stored", atFew, "at_all_stored", atMany);
    }

    private static JsonNode pairs(
            String first, List<Double> firsts, String second, List<Double> seconds) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < firsts.size(); i++) {
            ratios.add(100 * seconds.get(i) / firsts.get(i));
        }
        var node = Json.object().put("messages_per_second", PER_SECOND);
        var costs = node.putObject("cpu_milliseconds_per_1000_messages");
        costs.set(first, Spread.of(firsts.stream().mapToDouble(it -> it * 100)));
        costs.set(second, Spread.of(seconds.stream().mapToDouble(it -> it * 100)));
        return node.set(
                "second_is_percent_of_first", Spread.of(ratios.stream().mapToDouble(it -> it)));
    }

    private double secondsForTenThousand() throws InterruptedException {
        var before = Costs.of(gateway.process(), database);
        int count = (int) (PER_SECOND * ROUND.toSeconds());
        long step = 1_000_000_000L / PER_SECOND;
        long start = System.nanoTime();
        try (var line = new Line(gateway.port())) {
            for (int i = 0; i < count; i++) {
                long due = start + i * step;
                for (long left = due - System.nanoTime();
                        left > 0;
                        left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                post(line);
            }
        }
        TimeUnit.NANOSECONDS.sleep(LAST_ONES.toNanos());
        var costs = Costs.of(gateway.process(), database).since(before);
        return Costs.secondsForTenThousand(costs.gateway().plus(costs.database()), count);
    }

    private void post(Line line) {
        int number = posted++;
        int customer = number / (AT_ONCE * OF_ONE) * AT_ONCE + number % AT_ONCE;
        int status =
                notes.post(
                        line,
                        1_000 + customer,
                        run + number,
                        "Is the lamp dimmable, and when would it be here?");
        if (status != 200) {
            throw new IllegalStateException("the webhook answered " + status);
        }
    }

    /// Whether the machine is quiet: near 0 it is.
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }
}
