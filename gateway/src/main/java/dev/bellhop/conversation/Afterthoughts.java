package dev.bellhop.conversation;

import dev.bellhop.conversation.Message.Amended;
import dev.bellhop.conversation.Message.Amended.How;
import dev.bellhop.db.Tx;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is done at the [Desk] to messages that are there already: reactions, edits, deletions. It
/// keeps `message_version`, the words that were replaced.
final class Afterthoughts {
    /// What stands in the place of a deleted message, for everybody who reads it.
    private static final String DELETED = "This message was deleted";

    /// Meta repeats what it could not bring for seven days.
    private static final Duration EARLY_KEPT = Duration.ofDays(8);

    private final Pen pen;
    private final Conversations conversations;
    private final Messages messages;
    private final Reactions reactions;
    private final Enclosures enclosures;
    private final EarlyChanges earlies = new EarlyChanges();

    Afterthoughts(
            Pen pen,
            Conversations conversations,
            Messages messages,
            Reactions reactions,
            Enclosures enclosures) {
        this.pen = pen;
        this.conversations = conversations;
        this.messages = messages;
        this.reactions = reactions;
        this.enclosures = enclosures;
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
        return amend(spot, author, deleted(onceKey), new Amended(How.REVOKED, at));
    }

    void editOnceItComes(Desk.Target target, Voice.Words now, Instant at) {
        once(target, now, new Amended(How.EDITED, at));
    }

    void revokeOnceItComes(Desk.Target target, byte[] onceKey, Instant at) {
        once(target, deleted(onceKey), new Amended(How.REVOKED, at));
    }

    private static Voice.Words deleted(byte[] onceKey) {
        return new Voice.Words(onceKey, "text", DELETED, Optional.empty());
    }

    boolean knowsReaction(byte[] onceKey) {
        return pen.read(tx -> reactions.knows(tx, onceKey));
    }

    private boolean amend(Spot spot, Author author, Voice.Words now, Amended amended) {
        return pen.store((tx, after) -> {
            var conversation = conversations.lock(tx, spot.conversationId());
            var found =
                    messages.find(tx, spot.conversationId(), spot.seq())
                            .filter(message -> message.author() == author);
            return conversation.isPresent()
                    && found.isPresent()
                    && amend(tx, conversation.get(), found.get(), now, amended, after);
        });
    }

    /// Of two edits the later one counts, in whatever order they come; nothing follows a deletion.
    /// A file stays with its words when they are edited, and goes with them when they are deleted.
    ///
    /// @return false when it changed nothing
    private boolean amend(
            Tx tx,
            Conversation conversation,
            Message message,
            Voice.Words now,
            Amended amended,
            Afterwards after) {
        var spot = new Spot(message.conversationId(), message.seq());
        boolean late = isLate(message, amended);
        var replaced = late ? now : wordsOf(message, now.onceKey());
        if (message.isRevoked() || !keep(tx, spot, replaced, amended.at())) {
            return false;
        }
        if (late) {
            return true;
        }
        messages.amend(tx, message, now.kind(), now.text(), amended);
        if (amended.how() == How.REVOKED) {
            enclosures.withdraw(tx, spot);
        }
        var read = messages.find(tx, spot.conversationId(), spot.seq()).orElseThrow();
        conversations.growth().reworded(tx, read);
        after.told(conversation.visitorId(), new Happening.MessageChanged(read));
        after.told(conversation.visitorId(), new Happening.Changed(spot.conversationId()));
        return true;
    }

    /// Keeps an edit or a deletion of a message that has not come yet.
    private void once(Desk.Target target, Voice.Words now, Amended amended) {
        boolean _ =
                pen.store((tx, _) -> {
                    if (messages.wasErased(tx, target.onceKey())) {
                        return false;
                    }
                    earlies.keep(
                            tx,
                            target.onceKey(),
                            target.personId(),
                            new EarlyChanges.Early(target.author(), now, amended),
                            pen.now());
                    return true;
                });
    }

    /// A message has just been written: what was done to it before it came is done now.
    void catchUp(
            Tx tx, Conversation conversation, Message message, byte[] onceKey, Afterwards after) {
        for (var early : earlies.take(tx, onceKey, message.author())) {
            var read = messages.find(tx, message.conversationId(), message.seq()).orElseThrow();
            boolean _ = amend(tx, conversation, read, early.now(), early.amended(), after);
        }
    }

    /// Which of the messages with these keys have something that [#catchUp] would do.
    Set<ByteBuffer> early(Tx tx, List<byte[]> keys) {
        return earlies.targets(tx, keys);
    }

    void forgetEarly() {
        boolean _ =
                pen.store((tx, _) -> {
                    earlies.forget(tx, pen.now().minus(EARLY_KEPT));
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
