package dev.bellhop.report;

import dev.bellhop.admin.AnalyticsFigures.TimeLine;

import java.util.List;

/// How long things took, as the page shows it, each with what it means.
final class TimeDrawing {
    private TimeDrawing() {}

    static List<TimeLine> draw(Totals all) {
        return List.of(
                line(
                        "First response",
                        "From a customer’s first unanswered words to the first answer by a person.",
                        all.firstResponse()),
                inBusinessHours(all.firstResponseBusiness()),
                line(
                        "Next response",
                        "The same for every later time that a customer waits.",
                        all.nextResponse()),
                inBusinessHours(all.nextResponseBusiness()),
                line(
                        "Resolution",
                        "From the first message to the closing that holds.",
                        all.resolution()),
                inBusinessHours(all.resolutionBusiness()));
    }

    private static TimeLine inBusinessHours(Times times) {
        return line("In business hours", "", times);
    }

    private static TimeLine line(String name, String meaning, Times times) {
        return new TimeLine(
                name,
                meaning,
                List.of(
                        Wording.time(times.median()),
                        Wording.time(times.average()),
                        Wording.time(times.p90()),
                        Wording.number(times.count())));
    }
}
