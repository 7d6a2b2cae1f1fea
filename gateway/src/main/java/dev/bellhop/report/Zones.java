package dev.bellhop.report;

import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.report.Cells.Zone;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// The keeper of `report_zone`: by whose days figures are kept. A zone in which somebody looks for
/// the first time is made then, of the quarters of an hour; the one that was not looked at for
/// longest makes room when there are too many.
final class Zones {
    private static final int MOST = 8;
    private static final Duration NOTED_EVERY = Duration.ofDays(1);

    private final Database database;
    private final Cells cells;
    private final Clock clock;

    Zones(Database database, Cells cells, Clock clock) {
        this.database = database;
        this.cells = cells;
        this.clock = clock;
    }

    private record Kept(Zone zone, Instant askedAt) {}

    /// All of them, for whoever adds to cells; the lock on `report_state` is held.
    static List<Zone> all(Tx tx) {
        return kept(tx).stream().map(Kept::zone).toList();
    }

    /// Zones that Java does not know any more are passed over: nobody can ask for them.
    private static List<Kept> kept(Tx tx) {
        return tx
                .query(
                        "SELECT id, name, asked_at FROM report_zone ORDER BY asked_at, id",
                        row ->
                                zone(row.text("name"))
                                        .map(zone ->
                                                new Kept(
                                                        new Zone(row.integer("id"), zone),
                                                        row.instant("asked_at"))))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /// The number of a zone, whose days are there from now on.
    int of(ZoneId zone) {
        var known =
                database.read(Zones::kept).stream()
                        .filter(it -> it.zone().zone().equals(zone))
                        .findFirst();
        if (known.isEmpty()) {
            return database.inTransaction(tx -> make(tx, zone));
        }
        int id = known.get().zone().id();
        var now = clock.instant();
        if (known.get().askedAt().plus(NOTED_EVERY).isBefore(now)) {
            long _ =
                    database.alone(tx ->
                            tx.change("UPDATE report_zone SET asked_at = ? WHERE id = ?", now, id));
        }
        return id;
    }

    private int make(Tx tx, ZoneId zone) {
        int _ = Counting.lock(tx);
        var kept = kept(tx);
        var there = kept.stream().filter(it -> it.zone().zone().equals(zone)).findFirst();
        if (there.isPresent()) {
            return there.get().zone().id();
        }
        for (int i = 0; i <= kept.size() - MOST; i++) {
            cells.drop(tx, kept.get(i).zone().id());
            long _ = tx.change("DELETE FROM report_zone WHERE id = ?", kept.get(i).zone().id());
        }
        long id =
                tx.insert(
                        "INSERT INTO report_zone (name, asked_at) VALUES (?, ?) RETURNING id",
                        zone.getId(),
                        clock.instant());
        var made = new Zone((int) id, zone);
        cells.fill(tx, made);
        return made.id();
    }
}
