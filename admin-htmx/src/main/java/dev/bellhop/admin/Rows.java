package dev.bellhop.admin;

import java.util.List;

/// Conversations whose row changed, new ones among them. Event `rows`.
public record Rows(List<Row> rows) implements Fragment {
    public Rows {
        rows = List.copyOf(rows);
    }

    @Override
    public String template() {
        return "inbox/rows-live.jte";
    }
}
