package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures;
import dev.bellhop.admin.AnalyticsFigures.BarLine;
import dev.bellhop.admin.AnalyticsFigures.Bars;
import dev.bellhop.admin.AnalyticsFigures.Chart;
import dev.bellhop.admin.AnalyticsFigures.Comment;
import dev.bellhop.admin.AnalyticsFigures.Heat;
import dev.bellhop.admin.AnalyticsFigures.HeatCell;
import dev.bellhop.admin.AnalyticsFigures.HeatRow;
import dev.bellhop.admin.AnalyticsFigures.Legend;
import dev.bellhop.admin.AnalyticsFigures.People;
import dev.bellhop.admin.AnalyticsFigures.PersonLine;
import dev.bellhop.admin.AnalyticsNow;
import dev.bellhop.admin.AnalyticsNow.Stat;
import dev.bellhop.admin.Face;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.db.Database;
import dev.bellhop.people.Presences;
import dev.bellhop.report.Figures.Report;
import dev.bellhop.whatsapp.Failure;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Figures as the page shows them.
final class AnalyticsDrawing {
    private static final double[] COUNTS = {1, 2, 2.5, 5};

    /// Of a minute, and of what is made of minutes.
    private static final double[] TIMES = {0.15, 0.3, 0.6, 0.9};

    private static final int WIDE = 730;
    private static final int NARROW = 500;
    private static final int COMMENTS = 4;
    private static final int LINES = 8;

    private static final String FIRST_RESPONSE =
            "From a customer’s first unanswered words to the first answer by a person, on the"
                    + " clock. What Bellhop says by itself is no answer.";
    private static final String MESSAGES =
            "What customers wrote, and what people answered in the panel, on a phone or through a"
                    + " program in their name.";

    private final Database database;
    private final Figures figures;
    private final Supplier<Map<Long, String>> agentNames;
    private final Conversations conversations;
    private final Presences presences;
    private final Clock clock;

    AnalyticsDrawing(
            Database database,
            Figures figures,
            Supplier<Map<Long, String>> agentNames,
            Conversations conversations,
            Presences presences,
            Clock clock) {
        this.database = database;
        this.figures = figures;
        this.agentNames = agentNames;
        this.conversations = conversations;
        this.presences = presences;
        this.clock = clock;
    }

    /// What is going on now; the day is the one on this clock.
    AnalyticsNow now(ZoneId zone) {
        var tally = conversations.tally();
        var now = clock.instant();
        var today = now.atZone(zone).toLocalDate();
        var day = figures.total(new Period(today, today, zone), Selection.ALL);
        var month = figures.total(new Period(today.minusDays(29), today, zone), Selection.ALL);
        var oldest = oldest();
        int online = presences.online();
        return new AnalyticsNow(
                List.of(
                        new Stat(
                                "Active conversations",
                                Wording.number(tally.open()),
                                Wording.number(tally.unassigned()) + " unassigned",
                                false),
                        new Stat(
                                "Waiting for a reply",
                                Wording.number(tally.waiting()),
                                oldest.map(since -> "longest " + waits(since, now)).orElse(""),
                                oldest.isPresent()),
                        new Stat(
                                "Agents online",
                                Wording.number(online),
                                "of " + Wording.number(agents()),
                                false),
                        new Stat(
                                "Messages today",
                                Wording.number(day.visitorMessages() + day.teamMessages()),
                                Wording.count(
                                        day.opened(), "new conversation", "new conversations"),
                                false),
                        new Stat(
                                "First response today",
                                Wording.time(day.firstResponse().median()),
                                day.firstResponse().count() == 0 ? "" : "median",
                                false),
                        new Stat(
                                "Satisfaction, 30 days",
                                Wording.rating(month.rating()),
                                month.rated() == 0 ? "nobody rated" : "of 5 bells",
                                false)));
    }

    private static String waits(Instant since, Instant now) {
        return Wording.time(OptionalDouble.of((double) Duration.between(since, now).toSeconds()));
    }

    private Optional<Instant> oldest() {
        return database.read(tx ->
                tx.one(
                        """
                        SELECT waiting_since FROM conversation
                        WHERE status = 'open' AND snoozed_until IS NULL
                          AND waiting_since IS NOT NULL
                        ORDER BY waiting_since LIMIT 1
                        """,
                        row -> row.instant("waiting_since")));
    }

    private long agents() {
        return database.read(tx ->
                        tx.one(
                                "SELECT COUNT(*) AS agents FROM agent WHERE disabled_at IS NULL",
                                row -> row.number("agents")))
                .orElse(0L);
    }

    /// @param before what as many days before came to
    /// @param mayReadWords whether what customers wrote may be shown
    AnalyticsFigures figures(
            Report report, Totals before, Selection selection, boolean mayReadWords) {
        var all = report.all();
        return new AnalyticsFigures(
                List.of(messages(report, before), firstResponse(report)),
                heat(report),
                outcomes(all),
                delivery(all),
                people(report),
                ratings(all),
                mayReadWords ? comments(report.period(), selection) : List.of(),
                more(report));
    }

