package dev.bellhop.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The form of one canned response, as it was entered.
///
/// @param id empty for a new one
/// @param version of the response when the form was drawn
/// @param mine whether it is only for the agent who enters it
/// @param maySave whether this agent may change it; else it is shown to be read
/// @param maySelect whether this agent may choose whom it is for
/// @param problems what is wrong, by field
/// @param theirs how it stands now, when somebody changed it meanwhile
/// @param reads how it reads for a made-up visitor
public record CannedForm(
        Optional<Long> id,
        int version,
        boolean mine,
        String shortcut,
        String folder,
        String title,
        String text,
        boolean maySave,
        boolean maySelect,
        Map<String, String> problems,
        Optional<Theirs> theirs,
        String reads,
        List<String> placeholders,
        List<String> folders) {
    public CannedForm {
        problems = Map.copyOf(problems);
        placeholders = List.copyOf(placeholders);
        folders = List.copyOf(folders);
    }

    /// What somebody else saved in the meantime.
    public record Theirs(String shortcut, String folder, String title, String text) {}

    public String action() {
        return Section.CANNED.path() + id.map(it -> "/" + it).orElse("");
    }

    public String heading() {
        return id.isEmpty() ? "New response" : title.isBlank() ? "/" + shortcut : title;
    }

    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }
}
