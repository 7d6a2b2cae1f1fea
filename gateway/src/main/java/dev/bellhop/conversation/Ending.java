package dev.bellhop.conversation;

import java.util.Optional;

/// How a conversation ended, as the team keeps it.
///
/// @param note words for the team; empty when there are none
public record Ending(Optional<Outcome> outcome, String note) {
    /// Nobody said how.
    public static final Ending UNSAID = new Ending(Optional.empty(), "");

    private static final int NOTE_MAX = 1_000;

    public Ending {
        note = Text.cut(note.strip(), NOTE_MAX);
    }

    /// In words: "Sale", "Sale: ordered two", or nothing.
    public String words() {
        var named = outcome.map(Outcome::words).orElse("");
        return named.isEmpty() || note.isEmpty() ? named + note : named + ": " + note;
    }
}
