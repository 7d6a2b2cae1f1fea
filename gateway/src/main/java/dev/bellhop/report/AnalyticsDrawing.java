package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures;
import dev.bellhop.admin.AnalyticsFigures.Comment;
import dev.bellhop.admin.AnalyticsFigures.People;
import dev.bellhop.admin.AnalyticsFigures.PersonLine;
import dev.bellhop.admin.Face;
import dev.bellhop.db.Database;
import dev.bellhop.people.Presences;
import dev.bellhop.report.Figures.Report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Figures as the page shows them.
final class AnalyticsDrawing {
    private static final int COMMENTS = 4;

    private final Database database;
    private final Supplier<Map<Long, String>> agentNames;
    private final Presences presences;
    private final NumberDrawing numbers;
    private final PartDrawing parts;

    AnalyticsDrawing(
            Database database,
            Supplier<Map<Long, String>> agentNames,
            Presences presences,
            Numbers numbers) {
        this.database = database;
        this.agentNames = agentNames;
        this.presences = presences;
        this.numbers = new NumberDrawing(numbers);
        this.parts = new PartDrawing(database);
    }

    /// @param before what as many days before came to
    /// @param mayReadWords whether what customers wrote may be shown
    AnalyticsFigures figures(
            Report report, Totals before, Selection selection, boolean mayReadWords) {
        var all = report.all();
        return new AnalyticsFigures(
                List.of(DayDrawing.messages(report, before), DayDrawing.firstResponse(report)),
                DayDrawing.heat(report),
                PartDrawing.outcomes(all),
                PartDrawing.delivery(all),
                people(report),
                PartDrawing.ratings(all),
                mayReadWords ? comments(report.period(), selection) : List.of(),
                parts.more(report),
                selection.isAll() ? numbers.draw(report) : List.of(),
                TimeDrawing.draw(all));
    }

    private People people(Report report) {
        var lines =
                Tables.agents(report, agentNames.get()).stream()
                        .map(it ->
                                person(
                                        Face.of(it.name(), presences.of(it.id())),
                                        it.totals(),
                                        it.totals().handled(),
                                        it.onlineSeconds()))
                        .toList();
        var all = report.all();
        long online = report.online().values().stream().mapToLong(it -> it).sum();
        return new People(
                Wording.days(report.period()) + "; times count business hours only",
                lines,
                person(
                        Face.of("Everyone", dev.bellhop.admin.Presence.UNKNOWN),
                        all,
                        all.handled(),
                        online));
    }

    private static PersonLine person(Face face, Totals totals, long handled, long online) {
        var times = totals.firstResponseBusiness();
        var rating = totals.rating();
        return new PersonLine(
                face,
                Wording.number(handled),
                Wording.time(times.median()),
                Wording.time(times.average()),
                times.count() == 0 ? "–" : Wording.part(totals.inTime(), times.count()),
                Wording.rating(rating),
                rating.isPresent() ? (int) Math.round(rating.getAsDouble() * 20) : 0,
                Wording.number(totals.teamMessages()),
                online == 0 ? "–" : Wording.time(OptionalDouble.of((double) online)));
    }

    private List<Comment> comments(Period period, Selection selection) {
        if (selection.teamId().isPresent() || selection.agentId().isPresent()) {
            return List.of();
        }
        return database.read(tx ->
                tx.query(
                        """
                        SELECT rating, rating_comment, visitor.name AS name FROM conversation
                        JOIN visitor ON visitor.id = visitor_id
                        WHERE rating IN (1, 2, 3, 4, 5) AND closed_at >= ? AND closed_at < ?
                          AND rating_comment <> '' AND (? IS NULL OR conversation.site_id = ?)
                        ORDER BY closed_at DESC LIMIT ?
                        """,
                        row ->
                                new Comment(
                                        row.text("rating_comment"),
                                        (row.integer("rating") == 1
                                                        ? "1 bell"
                                                        : row.integer("rating") + " bells")
                                                + row.textMaybe("name")
                                                        .map(name -> ", " + name)
                                                        .orElse("")),
                        period.begins(),
                        period.ends(),
                        boxed(selection.siteId()),
                        boxed(selection.siteId()),
                        COMMENTS));
    }

    private static Optional<Long> boxed(OptionalLong id) {
        return id.isPresent() ? Optional.of(id.getAsLong()) : Optional.empty();
    }
}
