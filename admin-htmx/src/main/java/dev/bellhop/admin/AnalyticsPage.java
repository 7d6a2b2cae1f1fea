package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// What the work comes to, in some days.
///
/// @param problem what is wrong with what is asked for; may be empty
/// @param unwritten which report could not be written to its folder, and why, for whom it concerns;
///   may be empty
/// @param figures empty when there is nothing in these days, and when something is wrong
public record AnalyticsPage(
        Shell shell,
        Asked asked,
        String problem,
        String unwritten,
        AnalyticsNow now,
        Optional<AnalyticsFigures> figures)
        implements Fragment {
    /// Where the page is.
    public static final String PATH = "/admin/analytics";

    @Override
    public String template() {
        return "analytics/page.jte";
    }

    /// What is asked for, and what can be.
    ///
    /// @param ranges usual stretches of days
    /// @param days the days that are shown, in words
    /// @param zone on whose clock, in words
    public record Asked(
            List<Range> ranges,
            String from,
            String to,
            String days,
            List<Pick> picks,
            String zone,
            List<Choice> reports) {
        public Asked {
            ranges = List.copyOf(ranges);
            picks = List.copyOf(picks);
            reports = List.copyOf(reports);
        }
    }

    /// A stretch of days.
    public record Range(String words, String path, boolean on) {}

    /// One of several things to choose from; nothing chosen means all of them.
    public record Pick(String name, String label, String all, List<Choice> choices, String chosen) {
        public Pick {
            choices = List.copyOf(choices);
        }
    }
}
