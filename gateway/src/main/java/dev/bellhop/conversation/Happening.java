package dev.bellhop.conversation;

import dev.bellhop.live.News;

import java.time.Instant;

/// What happens to conversations, as listeners hear of it: on the visitor's topic and on the
/// inbox's.
public sealed interface Happening extends News {
    long conversationId();

    /// A message was added.
    record MessageAdded(Message message) implements Happening {
        @Override
        public long conversationId() {
            return message.conversationId();
        }
    }

    /// The file of a message arrived, or it turned out that it cannot be had.
    record EnclosureChanged(Message message) implements Happening {
        @Override
        public long conversationId() {
            return message.conversationId();
        }
    }

    /// A message was edited or deleted, or somebody reacted to it.
    record MessageChanged(Message message) implements Happening {
        @Override
        public long conversationId() {
            return message.conversationId();
        }
    }

    /// A message got further.
    record StatusAdvanced(long conversationId, int seq, Author author, Status status, Instant at)
            implements Happening {}

    /// The conversation itself changed: opened, closed, assigned, seen.
    record Changed(long conversationId) implements Happening {}

    /// Somebody began or ceased to type.
    record Typing(long conversationId, Author author, String name, boolean on)
            implements Happening {}
}
