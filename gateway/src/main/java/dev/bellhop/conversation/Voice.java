package dev.bellhop.conversation;

import java.util.Optional;
import java.util.OptionalLong;

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
    public record Words(
            byte[] onceKey,
            String kind,
            String text,
            Optional<String> cid,
            Optional<Enclosure> enclosure) {

        /// Words with a file, or a file alone, sent from the panel.
        public static Words enclosing(
                long agentId, String cid, Optional<Text> text, Enclosure.Upload file) {
            return new Words(
                    OnceKey.ofAgent(agentId, cid),
                    "text",
                    text.map(Text::value).orElse(""),
                    Optional.of(cid),
                    Optional.of(file));
        }

        /// The same words with a file that is yet to be fetched.
        ///
        /// @param caption whether the words are its sender's; else nothing stands under the file
        public Words with(Enclosure.Coming file, boolean caption) {
            return new Words(onceKey, kind, caption ? text : "", cid, Optional.of(file));
        }

        /// Words typed in the panel.
        public static Words typed(long agentId, String cid, Text text) {
            return new Words(
                    OnceKey.ofAgent(agentId, cid),
                    "text",
                    text.value(),
                    Optional.of(cid),
                    Optional.empty());
        }

        /// Words that came from WhatsApp; whatever its length, what fits is kept.
        public static Words received(long channelId, String wamid, String kind, String text) {
            var kept = Text.cut(text, 16_000);
            return new Words(
                    OnceKey.ofWamid(channelId, wamid),
                    kind,
                    kept.isEmpty() ? "(no words)" : kept,
                    Optional.empty(),
                    Optional.empty());
        }
    }
}
