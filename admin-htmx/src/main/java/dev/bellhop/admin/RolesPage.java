package dev.bellhop.admin;

import java.util.List;

/// What each role may do.
public record RolesPage(Settings settings, List<Column> columns, List<Line> lines)
        implements Fragment {
    public RolesPage {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/roles.jte";
    }

    /// A role.
    public record Column(String title, String words) {}

    /// A permission, and which of the roles have it, in their order.
    public record Line(String words, String name, List<Boolean> allowed) {
        public Line {
            allowed = List.copyOf(allowed);
        }
    }
}
