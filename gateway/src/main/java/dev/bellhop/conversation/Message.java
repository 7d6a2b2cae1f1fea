package dev.bellhop.conversation;

import dev.bellhop.media.Attachment;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One message of a conversation.
///
/// @param seq 1, 2, 3 … within the conversation, without a gap
/// @param authorName who it is, as it was when they wrote; visitors have none before they say so
/// @param kind `text`, or what WhatsApp calls it: `image`, `location` …; `event` for a line of
///   Bellhop's own
/// @param cid the id that the writing client gave it
/// @param replyTo the message that is quoted
/// @param failure why it failed, in words
public record Message(
        long conversationId,
        int seq,
        Author author,
        Optional<String> authorName,
        Via via,
        String kind,
        String text,
        Optional<String> cid,
        OptionalInt replyTo,
        Status status,
        Instant statusAt,
        Optional<String> failure,
        Instant at) {

    /// What stands for it in a list when it has no words.
    String label() {
        return Attachment.label(dev.bellhop.media.Kind.claimed(kind), false);
    }
}
