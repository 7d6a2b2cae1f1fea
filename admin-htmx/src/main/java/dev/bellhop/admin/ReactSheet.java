package dev.bellhop.admin;

/// Asks for an emoji to put on what a customer wrote.
///
/// @param words what they wrote
/// @param mine the agent's own emoji that stands there; may be empty
public record ReactSheet(String code, int seq, Quote words, String mine) implements Fragment {
    @Override
    public String template() {
        return "inbox/react-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/messages/" + seq + "/reaction";
    }
}
