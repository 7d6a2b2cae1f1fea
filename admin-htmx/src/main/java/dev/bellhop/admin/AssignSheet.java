package dev.bellhop.admin;

import java.util.List;

/// Asks whose a conversation is to be: an agent's or a team's.
///
/// @param from whose it is now, as in [Shell#agentId()]; empty when nobody has it
/// @param team the one that it is for now, as in [Team#id]; empty when it is for none
public record AssignSheet(
        String code, String from, List<Candidate> people, List<Team> teams, String team)
        implements Fragment {
    public AssignSheet {
        people = List.copyOf(people);
        teams = List.copyOf(teams);
    }

    /// A team that can have it.
    ///
    /// @param id what the form calls it
    /// @param words beside the name: "3 members"
    public record Team(String id, String name, String words) {}

    /// Somebody who can take it.
    ///
    /// @param words beside the name: "you · 3 open"
    public record Candidate(String id, Face face, String words) {}

    @Override
    public String template() {
        return "inbox/assign-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/assign";
    }
}
