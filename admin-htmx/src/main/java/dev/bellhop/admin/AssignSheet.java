package dev.bellhop.admin;

import java.util.List;

/// Asks whose a conversation is to be.
///
/// @param from whose it is now, as in [Shell#agentId()]; empty when nobody has it
public record AssignSheet(String code, String from, List<Candidate> people) implements Fragment {
    public AssignSheet {
        people = List.copyOf(people);
    }

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
