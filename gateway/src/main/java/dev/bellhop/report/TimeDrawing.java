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
                        all.firstResponse(),
                        all.firstResponseBusiness()),
                line(
                        "Next response",
                        "The same for every later time that a customer waits.",
                        all.nextResponse(),
                        all.nextResponseBusiness()),
                line(
                        "Resolution",
                        "From the first message to the closing that holds.",
                        all.resolution(),
                        all.resolutionBusiness()));
    }

    private static TimeLine line(String name, String meaning, Times clock, Times business) {
        return new TimeLine(
                name,
                meaning,
                List.of(
                        Wording.time(clock.median()),
                        Wording.time(clock.average()),
                        Wording.time(clock.p90()),
                        Wording.number(clock.count()),
                        Wording.time(business.median()),
                        Wording.time(business.average()),
                        Wording.time(business.p90())));
    }
}