    private static Chart messages(Report report, Totals before) {
        var period = report.period();
        var days = List.copyOf(report.byDay().keySet());
        var values =
                report.byDay().values().stream()
                        .map(day -> new long[] {day.visitorMessages(), day.teamMessages()})
                        .toList();
        long most = values.stream().mapToLong(it -> it[0] + it[1]).max().orElse(0);
        var chart = new ChartDrawing(days, WIDE, Math.max(4, most), COUNTS);
        var all = report.all();
        long total = all.visitorMessages() + all.teamMessages();
        var compared =
                Wording.compared(total, before.visitorMessages() + before.teamMessages(), period);
        var busiest =
                report.byDay().entrySet().stream()
                        .max(
                                Comparator.comparingLong(it ->
                                        it.getValue().visitorMessages()
                                                + it.getValue().teamMessages()))
                        .orElseThrow()
                        .getKey();
        return new Chart(
                "messages",
                "Messages a day",
                Wording.number(total)
                        + " "
                        + Wording.length(period)
                        + (compared.isEmpty() ? "" : ", " + compared),
                MESSAGES,
                "Messages a day. From visitors %s, from the team %s. Most on %s."
                        .formatted(
                                Wording.number(all.visitorMessages()),
                                Wording.number(all.teamMessages()),
                                Wording.day(busiest)),
                WIDE,
                List.of(new Legend("Team", "c2"), new Legend("Visitors", "c1")),
                chart.lines(value -> Wording.number(Math.round(value))),
                chart.ticks(),
                chart.bars(List.of("c1", "c2"), values),
                List.of(),
                List.of("Day", "Visitors", "Team"),
                rows(
                        report,
                        day ->
                                List.of(
                                        Wording.number(day.visitorMessages()),
                                        Wording.number(day.teamMessages()))));
    }

    private static List<List<String>> rows(Report report, Function<Totals, List<String>> cells) {
        return report.byDay().descendingMap().entrySet().stream()
                .map(it -> {
                    var row = new ArrayList<String>();
                    row.add(Wording.day(it.getKey()));
                    row.addAll(cells.apply(it.getValue()));
                    return List.copyOf(row);
                })
                .toList();
    }

    private static Chart firstResponse(Report report) {
        var days = List.copyOf(report.byDay().keySet());
        var times = report.byDay().values().stream().map(Totals::firstResponse).toList();
        var average = times.stream().map(Times::average).toList();
        var median = times.stream().map(Times::median).toList();
        double most = average.stream().mapToDouble(it -> it.orElse(0)).max().orElse(0);
        var chart = new ChartDrawing(days, NARROW, Math.max(60, most), TIMES);
        var all = report.all().firstResponse();
        var words =
                all.count() == 0
                        ? "Nobody was answered " + Wording.length(report.period())
                        : "Median %s, average %s, 90%% within %s"
                                .formatted(
                                        Wording.time(all.median()),
                                        Wording.time(all.average()),
                                        Wording.time(all.p90()));
        return new Chart(
                "first-response",
                "First response",
                words,
                FIRST_RESPONSE,
                "First response by day. " + words + ".",
                NARROW,
                List.of(new Legend("Median", "ln c1"), new Legend("Average", "ln da c2")),
                chart.lines(Wording::span),
                chart.ticks(),
                List.of(),
                List.of(chart.curve("c2", true, average), chart.curve("c1", false, median)),
                List.of("Day", "Median", "Average", "90%", "Answered"),
                rows(
                        report,
                        day ->
                                List.of(
                                        Wording.time(day.firstResponse().median()),
                                        Wording.time(day.firstResponse().average()),
                                        Wording.time(day.firstResponse().p90()),
                                        Wording.number(day.firstResponse().count()))));
    }

    private static Heat heat(Report report) {
        var counts = new long[7][24];
        report.byDay()
                .forEach((day, totals) -> {
                    for (int hour = 0; hour < 24; hour++) {
                        counts[day.getDayOfWeek().getValue() - 1][hour] += totals.inHour(hour);
                    }
                });
        var used =
                IntStream.range(0, 24)
                        .filter(hour ->
                                IntStream.range(0, 7).anyMatch(day -> counts[day][hour] > 0))
                        .boxed()
                        .toList();
        int first = Math.min(8, used.isEmpty() ? 8 : used.getFirst());
        int last = Math.max(18, used.isEmpty() ? 18 : used.getLast());
        long most = 0;
        var peak = new int[2];
        for (int day = 0; day < 7; day++) {
            for (int hour = 0; hour < 24; hour++) {
                if (counts[day][hour] > most) {
                    most = counts[day][hour];
                    peak[0] = day;
                    peak[1] = hour;
                }
            }
        }
        var rows = new ArrayList<HeatRow>();
        for (var day : DayOfWeek.values()) {
            var cells = new ArrayList<HeatCell>();
            for (int hour = first; hour <= last; hour++) {
                long count = counts[day.getValue() - 1][hour];
                cells.add(
                        new HeatCell(
                                count == 0 ? "" : Wording.number(count),
                                count == 0 ? 0 : (int) Math.ceil(6.0 * count / most)));
            }
            rows.add(new HeatRow(day.getDisplayName(TextStyle.SHORT, Locale.UK), cells));
        }
        var words =
                Wording.count(report.all().opened(), "new conversation", "new conversations")
                        + " by hour of arrival."
                        + (most == 0
                                ? ""
                                : " %ss at %d:00 lead."
                                        .formatted(
                                                DayOfWeek.of(peak[0] + 1)
                                                        .getDisplayName(TextStyle.FULL, Locale.UK),
                                                peak[1]));
        return new Heat(
                words,
                IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList(),
                rows);
    }

