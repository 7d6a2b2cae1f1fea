package dev.bellhop.admin;

import java.util.List;

/// Tells somebody who has signed in where else that was done as them for the first time.
///
/// @param next where to go on
public record NewBrowsers(List<Line> lines, String next) implements Fragment {
    public NewBrowsers {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "people/new-browsers.jte";
    }

    /// One of them.
    public record Line(String browser, Stamp at) {}
}
