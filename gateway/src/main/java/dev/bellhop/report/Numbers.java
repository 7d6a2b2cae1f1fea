package dev.bellhop.report;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.db.Database;
import dev.bellhop.report.Table.Column;
import dev.bellhop.whatsapp.Pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What became of the business's numbers: how many messages Meta charges as what, and how it rates
/// them. Meta tells no amounts, and so do we.
final class Numbers {
    /// What was delivered on a day and is charged alike, or, without a category, that there was
    /// nothing.
    ///
    /// @param quality as Meta last rated the number by the end of that day; empty where it had not
    record Line(
            LocalDate day,
            String number,
            String quality,
            String category,
            String type,
            long messages) {
        boolean isCharged() {
            return type.equals(Pricing.CHARGED);
        }
    }

    static final Table<Line> TABLE =
            new Table<>(
                    List.of(
                            new Column<>("day", it -> it.day().toString()),
                            new Column<>("number", Line::number),
                            new Column<>("quality", Line::quality),
                            new Column<>("category", Line::category),
                            new Column<>("type", Line::type),
                            new Column<>(
                                    "billable_messages", it -> it.isCharged() ? it.messages() : 0L),
                            new Column<>(
                                    "free_messages", it -> it.isCharged() ? 0L : it.messages())));

    private record Kind(long id, long channelId, String category, String type) {}

    /// From when on Meta rates a number so.
    record Rated(long channelId, Instant since, String quality) {}

    private final Database database;
    private final Channels channels;

    Numbers(Database database, Channels channels) {
        this.database = database;
        this.channels = channels;
    }

    /// A line for each day, number and kind of charge, in that order.
    List<Line> lines(Figures.Report report) {
        var zone = report.period().zone();
        var names = names();
        var kinds = kinds();
        var ratings =
                ratings(report.period()).stream().collect(Collectors.groupingBy(Rated::channelId));
        var lines = new ArrayList<Line>();
        report.byDay()
                .forEach((day, totals) -> {
                    var ofDay = new TreeMap<Long, List<Line>>();
                    totals.prices()
                            .forEach((id, count) -> {
                                var kind = kinds.get(id);
                                if (kind != null) {
                                    ofDay.computeIfAbsent(kind.channelId(), _ -> new ArrayList<>())
                                            .add(line(day, zone, kind, names, ratings, count));
                                }
                            });
                    ratings.forEach((channelId, rated) -> {
                        var quality = quality(rated, day, zone);
                        if (!quality.isEmpty()) {
                            ofDay.computeIfAbsent(
                                    channelId,
                                    _ ->
                                            List.of(
                                                    new Line(
                                                            day,
                                                            name(names, channelId),
                                                            quality,
                                                            "",
                                                            "",
                                                            0)));
                        }
                    });
                    ofDay.values()
                            .forEach(of ->
                                    of.stream()
                                            .sorted(
                                                    Comparator.comparing(Line::category)
                                                            .thenComparing(Line::type))
                                            .forEach(lines::add));
                });
        return lines;
    }

    private static Line line(
            LocalDate day,
            ZoneId zone,
            Kind kind,
            Map<Long, String> names,
            Map<Long, List<Rated>> ratings,
            long count) {
        return new Line(
                day,
                name(names, kind.channelId()),
                quality(ratings.getOrDefault(kind.channelId(), List.of()), day, zone),
                kind.category(),
                kind.type(),
                count);
    }

    /// The last one that was known before the next day began.
    private static String quality(List<Rated> ratings, LocalDate day, ZoneId zone) {
        var end = day.plusDays(1).atStartOfDay(zone).toInstant();
        return ratings.stream()
                .filter(it -> it.since().isBefore(end))
                .reduce((_, last) -> last)
                .map(Rated::quality)
                .orElse("");
    }

    private static String name(Map<Long, String> names, long channelId) {
        return names.getOrDefault(channelId, "A number that is gone");
    }

    private Map<Long, String> names() {
        return channels.all().stream()
                .collect(
                        Collectors.toMap(
                                Channel::id,
                                it ->
                                        it.displayNumber().isEmpty()
                                                ? it.name()
                                                : "+" + it.displayNumber()));
    }

    private Map<Long, Kind> kinds() {
        var kinds = new HashMap<Long, Kind>();
        for (var kind :
                database.read(tx ->
                        tx.query(
                                "SELECT id, channel_id, category, type FROM price_kind",
                                row ->
                                        new Kind(
                                                row.number("id"),
                                                row.number("channel_id"),
                                                row.text("category"),
                                                row.text("type"))))) {
            kinds.put(kind.id(), kind);
        }
        return kinds;
    }

    private List<Rated> ratings(Period period) {
        return database.read(tx ->
                tx.query(
                        """
                        SELECT channel_id, since, quality FROM channel_quality
                        WHERE since < ? ORDER BY channel_id, since
                        """,
                        row ->
                                new Rated(
                                        row.number("channel_id"),
                                        row.instant("since"),
                                        row.text("quality")),
                        period.ends()));
    }
}
