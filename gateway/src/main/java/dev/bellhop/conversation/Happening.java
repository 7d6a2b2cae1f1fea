package dev.bellhop.conversation;

import dev.bellhop.live.News;

import java.time.Instant;

/// What happens to conversations, as listeners hear of it. All of it is told on the inbox's topic;
/// on the visitor's only what is [Shared], so that nothing else can reach a widget.
public sealed interface Happening extends News {
    long conversationId();

    /// What the visitor may hear of as well.
    sealed interface Shared extends Happening {}

    /// A message was added.
    record MessageAdded(Message message) implements Shared {
        @Override
        public long conversationId() {
            return message.conversationId();
        }
    }

    /// The file of a message arrived, or it turned out that it cannot be had.
    record EnclosureChanged(Message message) implements Shared {
        @Override
        public long conversationId() {
            return message.conversationId();
        }
    }

    /// A message was edited or deleted, or somebody reacted to it.
    record MessageChanged(Message message) implements Shared {
        @Override
        public long conversationId() {
            return message.conversationId();
        }
    }

    /// A message got further.
    record StatusAdvanced(long conversationId, int seq, Author author, Status status, Instant at)
            implements Shared {}

    /// The conversation itself changed: opened, closed, assigned, seen.
    record Changed(long conversationId) implements Shared {}

    /// Somebody began or ceased to type.
    record Typing(long conversationId, Author author, String name, boolean on) implements Shared {}

    /// The conversation is another visitor's from now on: whoever it was turned out to be them.
    record Moved(long conversationId) implements Shared {}

    /// Who writes in the conversation may write no longer, or again.
    record Blocked(long conversationId, boolean on) implements Shared {}

    /// A note was written, or a line that says what was done.
    record AsideAdded(Aside aside) implements Happening {
        @Override
        public long conversationId() {
            return aside.conversationId();
        }
    }

    /// The team sorted the conversation otherwise: snoozed it, woke it, put a label on it.
    record Sorted(long conversationId) implements Happening {}

    /// An agent is writing an answer.
    record Replying(long conversationId, long agentId, String name) implements Happening {}
}
