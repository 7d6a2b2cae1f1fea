package dev.bellhop.admin;

import java.util.List;

/// Answers an agent who did something with several conversations.
///
/// @param words what was done, as a sentence
/// @param rows the conversations as they are now
public record BulkDone(String words, List<Row> rows, Counts counts, Pip pip) implements Fragment {
    public BulkDone {
        rows = List.copyOf(rows);
    }

    @Override
    public String template() {
        return "inbox/bulk-done.jte";
    }
}
