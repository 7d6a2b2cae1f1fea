package dev.bellhop.conversation;

import dev.bellhop.conversation.Message.Amended;
import dev.bellhop.conversation.Message.Amended.How;
import dev.bellhop.db.Tx;

import java.time.Instant;
import java.util.Optional;

/// What is done at the [Desk] to messages that are there already: reactions, edits, deletions. It
/// keeps `message_version`, the words that were replaced.
final class Afterthoughts {
    /// What stands in the place of a deleted message, for everybody who reads it.
    private static final String DELETED = "This message was deleted";

    private final Pen pen;
    private final Conversations conversations;
    private final Messages messages;
    private final Reactions reactions;

    Afterthoughts(Pen pen, Conversations conversations, Messages messages, Reactions reactions) {
        this.pen = pen;
        this.conversations = conversations;
        this.messages = messages;
        this.reactions = reactions;
    }

    boolean react(
            Spot spot,
            byte[] onceKey,
            String who,
            Optional<String> name,
            Optional<String> emoji,
            Instant at) {
        return pen.store((tx, after) -> {
            var conversation = conversations.lock(tx, spot.conversationId());
            var message = messages.find(tx, spot.conversationId(), spot.seq());
            if (conversation.isEmpty()
                    || message.isEmpty()
                    || !reactions.add(tx, spot, onceKey, who, name, emoji, at)) {
                return false;
            }
            after.told(conversation.get().visitorId(), new Happening.MessageChanged(message.get()));
            return true;
        });
    }

    boolean edit(Spot spot, Author author, Voice.Words now, Instant at) {
        return amend(spot, author, now, new Amended(How.EDITED, at));
    }

    boolean revoke(Spot spot, Author author, byte[] onceKey, Instant at) {
        var nothing = new Voice.Words(onceKey, "text", DELETED, Optional.empty());
        return amend(spot, author, nothing, new Amended(How.REVOKED, at));
    }

    /// Of two edits the later one counts, in whatever order they come; nothing follows a deletion.
    /// A file stays with its words when they are edited, and is shown no more once they are
    /// deleted: the message's kind then says that it has none.
    private boolean amend(Spot spot, Author author, Voice.Words now, Amended amended) {
        return pen.store((tx, after) -> {
            var conversation = conversations.lock(tx, spot.conversationId());
            var found =
                    messages.find(tx, spot.conversationId(), spot.seq())
                            .filter(message -> message.author() == author);
            if (conversation.isEmpty() || found.isEmpty()) {
                return false;
            }
            var message = found.get();
            boolean late = isLate(message, amended);
            var replaced = late ? now : wordsOf(message, now.onceKey());
            if (message.isRevoked() || !keep(tx, spot, replaced, amended.at())) {
                return false;
            }
            if (!late) {
                messages.amend(tx, message, now.kind(), now.text(), amended);
                var read = messages.find(tx, spot.conversationId(), spot.seq()).orElseThrow();
                conversations.reworded(tx, read);
                after.told(conversation.get().visitorId(), new Happening.MessageChanged(read));
                after.told(
                        conversation.get().visitorId(),
                        new Happening.Changed(spot.conversationId()));
            }
            return true;
        });
    }

    private static boolean isLate(Message message, Amended amended) {
        return amended.how() == How.EDITED
                && message.amended().filter(last -> last.at().isAfter(amended.at())).isPresent();
    }

    private static Voice.Words wordsOf(Message message, byte[] onceKey) {
        return new Voice.Words(onceKey, message.kind(), message.text(), Optional.empty());
    }

    /// @return false when this edit or deletion was taken before
    private static boolean keep(Tx tx, Spot spot, Voice.Words replaced, Instant at) {
        return tx.change(
                        """
                        INSERT IGNORE INTO message_version
                          (once_key, conversation_id, seq, kind, text, at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                        replaced.onceKey(),
                        spot.conversationId(),
                        spot.seq(),
                        replaced.kind(),
                        replaced.text(),
                        at)
                > 0;
    }
}
