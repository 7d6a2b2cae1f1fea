package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The form of one agent, as it was entered.
///
/// @param id empty for somebody new
/// @param version of the agent when the form was drawn
/// @param heading the agent's name as it is kept; empty for somebody new
/// @param fixed why nothing can be changed; empty when it can
/// @param roleFixed why the role cannot be changed; empty when it can
/// @param problems what is wrong, by field
/// @param problem what is wrong with all of it; may be empty
/// @param theirs how they stand now, when somebody changed them meanwhile
/// @param deeds what can be done beside saving
public record AgentForm(
        Optional<Long> id,
        int version,
        String heading,
        String name,
        String email,
        List<Choice> roles,
        String fixed,
        String roleFixed,
        Map<String, String> problems,
        String problem,
        Optional<Theirs> theirs,
        List<Deed> deeds) {
    public AgentForm {
        roles = List.copyOf(roles);
        problems = Map.copyOf(problems);
        deeds = List.copyOf(deeds);
    }

    /// A role to choose.
    ///
    /// @param open whether this agent may give it
    public record Choice(String name, String title, String words, boolean open, boolean chosen) {}

    /// What somebody else saved in the meantime.
    public record Theirs(String name, String email, String role) {}

    /// A button of the form that does something else than to save.
    ///
    /// @param path behind the form's own
    /// @param question asked before it; empty when it can be undone
    public record Deed(
            String path, String words, String icon, String style, String question, String verb) {
        /// Whether it hands out a way in, and so asks first who it is.
        public boolean asksProof() {
            return path.equals("/link") || path.equals("/second-step/off");
        }
    }

    public String action() {
        return Section.AGENTS.path() + id.map(it -> "/" + it).orElse("");
    }

    public String title() {
        return heading.isEmpty() ? "Invite somebody" : heading;
    }

    public boolean maySave() {
        return fixed.isEmpty();
    }

    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }
}
