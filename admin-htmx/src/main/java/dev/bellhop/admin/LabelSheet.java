package dev.bellhop.admin;

import java.util.List;

/// Asks what a conversation is about and how urgent it is.
///
/// @param on the numbers of the labels that it has
/// @param mayAdd whether the agent may make labels
public record LabelSheet(
        String code, List<Tag> all, List<String> on, String priority, boolean mayAdd)
        implements Fragment {
    /// What can be chosen.
    public static final List<Choice> PRIORITIES =
            List.of(
                    new Choice("normal", "Normal"),
                    new Choice("high", "High"),
                    new Choice("urgent", "Urgent"));

    /// The colours that a label can have.
    public static final List<Choice> COLOURS =
            List.of(
                    new Choice("wine", "Wine"),
                    new Choice("brass", "Brass"),
                    new Choice("blue", "Blue"),
                    new Choice("green", "Green"),
                    new Choice("stone", "Stone"));

    public LabelSheet {
        all = List.copyOf(all);
        on = List.copyOf(on);
    }

    @Override
    public String template() {
        return "inbox/label-sheet.jte";
    }

    public String path() {
        return "/admin/c/" + code + "/labels";
    }
}
