package dev.bellhop.report;

import dev.bellhop.db.Row;
import dev.bellhop.db.Tx;
import dev.bellhop.report.Shares.Place;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The keeper of `report_cell`. Whoever changes it holds the lock on `report_state`.
final class Cells {
    /// The zone whose cells are quarters of an hour.
    static final int QUARTERS = 0;

    private static final int AT_ONCE = 200;

    /// Whose a conversation is.
    ///
    /// @param kind 1 for a website's, 2 for one on WhatsApp
    record Whose(long siteId, int kind, long teamId) {}

    /// A zone in which somebody looks at reports.
    record Zone(int id, ZoneId zone) {}

    /// @param at the quarter in UTC, or the day
    private record Key(int zone, LocalDateTime at, Whose whose, long agentId)
            implements Comparable<Key> {
        private static final java.util.Comparator<Key> ORDER =
                java.util.Comparator.comparingInt(Key::zone)
                        .thenComparing(Key::at)
                        .thenComparingLong(it -> it.whose().siteId())
                        .thenComparingInt(it -> it.whose().kind())
                        .thenComparingLong(it -> it.whose().teamId())
                        .thenComparingLong(Key::agentId);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// What is to be added to cells, gathered so that each is written once.
    static final class Sum {
        private final List<Zone> zones;
        private final Map<Key, Tally> byKey = new HashMap<>();

        Sum(List<Zone> zones) {
            this.zones = List.copyOf(zones);
        }

        /// @param times 1, or -1 for what is taken out
        void add(Whose whose, Shares shares, int times) {
            shares.byPlace().forEach((place, tally) -> add(whose, place, tally, times));
        }

        private void add(Whose whose, Place place, Tally tally, int times) {
            var at = LocalDateTime.ofInstant(place.at(), ZoneOffset.UTC);
            tally(new Key(QUARTERS, at, whose, place.agentId())).add(tally, times);
            for (var zone : zones) {
                addToDay(zone, place.at(), whose, place.agentId(), tally, times);
            }
        }

        private void addToDay(
                Zone zone, Instant at, Whose whose, long agentId, Tally tally, int times) {
            var wall = at.atZone(zone.zone());
            var day = tally(new Key(zone.id(), wall.toLocalDate().atStartOfDay(), whose, agentId));
            day.add(tally, times);
            day.add(Measure.HOURS + wall.getHour(), times * tally.count(Measure.OPENED));
        }

        private Tally tally(Key key) {
            return byKey.computeIfAbsent(key, _ -> new Tally());
        }
    }

    /// Adds to the cells that are there, and makes those that are not.
    void add(Tx tx, Sum sum) {
        sum.byKey.values().removeIf(Tally::isEmpty);
        var keys = sum.byKey.keySet().stream().sorted().toList();
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            var some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
            put(tx, some, present(tx, some), sum);
        }
    }

    /// Those of the same quarters or days, among which the wanted ones are.
    private static Map<Key, byte[]> present(Tx tx, List<Key> keys) {
        var present = new HashMap<Key, byte[]>();
        keys.stream()
                .collect(Collectors.groupingBy(Key::zone))
                .forEach((zone, those) -> {
                    var at = those.stream().map(Key::at).distinct().toList();
                    var values = new ArrayList<Object>(List.of(zone));
                    values.addAll(at);
                    for (var cell :
                            tx.query(
                                    """
                                    SELECT at, site_id, kind, team_id, agent_id, tally
                                    FROM report_cell
                                    WHERE zone_id = ? AND at IN (%s)
                                    """
                                            .formatted(Tx.marks(at.size())),
                                    Cell::read,
                                    values.toArray())) {
                        present.put(cell.key(zone), cell.tally());
                    }
                });
        return present;
    }

    /// A row without its zone.
    private record Cell(Instant at, Whose whose, long agentId, byte[] tally) {
        static Cell read(Row row) {
            return new Cell(
                    row.instant("at"),
                    new Whose(row.number("site_id"), row.integer("kind"), row.number("team_id")),
                    row.number("agent_id"),
                    row.bytes("tally"));
        }

        Key key(int zone) {
            return new Key(zone, LocalDateTime.ofInstant(at, ZoneOffset.UTC), whose, agentId);
        }
    }

    /// What comes to nothing stays as an empty cell: there are few, and it may be filled again.
    private static void put(Tx tx, List<Key> keys, Map<Key, byte[]> present, Sum sum) {
        var values = new ArrayList<Object>();
        for (var key : keys) {
            var tally = new Tally();
            tally.add(present.getOrDefault(key, new byte[0]), 1);
            tally.add(sum.tally(key), 1);
            values.addAll(columns(key));
            values.add(tally.bytes());
        }
        long _ =
                tx.change(
                        """
                        INSERT INTO report_cell
                          (zone_id, at, site_id, kind, team_id, agent_id, tally)
                        VALUES %s
                        ON DUPLICATE KEY UPDATE tally = VALUES(tally)
                        """
                                .formatted(Tx.rows(keys.size(), 7)),
                        values.toArray());
    }

    private static List<Object> columns(Key key) {
        return List.of(
                key.zone(),
                key.at(),
                key.whose().siteId(),
                key.whose().kind(),
                key.whose().teamId(),
                key.agentId());
    }

    /// Makes a zone's days of the quarters of an hour that there are.
    void fill(Tx tx, Zone zone) {
        var bounds =
                tx.one(
                        "SELECT MIN(at) AS first, MAX(at) AS last FROM report_cell WHERE zone_id ="
                                + " 0",
                        row ->
                                row.instantMaybe("first")
                                        .flatMap(first ->
                                                row.instantMaybe("last")
                                                        .map(last -> new Instant[] {first, last})));
        if (bounds.isEmpty() || bounds.get().isEmpty()) {
            return;
        }
        var last = bounds.get().get()[1].atZone(zone.zone()).toLocalDate();
        var day = bounds.get().get()[0].atZone(zone.zone()).toLocalDate();
        while (!day.isAfter(last)) {
            var next = day.plusDays(7);
            fill(tx, zone, day, next);
            day = next;
        }
    }

    private void fill(Tx tx, Zone zone, LocalDate from, LocalDate to) {
        var sum = new Sum(List.of());
        for (var cell :
                tx.query(
                        """
                        SELECT at, site_id, kind, team_id, agent_id, tally FROM report_cell
                        WHERE zone_id = 0 AND at >= ? AND at < ?
                        """,
                        Cell::read,
                        from.atStartOfDay(zone.zone()).toInstant(),
                        to.atStartOfDay(zone.zone()).toInstant())) {
            sum.addToDay(
                    zone, cell.at(), cell.whose(), cell.agentId(), Tally.read(cell.tally()), 1);
        }
        add(tx, sum);
    }

    /// Takes a zone's days away.
    void drop(Tx tx, int zone) {
        long _ = tx.change("DELETE FROM report_cell WHERE zone_id = ?", zone);
    }

    /// Takes all away.
    void clear(Tx tx) {
        long _ = tx.change("DELETE FROM report_cell");
    }
}
