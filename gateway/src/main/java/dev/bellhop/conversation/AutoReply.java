package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// What Bellhop answers by itself. The customer gets it as any answer; for the team they still
/// wait, and no first reply is counted.
final class AutoReply {
    private final Pen pen;
    private final Handovers handovers;
    private final Outbox outbox;

    AutoReply(Pen pen, Handovers handovers, Outbox outbox) {
        this.pen = pen;
        this.handovers = handovers;
        this.outbox = outbox;
    }

    /// Writes it at the end of a conversation, in the commit that stores what it answers.
    ///
    /// @param conversation as it is now, its row locked
    /// @param site by whose name it is given
    /// @return what was written
    Message give(
            Tx tx, Conversation conversation, Text text, Optional<String> site, Afterwards after) {
        return give(tx, conversation, text, site, _ -> true, after);
    }

    /// The same, where nobody has just written.
    ///
    /// @param reachable whether a person on WhatsApp may be written to now, by their id
    Message give(
            Tx tx,
            Conversation conversation,
            Text text,
            Optional<String> site,
            LongPredicate reachable,
            Afterwards after) {
        boolean direct = conversation.kind() == Kind.WHATSAPP;
        var now = pen.now();
        var message =
                new Message(
                        conversation.id(),
                        conversation.lastSeq() + 1,
                        Author.AGENT,
                        Optional.of(site.orElse("Bellhop")),
                        Via.BELLHOP,
                        "text",
                        text.value(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        direct ? Status.ACCEPTED : Status.SENT,
                        now,
                        Optional.empty(),
                        now);
        pen.append(
                tx,
                message,
                OnceKey.ofEvent(conversation.id(), message.seq()),
                OptionalLong.empty());
        after.said(conversation, message);
        handovers.onWhatsApp(tx, conversation).stream()
                .filter(reachable::test)
                .forEach(person -> carry(tx, outbox, conversation, message, person, after));
        return message;
    }

    /// Puts an answer on its way to a person on WhatsApp.
    static void carry(
            Tx tx,
            Outbox outbox,
            Conversation conversation,
            Message message,
            long personId,
            Afterwards after) {
        var lane = Desk.DIRECT + ":" + personId;
        outbox.put(
                tx,
                new Outbox.Order(
                        lane,
                        Desk.DIRECT,
                        conversation.channelId(),
                        conversation.id(),
                        message.seq(),
                        "{\"visitor\":" + personId + "}"));
        after.wake(lane);
    }
}
