package dev.bellhop.inbox;

import dev.bellhop.conversation.Conversation;

import java.util.function.Consumer;
import java.util.function.Predicate;

/// Something that is done with each of several conversations.
///
/// @param words what a conversation is then: "closed"
/// @param isSo whether it is that already
record BulkDeed(String words, Predicate<Conversation> isSo, Consumer<Conversation> deed) {}
