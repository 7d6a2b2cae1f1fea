package dev.bellhop.conversation;

import dev.bellhop.whatsapp.Outgoing;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Who answers for the business, and from where.
///
/// @param agentId the agent; a shared inbox phone has none
/// @param name what the visitor sees
public record Voice(OptionalLong agentId, String name, Via via) {

    /// An answer's words with the id that makes a repeat harmless.
    ///
    /// @param kind `text` or what WhatsApp calls it
    /// @param cid the panel's own id for the message
    /// @param enclosure the file that comes with them; without words of its own the text is empty
    /// @param note a line above it: where the words come from
    /// @param quoted the message that is quoted, which counts if it is in the same conversation
    /// @param wamid Meta's id of them, if they came from WhatsApp
    /// @param form what they are on WhatsApp, where that is more than words
    public record Words(
            byte[] onceKey,
            String kind,
            String text,
            Optional<String> cid,
            Optional<Enclosure> enclosure,
            Optional<String> note,
            Optional<Spot> quoted,
            Optional<String> wamid,
            Optional<Outgoing> form) {
        private static final int NOTE_MAX = 1_000;

        /// Words alone.
        public Words(byte[] onceKey, String kind, String text, Optional<String> cid) {
            this(
                    onceKey,
                    kind,
                    text,
                    cid,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// Words with a file, or a file alone, sent from the panel.
        public static Words enclosing(
                long agentId, String cid, Optional<Text> text, Enclosure.Upload file) {
            var words = text.map(Text::value).orElse("");
            return new Words(OnceKey.ofAgent(agentId, cid), "text", words, Optional.of(cid))
                    .enclosing(file, words);
        }

        /// What is more than words on WhatsApp.
        ///
        /// @param text what it says, for whoever reads it elsewhere
        public static Words composed(
                long agentId, String cid, String kind, Text text, Outgoing form) {
            return new Words(
                    OnceKey.ofAgent(agentId, cid),
                    kind,
                    text.value(),
                    Optional.of(cid),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(form));
        }

        /// The same words with a file that is yet to be fetched.
        ///
        /// @param caption whether the words are its sender's; else nothing stands under the file
        public Words with(Enclosure.Coming file, boolean caption) {
            return enclosing(file, caption ? text : "");
        }

        /// The same words with a file that was noted before.
        public Words with(Enclosure.Noted file, boolean caption) {
            return enclosing(file, caption ? text : "");
        }

        /// The same words with a file that was uploaded.
        public Words with(Enclosure.Upload file) {
            return enclosing(file, text);
        }

        private Words enclosing(Enclosure file, String under) {
            return new Words(
                    onceKey, kind, under, cid, Optional.of(file), note, quoted, wamid, form);
        }

        /// Words typed in the panel.
        public static Words typed(long agentId, String cid, Text text) {
            return new Words(OnceKey.ofAgent(agentId, cid), "text", text.value(), Optional.of(cid));
        }

        /// Words that came from WhatsApp; whatever its length, what fits is kept.
        public static Words received(long channelId, String wamid, String kind, String text) {
            var kept = Text.cut(text, 16_000);
            return new Words(
                    OnceKey.ofWamid(channelId, wamid),
                    kind,
                    kept.isEmpty() ? "(no words)" : kept,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(wamid),
                    Optional.empty());
        }

        /// The same with other words.
        Words reworded(UnaryOperator<String> change) {
            return new Words(
                    onceKey, kind, change.apply(text), cid, enclosure, note, quoted, wamid, form);
        }

        /// The same words with what they belong to.
        public Words with(Optional<String> noteAbove, Optional<Spot> quotedSpot) {
            return new Words(
                    onceKey,
                    kind,
                    text,
                    cid,
                    enclosure,
                    noteAbove.map(it -> Text.cut(it, NOTE_MAX)).filter(it -> !it.isEmpty()),
                    quotedSpot,
                    wamid,
                    form);
        }

        /// The next message of a conversation, whose row is locked, as WhatsApp brought it.
        ///
        /// @param name whose they are, if they are a customer's
        /// @param at since when it has its status
        Message next(
                Conversation conversation,
                Author author,
                Optional<String> name,
                Status status,
                Instant at,
                Instant now) {
            return new Message(
                    conversation.id(),
                    conversation.lastSeq() + 1,
                    author,
                    name,
                    Via.WHATSAPP,
                    kind,
                    text,
                    cid,
                    replyTo(conversation.id()),
                    note,
                    Optional.empty(),
                    status,
                    at,
                    Optional.empty(),
                    now);
        }

        /// What it quotes, as the message's own conversation numbers it.
        OptionalInt replyTo(long conversationId) {
            return quoted.filter(spot -> spot.conversationId() == conversationId)
                    .map(spot -> OptionalInt.of(spot.seq()))
                    .orElseGet(OptionalInt::empty);
        }
    }
}
