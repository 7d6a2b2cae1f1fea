package dev.bellhop.report;

import dev.bellhop.db.Database;
import dev.bellhop.db.StreamedRow;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads what was counted. The page, the API and every file have their numbers from here.
public final class Figures {
    private final Database database;
    private final Zones zones;

    Figures(Database database, Zones zones) {
        this.database = database;
        this.zones = zones;
    }

    /// What came of some days.
    ///
    /// @param byDay each day of the period, in order, also those on which nothing happened
    /// @param byAgent by the agent's id, 0 for whoever is none
    /// @param online how many seconds agents were there; whichever conversations are selected
    public record Report(
            Period period,
            Totals all,
            TreeMap<LocalDate, Totals> byDay,
            Map<Long, Totals> byAgent,
            Map<Integer, Totals> byKind,
            Map<Long, Long> online) {}

    public Report read(Period period, Selection selection) {
        var byDay = new TreeMap<LocalDate, Totals>();
        for (var day = period.from(); !day.isAfter(period.to()); day = day.plusDays(1)) {
            byDay.put(day, new Totals());
        }
        var byAgent = new HashMap<Long, Totals>();
        var byKind = new HashMap<Integer, Totals>();
        each(
                period,
                selection,
                row -> {
                    var tally = row.bytes(4);
                    var day = byDay.get(row.instant(1).atOffset(ZoneOffset.UTC).toLocalDate());
                    var agent = byAgent.computeIfAbsent(row.number(2), _ -> new Totals());
                    var kind = byKind.computeIfAbsent((int) row.number(3), _ -> new Totals());
                    if (day != null) {
                        day.add(tally);
                    }
                    agent.add(tally);
                    kind.add(tally);
                });
        var all = new Totals();
        byDay.values().forEach(all::add);
        return new Report(period, all, byDay, byAgent, byKind, online(period, selection));
    }

    /// Only what all of it comes to.
    public Totals total(Period period, Selection selection) {
        var all = new Totals();
        each(period, selection, row -> all.add(row.bytes(4)));
        return all;
    }

    private void each(
            Period period, Selection selection, java.util.function.Consumer<StreamedRow> taker) {
        int zone = zones.of(period.zone());
        var where = new StringBuilder("zone_id = ? AND at >= ? AND at <= ?");
        var values =
                new ArrayList<Object>(
                        List.of(zone, period.from().atStartOfDay(), period.to().atStartOfDay()));
        selection.siteId().ifPresent(id -> and(where, values, "site_id", id));
        selection.kind().ifPresent(kind -> and(where, values, "kind", Counting.kind(kind)));
        selection.teamId().ifPresent(id -> and(where, values, "team_id", id));
        selection.agentId().ifPresent(id -> and(where, values, "agent_id", id));
        database.stream(
                "SELECT at, agent_id, kind, tally FROM report_cell WHERE " + where,
                taker,
                values.toArray());
    }

    private static void and(StringBuilder where, List<Object> values, String column, Object value) {
        where.append(" AND ").append(column).append(" = ?");
        values.add(value);
    }

    private Map<Long, Long> online(Period period, Selection selection) {
        var online = new HashMap<Long, Long>();
        database.stream(
                """
                SELECT agent_id, SUM(seconds) FROM agent_online
                WHERE at >= ? AND at < ? GROUP BY agent_id
                """,
                row -> online.put(row.number(1), row.number(2)),
                period.begins(),
                period.ends());
        selection.agentId().ifPresent(id -> online.keySet().retainAll(List.of(id)));
        return online;
    }
}
