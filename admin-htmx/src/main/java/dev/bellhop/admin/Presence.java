package dev.bellhop.admin;

/// Whether somebody is there, as the dot at an avatar says it.
public enum Presence {
    ONLINE("online"),
    AWAY("away"),
    OFFLINE("offline"),
    /// Not known, or not shown: no dot.
    UNKNOWN("");

    private final String words;

    Presence(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// The classes of the dot, or nothing when there is no dot.
    public String dot() {
        return switch (this) {
            case ONLINE -> "dot";
            case AWAY -> "dot dot--away";
            case OFFLINE -> "dot dot--off";
            case UNKNOWN -> "";
        };
    }
}
