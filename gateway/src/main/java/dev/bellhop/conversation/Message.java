package dev.bellhop.conversation;

import dev.bellhop.media.Attachment;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
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
/// @param note a line above it: where the words come from
/// @param amended that it was edited or deleted since
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
        Optional<String> note,
        Optional<Amended> amended,
        Status status,
        Instant statusAt,
        Optional<String> failure,
        Instant at) {

    /// A message that is new and has nothing above it.
    public Message(
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
        this(
                conversationId,
                seq,
                author,
                authorName,
                via,
                kind,
                text,
                cid,
                replyTo,
                Optional.empty(),
                Optional.empty(),
                status,
                statusAt,
                failure,
                at);
    }

    /// The same, as far as it is known to be by now.
    public Message with(Status further) {
        return new Message(
                conversationId,
                seq,
                author,
                authorName,
                via,
                kind,
                text,
                cid,
                replyTo,
                note,
                amended,
                further,
                statusAt,
                failure,
                at);
    }

    /// What was done to a message after it was written.
    ///
    /// @param how which of the two; the message holds the words as they are now
    public record Amended(How how, Instant at) {
        /// Edited words may be edited again; deleted ones stay deleted.
        public enum How {
            EDITED,
            REVOKED;

            /// The name in the table and in answers.
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }

            static How read(String wireName) {
                return valueOf(wireName.toUpperCase(Locale.ROOT));
            }
        }
    }

    /// Whether its author has deleted it.
    public boolean isRevoked() {
        return amended.filter(it -> it.how() == Amended.How.REVOKED).isPresent();
    }

    /// What to call its file, by the kind that it is of; empty when it can have none.
    public Optional<String> fileLabel() {
        return Arrays.stream(dev.bellhop.media.Kind.values())
                .filter(it -> it.wireName().equals(kind))
                .map(it -> Attachment.label(it, false))
                .findFirst();
    }
}
