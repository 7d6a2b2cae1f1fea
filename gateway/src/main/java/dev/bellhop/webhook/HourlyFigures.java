package dev.bellhop.webhook;

import dev.bellhop.db.Database;
import dev.bellhop.db.Row;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The keeper of `webhook_hour`: what came each hour, and how long it took until it was processed.
/// It is counted in memory and added to the table now and then, so that it costs a notification
/// nothing; a kill costs the last seconds of these figures.
///
/// Times are kept in classes, eight for each doubling of milliseconds, so that hours and nodes can
/// be added up: what is told of them is up to 9 % too much.
final class HourlyFigures {
    private static final int STEPS_OF_DOUBLING = 8;

    /// Three hours and more.
    private static final int STEP_MAX = 190;

    private static final int HOURS = 24;

    private enum What {
        ACCEPTED,
        UNKNOWN,
        REJECTED,
        FAILED,
        LATENCY;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Key(Instant hour, long channelId, What what, int step) {}

    /// One hour.
    ///
    /// @param accepted rightly signed and known
    /// @param failed those of which some was left to a person
    /// @param p50Millis the median until it was processed; empty when nothing was
    record Hour(
            Instant hour,
            long accepted,
            long rejected,
            long unknown,
            long failed,
            OptionalLong p50Millis,
            OptionalLong p99Millis) {}

    private final Database database;
    private final DoorMeter meter;
    private final Clock clock;
    private Map<Key, Long> counted = new HashMap<>();

    /// @param meter counts the same for machines that keep figures themselves
    HourlyFigures(Database database, DoorMeter meter, Clock clock) {
        this.database = database;
        this.meter = meter;
        this.clock = clock;
    }

    /// A notification came and was judged.
    void came(long channelId, Verdict verdict) {
        var what =
                switch (verdict) {
                    case ACCEPTED -> What.ACCEPTED;
                    case UNKNOWN -> What.UNKNOWN;
                    case BAD_SIGNATURE, NOT_JSON -> What.REJECTED;
                };
        add(new Key(hour(), channelId, what, 0), 1);
        meter.came(channelId, verdict);
    }

    /// All of a notification is over.
    ///
    /// @param whole whether none of it was left to a person
    void ended(long channelId, boolean whole, Duration latency) {
        add(new Key(hour(), channelId, What.LATENCY, step(latency.toMillis())), 1);
        if (whole) {
            meter.ended(channelId, latency);
        } else {
            add(new Key(hour(), channelId, What.FAILED, 0), 1);
            meter.failed(channelId);
        }
    }

    private Instant hour() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS);
    }

    private synchronized void add(Key key, long count) {
        counted.merge(key, count, Long::sum);
    }

    private synchronized Map<Key, Long> take() {
        var taken = counted;
        counted = new HashMap<>();
        return taken;
    }

    /// Adds what was counted to the table.
    void write() {
        var taken = take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            database.write(tx ->
                    new TreeMap<>(byName(taken))
                            .forEach((_, row) ->
                                    tx.change(
                                            """
                                            INSERT INTO webhook_hour
                                              (hour, channel_id, what, step, count)
                                            VALUES (?, ?, ?, ?, ?)
                                            ON DUPLICATE KEY UPDATE count = count + VALUES(count)
                                            """,
                                            row.getKey().hour(),
                                            row.getKey().channelId(),
                                            row.getKey().what().wireName(),
                                            row.getKey().step(),
                                            row.getValue())));
        } catch (RuntimeException e) {
            taken.forEach(this::add);
            throw e;
        }
    }

    /// In one order, so that two gateways do not wait for each other.
    private static Map<String, Map.Entry<Key, Long>> byName(Map<Key, Long> counts) {
        var named = new HashMap<String, Map.Entry<Key, Long>>();
        counts.entrySet().forEach(entry -> named.put(entry.getKey().toString(), entry));
        return named;
    }

    /// The last 24 hours, oldest first; the last one is not over.
    List<Hour> day(OptionalLong channelId) {
        write();
        var last = hour();
        var first = last.minus(HOURS - 1, ChronoUnit.HOURS);
        var tallies = new HashMap<Instant, Tally>();
        for (var count : counts(first, channelId)) {
            tallies.computeIfAbsent(count.hour(), _ -> new Tally()).add(count);
        }
        var day = new ArrayList<Hour>();
        for (var hour = first; !hour.isAfter(last); hour = hour.plus(1, ChronoUnit.HOURS)) {
            day.add(tallies.getOrDefault(hour, new Tally()).hour(hour));
        }
        return day;
    }

    private record Count(Instant hour, String what, int step, long count) {
        static Count of(Row row) {
            return new Count(
                    row.instant("hour"),
                    row.text("what"),
                    row.integer("step"),
                    row.number("count"));
        }
    }

    private List<Count> counts(Instant first, OptionalLong channelId) {
        var channel =
                channelId.isPresent() ? Optional.of(channelId.getAsLong()) : Optional.<Long>empty();
        return database.read(tx ->
                tx.query(
                        """
                        SELECT hour, what, step, CAST(SUM(count) AS SIGNED) AS count
                        FROM webhook_hour
                        WHERE hour >= ? AND (? IS NULL OR channel_id = ?)
                        GROUP BY hour, what, step
                        """,
                        Count::of,
                        first,
                        channel,
                        channel));
    }

    /// The last hour in which something rightly signed came for a channel.
    Optional<Instant> lastHour(long channelId) {
        write();
        return database.read(tx ->
                tx.one(
                        """
                        SELECT hour FROM webhook_hour
                        WHERE channel_id = ? AND what IN (?, ?)
                        ORDER BY hour DESC
                        LIMIT 1
                        """,
                        row -> row.instant("hour"),
                        channelId,
                        What.ACCEPTED.wireName(),
                        What.UNKNOWN.wireName()));
    }

    /// Forgets hours before then.
    void remove(Instant before) {
        long _ = database.alone(tx -> tx.change("DELETE FROM webhook_hour WHERE hour < ?", before));
    }

    private static int step(long millis) {
        double doublings = Math.log((double) Math.max(1, millis)) / Math.log(2);
        return (int) Math.min(STEP_MAX, Math.ceil(doublings * STEPS_OF_DOUBLING));
    }

    /// The longest time of a class.
    private static long millis(int step) {
        return Math.round(Math.pow(2, (double) step / STEPS_OF_DOUBLING));
    }

    private static final class Tally {
        private final Map<String, Long> sums = new HashMap<>();
        private final TreeMap<Integer, Long> steps = new TreeMap<>();

        void add(Count count) {
            if (count.what().equals(What.LATENCY.wireName())) {
                steps.merge(count.step(), count.count(), Long::sum);
            } else {
                sums.merge(count.what(), count.count(), Long::sum);
            }
        }

        Hour hour(Instant hour) {
            return new Hour(
                    hour,
                    sum(What.ACCEPTED),
                    sum(What.REJECTED),
                    sum(What.UNKNOWN),
                    sum(What.FAILED),
                    quantile(0.5),
                    quantile(0.99));
        }

        private long sum(What what) {
            return sums.getOrDefault(what.wireName(), 0L);
        }

        private OptionalLong quantile(double share) {
            long all = steps.values().stream().mapToLong(Long::longValue).sum();
            long left = Math.max(1, (long) Math.ceil((double) all * share));
            for (var step : steps.entrySet()) {
                left -= step.getValue();
                if (left <= 0) {
                    return OptionalLong.of(millis(step.getKey()));
                }
            }
            return OptionalLong.empty();
        }
    }
}
