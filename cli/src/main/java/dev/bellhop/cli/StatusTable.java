package dev.bellhop.cli;

import dev.bellhop.cli.Table.Cell;
import dev.bellhop.cli.Table.Mood;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A gateway's status in words. What the gateway does not tell is left out.
final class StatusTable {
    private StatusTable() {}

    static Table of(Document status, Address address, Clock clock) {
        var table = new Table();
        line(table, "Gateway", gateway(status), status.flag("ready"));
        line(
                table,
                "Address",
                List.of(status.text("public_url").orElse(address.toString())),
                Optional.empty());
        line(table, "Database", database(status.object("database")), status.flag("database", "up"));
        line(table, "Redis", redis(status.object("redis"), clock), status.flag("redis", "up"));
        var media = status.object("media");
        line(table, "Files", files(media, clock), media.text("state").map("up"::equals));
        nodes(table, status);
        line(
                table,
                "Sandbox",
                status.flag("sandbox").map(on -> on ? "on" : "off").stream().toList(),
                Optional.empty());
        line(
                table,
                "Sockets",
                counts(status.object("sockets"), "visitors", "agents"),
                Optional.empty());
        line(
                table,
                "Conversations",
                counts(status.object("conversations"), "open", "waiting"),
                Optional.empty());
        var outbox = status.object("outbox");
        line(table, "Outbox", counts(outbox, "ready", "unsure", "dead"), good(outbox, "dead"));
        var deliveries = status.object("deliveries");
        line(table, "Deliveries", deliveries(deliveries, clock), good(deliveries, "rejected_24h"));
        line(table, "Backup", backup(status.object("backup"), clock), Optional.empty());
        line(table, "Events", events(status.object("events")), Optional.of(false));
        line(table, "Reports", reports(status.object("reports")), Optional.of(false));
        return table;
    }

    /// Nothing where there is one.
    private static void nodes(Table table, Document status) {
        var nodes = status.items("nodes");
        if (nodes.size() > 1) {
            line(
                    table,
                    "Gateways",
                    nodes.stream().map(it -> it.text("name").orElse("one without a name")).toList(),
                    Optional.of(status.text("nodes_trouble").isEmpty()));
        }
    }

    private static List<String> backup(Document backup, Clock clock) {
        if (backup.flat().isEmpty()) {
            return List.of();
        }
        return List.of(
                backup.text("last_at")
                        .flatMap(StatusTable::instant)
                        .map(at ->
                                "the last " + words(Duration.between(at, clock.instant())) + " ago")
                        .orElse("none yet; see bellhop help backup"));
    }

    /// Nothing while every endpoint takes what it is told.
    private static List<String> events(Document events) {
        return events.items("troubles").stream()
                .map(it ->
                        it.text("name").orElse("an endpoint")
                                + " is "
                                + it.text("state").orElse("failing"))
                .toList();
    }

    /// Nothing while all that are written by themselves are.
    private static List<String> reports(Document reports) {
        return reports.number("failing_exports").stream()
                .filter(failing -> failing > 0)
                .mapToObj(failing -> failing + " could not be written: bellhop report exports")
                .toList();
    }

    private static void line(
            Table table, String label, List<String> parts, Optional<Boolean> good) {
        if (!parts.isEmpty()) {
            var mood = good.map(yes -> yes ? Mood.GOOD : Mood.BAD).orElse(Mood.PLAIN);
            table.row(new Cell(label, Mood.LABEL), new Cell(String.join(", ", parts), mood));
        }
    }

    private static List<String> gateway(Document status) {
        var parts = new ArrayList<String>();
        status.text("version").ifPresent(parts::add);
        status.flag("ready").ifPresent(ready -> parts.add(ready ? "ready" : "not ready"));
        status.number("uptime_seconds")
                .ifPresent(seconds -> parts.add("up " + words(Duration.ofSeconds(seconds))));
        return parts;
    }

    private static List<String> database(Document database) {
        var parts = new ArrayList<String>();
        database.flag("up").ifPresent(up -> parts.add(up ? "up" : "down"));
        database.text("kind").ifPresent(parts::add);
        database.text("version").ifPresent(parts::add);
        return parts;
    }

    /// Nothing where the gateway shares nothing with others.
    private static List<String> redis(Document redis, Clock clock) {
        return redis.flag("up").map(up -> (up ? "up" : "away") + since(redis, clock)).stream()
                .toList();
    }

    /// Where they are; of a folder that works, no more is to be said.
    private static List<String> files(Document media, Clock clock) {
        var parts = new ArrayList<String>();
        media.text("state")
                .filter(state -> !state.equals("up") || media.text("since").isPresent())
                .map(state -> state.replace('_', ' ') + since(media, clock))
                .ifPresent(parts::add);
        media.text("place").ifPresent(parts::add);
        return parts;
    }

    private static String since(Document thing, Clock clock) {
        return thing.text("since")
                .flatMap(StatusTable::instant)
                .map(at -> " for " + words(Duration.between(at, clock.instant())))
                .orElse("");
    }

    private static List<String> counts(Document counted, String... names) {
        var parts = new ArrayList<String>();
        for (var name : names) {
            counted.number(name).ifPresent(count -> parts.add(count + " " + name));
        }
        return parts;
    }

    private static List<String> deliveries(Document deliveries, Clock clock) {
        var parts = new ArrayList<String>();
        var rejected = deliveries.number("rejected_24h");
        var last = deliveries.text("last_at").flatMap(StatusTable::instant);
        last.ifPresent(
                at -> parts.add("last " + words(Duration.between(at, clock.instant())) + " ago"));
        if (last.isEmpty() && rejected.isPresent()) {
            parts.add("none yet");
        }
        rejected.ifPresent(count -> parts.add(count + " rejected in 24 hours"));
        return parts;
    }

    /// Nothing to worry about where the count is zero; no judgement where there is none.
    private static Optional<Boolean> good(Document counted, String name) {
        return counted.number(name).stream().boxed().findFirst().map(count -> count == 0);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// A span in its two largest units, as one says it.
    static String words(Duration span) {
        if (span.isNegative()) {
            return "0 s";
        }
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toSeconds() + " s";
    }
}
