package dev.bellhop.admin;

import java.util.List;

/// What is going on right now.
public record AnalyticsNow(List<Stat> stats) implements Fragment {
    public AnalyticsNow {
        stats = List.copyOf(stats);
    }

    @Override
    public String template() {
        return "analytics/now.jte";
    }

    /// One figure.
    ///
    /// @param more beside it, small; may be empty
    /// @param bad whether that is bad news
    public record Stat(String name, String value, String more, boolean bad) {}
}
