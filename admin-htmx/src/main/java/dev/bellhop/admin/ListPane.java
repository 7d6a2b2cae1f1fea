package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// The list of conversations under one tab. Alone it answers `GET /admin/inbox/list`.
///
/// @param rows in any order of groups; within a group the one due next comes first
/// @param left how many more there are that are not drawn
/// @param current the code of the open conversation
public record ListPane(View view, Counts counts, List<Row> rows, int left, Optional<String> current)
        implements Fragment {
    public ListPane {
        rows = List.copyOf(rows);
    }

    @Override
    public String template() {
        return "inbox/list-answer.jte";
    }

    /// The rows of one part of the list.
    public List<Row> rows(Row.Group group) {
        return rows.stream().filter(row -> row.group() == group).toList();
    }

    /// The number beside a tab, or nothing for the closed ones, which nobody counts.
    public String count(View tab) {
        return switch (tab) {
            case MINE -> String.valueOf(counts.mine());
            case UNASSIGNED -> String.valueOf(counts.unassigned());
            case OPEN -> String.valueOf(counts.open());
            case CLOSED -> "";
        };
    }
}
