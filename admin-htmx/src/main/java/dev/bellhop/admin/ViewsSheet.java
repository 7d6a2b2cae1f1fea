package dev.bellhop.admin;

import java.util.List;

/// An agent's saved views, to be renamed and deleted.
///
/// @param filter the list that is shown, which stays
/// @param nameMax the longest name
public record ViewsSheet(ListFilter filter, List<SavedView> views, int nameMax)
        implements Fragment {
    public ViewsSheet {
        views = List.copyOf(views);
    }

    @Override
    public String template() {
        return "inbox/views-sheet.jte";
    }
}