    private static Bars outcomes(Totals all) {
        var lines =
                Tables.outcomes(all).stream()
                        .filter(it -> it.count() > 0)
                        .sorted(
                                Comparator.comparing(
                                                (Tables.OutcomeLine it) -> it.outcome().isEmpty())
                                        .thenComparing(
                                                Comparator.comparingLong(Tables.OutcomeLine::count)
                                                        .reversed()))
                        .toList();
        long most = lines.stream().mapToLong(Tables.OutcomeLine::count).max().orElse(1);
        return new Bars(
                "Outcomes",
                Wording.count(all.resolved(), "closed conversation", "closed conversations")
                        + (all.unanswered() == 0
                                ? ""
                                : ", " + Wording.number(all.unanswered()) + " without an answer"),
                "",
                lines.stream()
                        .map(it ->
                                new BarLine(
                                        it.words(),
                                        Wording.number(it.count()),
                                        Wording.part(it.count(), it.of()),
                                        width(it.count(), most),
                                        it.outcome().isPresent() ? "c1" : "c4"))
                        .toList());
    }

    private static int width(long count, long most) {
        return most == 0 ? 0 : (int) Math.max(1, Math.round(100.0 * count / most));
    }

    private static String delivery(Totals all) {
        long sent = all.teamMessages() + all.botMessages();
        return sent == 0
                ? ""
                : "Delivery: %s delivered, %s read, %s failed"
                        .formatted(
                                Wording.part(all.delivered(), sent),
                                Wording.part(all.read(), sent),
                                Wording.part(all.failed(), sent));
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

    private static Bars ratings(Totals all) {
        long most = IntStream.rangeClosed(1, 5).mapToLong(all::ratings).max().orElse(0);
        return new Bars(
                "Ratings",
                all.rated() == 0
                        ? "Nobody rated"
                        : "%s of %s closed, %s"
                                .formatted(
                                        Wording.number(all.rated()),
                                        Wording.number(all.resolved()),
                                        Wording.part(all.rated(), all.resolved())),
                all.rated() == 0 ? "" : Wording.rating(all.rating()),
                IntStream.rangeClosed(1, 5)
                        .map(it -> 6 - it)
                        .mapToObj(score ->
                                new BarLine(
                                        score == 1 ? "1 bell" : score + " bells",
                                        Wording.number(all.ratings(score)),
                                        "",
                                        all.ratings(score) == 0
                                                ? 0
                                                : width(all.ratings(score), most),
                                        "c2"))
                        .toList());
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

    private List<Bars> more(Report report) {
        var all = report.all();
        var bars = new ArrayList<Bars>();
        bars.add(
                bars(
                        "Channels",
                        "New conversations",
                        Map.of(1L, opened(report, 1), 2L, opened(report, 2)),
                        kind -> kind == 1 ? "Website" : "WhatsApp",
                        all.opened()));
        var labels = all.labels();
        if (!labels.isEmpty()) {
            var names = labelNames();
            bars.add(
                    bars(
                            "Labels",
                            "New conversations that have them",
                            labels,
                            id -> names.getOrDefault(id, "A label that is gone"),
                            all.opened()));
        }
        var failures = all.failures();
        if (!failures.isEmpty()) {
            bars.add(
                    bars(
                            "Not delivered",
                            Wording.count(all.failed(), "message", "messages"),
                            failures,
                            code ->
                                    code == 0
                                            ? "For other reasons"
                                            : code + ": " + Failure.meaningOf(code.intValue()),
                            all.failed()));
        }
        return bars;
    }

    private static long opened(Report report, int kind) {
        var totals = report.byKind().get(kind);
        return totals == null ? 0 : totals.opened();
    }

    private static Bars bars(
            String title,
            String words,
            Map<Long, Long> counts,
            Function<Long, String> name,
            long whole) {
        long most = counts.values().stream().mapToLong(it -> it).max().orElse(0);
        return new Bars(
                title,
                words,
                "",
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<Long, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(LINES)
                        .map(it ->
                                new BarLine(
                                        name.apply(it.getKey()),
                                        Wording.number(it.getValue()),
                                        Wording.part(it.getValue(), whole),
                                        it.getValue() == 0 ? 0 : width(it.getValue(), most),
                                        "c1"))
                        .toList());
    }

    private Map<Long, String> labelNames() {
        return database
                .read(tx ->
                        tx.query(
                                "SELECT id, name FROM label",
                                row -> Map.entry(row.number("id"), row.text("name"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
