package dev.bellhop.admin;

import java.util.List;
import java.util.Optional;

/// What stands around a message's words.
///
/// @param note a line above them: "Forwarded"; else empty
/// @param amended "edited", beside the time; else empty
/// @param standIn whether the words are ours, in the place of some that cannot be shown
/// @param reactions what people put on it, each emoji once
/// @param quote the message that it answers
/// @param takesEmoji whether an agent can put an emoji on it
/// @param version grows with each change; a page that holds a lower one takes the message anew
public record Margin(
        String note,
        String amended,
        boolean standIn,
        List<Reaction> reactions,
        Optional<Quote> quote,
        boolean takesEmoji,
        long version) {
    public static final Margin NONE =
            new Margin("", "", false, List.of(), Optional.empty(), false, 0);

    /// An emoji on a message.
    ///
    /// @param count by how many people
    /// @param by who they are, in words
    public record Reaction(String emoji, int count, String by) {}

    public Margin {
        reactions = List.copyOf(reactions);
    }

    /// The same with the message that it answers.
    public Margin quoting(Quote answered) {
        return new Margin(
                note, amended, standIn, reactions, Optional.of(answered), takesEmoji, version);
    }
}
