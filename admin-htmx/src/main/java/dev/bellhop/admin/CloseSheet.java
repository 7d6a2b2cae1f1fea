package dev.bellhop.admin;

import java.util.List;

/// Asks how a conversation ended.
public record CloseSheet(String code, List<Choice> outcomes) implements Fragment {
    public CloseSheet {
        outcomes = List.copyOf(outcomes);
    }

    @Override
    public String template() {
        return "inbox/close-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/close";
    }
}
