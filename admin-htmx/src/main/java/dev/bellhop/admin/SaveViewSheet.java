package dev.bellhop.admin;

/// Asks under which name the list that is shown is to be kept.
///
/// @param words what it shows: "Waiting · WhatsApp · Pre-sale"
/// @param nameMax the longest name
public record SaveViewSheet(ListFilter filter, String words, int nameMax) implements Fragment {
    @Override
    public String template() {
        return "inbox/save-view-sheet.jte";
    }
}
