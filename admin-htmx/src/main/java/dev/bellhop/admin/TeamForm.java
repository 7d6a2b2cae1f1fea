package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The form of one team, as it was entered.
///
/// @param id empty for a new one
/// @param version of the team when the form was drawn
/// @param heading the name as it is kept; empty for a new one
/// @param members who can be in it
/// @param assignment how what waits gets to them
/// @param maySave whether this agent may change it; else it is shown to be read
/// @param problems what is wrong, by field
/// @param theirs how it stands now, when somebody changed it meanwhile
public record TeamForm(
        Optional<Long> id,
        int version,
        String heading,
        String name,
        List<Member> members,
        Assignment assignment,
        boolean maySave,
        Map<String, String> problems,
        Optional<Theirs> theirs) {
    public TeamForm {
        members = List.copyOf(members);
        problems = Map.copyOf(problems);
    }

    /// An agent who can be in the team.
    ///
    /// @param field what the form calls them
    /// @param words beside the name: "Supervisor", "disabled"
    /// @param in whether they are
    public record Member(String field, String name, String words, boolean in) {}

    /// What somebody else saved in the meantime.
    ///
    /// @param members their names
    /// @param assignment how what waits gets to them, in words
    public record Theirs(String name, String members, String assignment) {}

    /// How what waits gets to the members.
    ///
    /// @param policy the one of the policies that is chosen
    /// @param capacity how many a member has at once; empty for any number
    /// @param giveBack after how many minutes without its agent one comes back; empty for never
    public record Assignment(
            List<Choice> policies, String policy, String capacity, String giveBack) {
        public Assignment {
            policies = List.copyOf(policies);
        }
    }

    public String action() {
        return Section.TEAMS.path() + id.map(it -> "/" + it).orElse("");
    }

    public String title() {
        return heading.isEmpty() ? "New team" : heading;
    }

    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }
}
