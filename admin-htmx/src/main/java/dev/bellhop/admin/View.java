package dev.bellhop.admin;

/// The lists of conversations, in the order in which they are offered.
public enum View {
    MINE("mine", "Mine", "Nothing waits for you", "Take one under Unassigned, or enjoy the quiet."),
    UNASSIGNED(
            "unassigned",
            "Unassigned",
            "Everybody is taken care of",
            "New chats ring here the moment they arrive."),
    WAITING(
            "waiting",
            "Waiting",
            "Nobody is waiting",
            "Who has waited longest for an answer stands at the top here."),
    OPEN("open", "All", "Nobody is waiting", "New chats ring here the moment they arrive."),
    SNOOZED(
            "snoozed",
            "Snoozed",
            "Nothing is snoozed",
            "What you snooze comes back at its time, or when the customer writes."),
    CLOSED(
            "closed",
            "Closed",
            "Nothing is closed yet",
            "Conversations you close can be opened again from here.");

    private final String slug;
    private final String title;
    private final String whenEmpty;
    private final String more;

    View(String slug, String title, String whenEmpty, String more) {
        this.slug = slug;
        this.title = title;
        this.whenEmpty = whenEmpty;
        this.more = more;
    }

    /// As the address says it: `/admin/inbox?view=mine`.
    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }

    /// What stands where there is nothing.
    public String whenEmpty() {
        return whenEmpty;
    }

    /// What stands below that.
    public String more() {
        return more;
    }

    /// Whether it is seldom looked at, and so offered behind the others.
    public boolean isSeldom() {
        return this == SNOOZED || this == CLOSED;
    }
}
