package dev.bellhop.admin;

import java.util.List;

/// The rows of a list behind those that are shown.
///
/// @param next where the list goes on behind these; empty when these are the last
public record MoreRows(ListFilter filter, List<Row> rows, String next) implements Fragment {
    public MoreRows {
        rows = List.copyOf(rows);
    }

    @Override
    public String template() {
        return "inbox/more-rows.jte";
    }
}
