package dev.bellhop.admin;

/// The four lists of conversations, in the order of the tabs.
public enum View {
    MINE("mine", "Mine"),
    UNASSIGNED("unassigned", "Unassigned"),
    OPEN("open", "All open"),
    CLOSED("closed", "Closed");

    private final String slug;
    private final String title;

    View(String slug, String title) {
        this.slug = slug;
        this.title = title;
    }

    /// As the address says it: `/admin/inbox?view=mine`.
    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }
}
