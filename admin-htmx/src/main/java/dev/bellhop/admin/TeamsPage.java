package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// The teams, and the form of one.
///
/// @param mayChange whether this agent may do more than look
/// @param notice what was just done; may be empty
public record TeamsPage(
        Settings settings,
        List<Line> lines,
        boolean mayChange,
        Optional<TeamForm> form,
        Optional<Notice> notice)
        implements Fragment {
    public TeamsPage {
        lines = List.copyOf(lines);
    }

    @Override
    public String template() {
        return "settings/teams.jte";
    }

    /// A team in the list.
    ///
    /// @param current whether its form is open
    public record Line(long id, String name, List<Face> members, boolean current) {
        public Line {
            members = List.copyOf(members);
        }

        public String path() {
            return Section.TEAMS.path() + "/" + id;
        }
    }
}
