package dev.bellhop.conversation;

import dev.bellhop.db.Note;

/// What the keepers of this room say of their changes. They say it where they write, so that nobody
/// who has something changed can forget to.
public sealed interface Noted extends Note {
    long conversationId();

    /// A message was added.
    record MessageAdded(long conversationId, int seq) implements Noted {}

    /// A message was edited or deleted, somebody reacted to it, or its file arrived.
    record MessageChanged(long conversationId, int seq) implements Noted {}

    /// A message got further.
    record StatusAdvanced(long conversationId, int seq) implements Noted {}

    /// The conversation itself changed.
    record Changed(long conversationId, How how) implements Noted {}

    /// What was done to a conversation.
    enum How {
        OPENED,
        /// It got another agent or team, or has none any more.
        ASSIGNED,
        LABELLED,
        PRIORITISED,
        SNOOZED,
        /// It is back from a snooze.
        WOKEN,
        CLOSED,
        REOPENED,
        /// It is another person's from now on: whoever it was turned out to be them.
        MOVED
    }
}
