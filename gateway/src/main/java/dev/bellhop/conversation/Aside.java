package dev.bellhop.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Something in a thread that is for the team alone. It is no [Message] and lies in a table of its
/// own: what carries messages to customers cannot come upon it.
///
/// @param afterSeq the number of the message behind which it stands; 0 before the first
/// @param agentId who wrote it or did it, when it was an agent
/// @param by their name, as it was then
/// @param text a note's words, or the whole line
/// @param mentions who is meant in a note
/// @param cid the id that a note's writer gave it
public record Aside(
        long id,
        long conversationId,
        int afterSeq,
        Kind kind,
        OptionalLong agentId,
        String by,
        String text,
        List<Mention> mentions,
        Optional<String> cid,
        Instant at) {
    public Aside {
        mentions = List.copyOf(mentions);
    }

    /// An agent who is meant in a note.
    ///
    /// @param words what means them there, such as `@Maya`
    public record Mention(long agentId, String words) {}

    /// Why it is there.
    public enum Kind {
        /// A private note.
        NOTE,
        ASSIGNED,
        /// A team got it, or no team has it any more.
        HANDED_OVER,
        SNOOZED,
        WOKEN,
        CLOSED,
        REOPENED,
        LABELLED,
        BLOCKED,
        MERGED,
        /// What a routing rule did.
        ROUTED,
        /// Its customer waits for longer than the site wants.
        OVERDUE,
        /// Its customer said how it was.
        RATED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind read(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
