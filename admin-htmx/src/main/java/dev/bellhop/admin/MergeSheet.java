package dev.bellhop.admin;

import java.util.List;

/// Asks with whom somebody is to be merged.
///
/// @param name who it is
/// @param alike others who may be the same person
public record MergeSheet(String code, String name, List<Candidate> alike) implements Fragment {
    public MergeSheet {
        alike = List.copyOf(alike);
    }

    @Override
    public String template() {
        return "inbox/merge-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/merge";
    }

    /// Somebody with what is alike.
    ///
    /// @param code of their newest conversation
    /// @param more contact and way, on one line
    public record Candidate(String code, Face face, String more) {}
}
