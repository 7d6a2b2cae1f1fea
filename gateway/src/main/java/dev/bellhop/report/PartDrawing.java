package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures.BarLine;
import dev.bellhop.admin.AnalyticsFigures.Bars;
import dev.bellhop.db.Database;
import dev.bellhop.report.Figures.Report;
import dev.bellhop.whatsapp.Failure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What things are divided into, as bars.
final class PartDrawing {
    private static final int LINES = 8;

    private final Database database;

    PartDrawing(Database database) {
        this.database = database;
    }

    static Bars outcomes(Totals all) {
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

    static String delivery(Totals all) {
        long sent = all.teamMessages() + all.botMessages();
        return sent == 0
                ? ""
                : "Delivery: %s delivered, %s read, %s failed"
                        .formatted(
                                Wording.part(all.delivered(), sent),
                                Wording.part(all.read(), sent),
                                Wording.part(all.failed(), sent));
    }

    static Bars ratings(Totals all) {
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

    /// Channels, labels where there are any, and what was not delivered.
    List<Bars> more(Report report) {
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
                            Wording.count(all.failed(), "message", "messages")
                                    + " to customers that failed, by Meta’s code",
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
