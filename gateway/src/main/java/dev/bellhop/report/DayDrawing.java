package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures.Chart;
import dev.bellhop.admin.AnalyticsFigures.Heat;
import dev.bellhop.admin.AnalyticsFigures.HeatCell;
import dev.bellhop.admin.AnalyticsFigures.HeatRow;
import dev.bellhop.admin.AnalyticsFigures.Legend;
import dev.bellhop.report.Figures.Report;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What days and hours of the week came to, as charts.
final class DayDrawing {
    private static final double[] COUNTS = {1, 2, 2.5, 5};

    /// Of a minute, and of what is made of minutes.
    private static final double[] TIMES = {0.15, 0.3, 0.6, 0.9};

    private static final int WIDE = 730;
    private static final int NARROW = 500;
    private static final String FIRST_RESPONSE =
            "From a customer’s first unanswered words to the first answer by a person, on the"
                    + " clock. What Bellhop says by itself is no answer.";
    private static final String MESSAGES =
            "What customers wrote, and what people answered in the panel, on a phone or through a"
                    + " program in their name.";

    private DayDrawing() {}

    static Chart messages(Report report, Totals before) {
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
                chart.lines(Wording::scale),
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

    static Chart firstResponse(Report report) {
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

    static Heat heat(Report report) {
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
}
