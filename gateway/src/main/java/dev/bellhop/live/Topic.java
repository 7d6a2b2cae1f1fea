package dev.bellhop.live;

/// What news are about, such as one visitor or the whole inbox.
public record Topic(String kind, long id) {
    /// Everything that concerns the agents' conversation center.
    public static final Topic INBOX = new Topic("inbox", 0);

    /// The business's numbers, and what admins are warned of.
    public static final Topic CHANNELS = new Topic("channels", 0);

    /// Who of the team is there.
    public static final Topic TEAM = new Topic("team", 0);

    public static Topic visitor(long id) {
        return new Topic("visitor", id);
    }
}
