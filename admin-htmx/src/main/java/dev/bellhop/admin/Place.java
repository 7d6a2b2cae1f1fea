package dev.bellhop.admin;

/// The places of the panel, in the order of the rail.
public enum Place {
    INBOX("Inbox", "/admin/inbox", "inbox"),
    ANALYTICS("Analytics", "/admin/analytics", "chart"),
    AUDIT("Audit", "/admin/audit", "ledger"),
    SETTINGS("Chat Settings", "/admin/settings", "sliders"),
    /// No entry of its own in the rail.
    ELSEWHERE("", "", "");

    private final String title;
    private final String path;
    private final String icon;

    Place(String title, String path, String icon) {
        this.title = title;
        this.path = path;
        this.icon = icon;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    public String icon() {
        return icon;
    }
}
