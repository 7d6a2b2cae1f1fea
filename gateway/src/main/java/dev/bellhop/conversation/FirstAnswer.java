package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What Bellhop answers by itself where a rule says so. The customer gets it as any answer; for the
/// team they still wait, and no first reply is counted.
final class FirstAnswer {
    private final Pen pen;
    private final Outbox outbox;

    FirstAnswer(Pen pen, Outbox outbox) {
        this.pen = pen;
        this.outbox = outbox;
    }

    /// Writes it behind the first message, in the commit that stores that.
    ///
    /// @param conversation as it was before the first message, its row locked
    /// @param site by whose name it is given
    void give(
            Tx tx, Conversation conversation, Text text, Optional<String> site, Afterwards after) {
        boolean direct = conversation.kind() == Kind.WHATSAPP;
        var now = pen.now();
        var message =
                new Message(
                        conversation.id(),
                        conversation.lastSeq() + 2,
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
        after.told(conversation.visitorId(), new Happening.MessageAdded(message));
        if (direct) {
            var lane = Desk.DIRECT + ":" + conversation.visitorId();
            outbox.put(
                    tx,
                    new Outbox.Order(
                            lane,
                            Desk.DIRECT,
                            conversation.channelId(),
                            conversation.id(),
                            message.seq(),
                            "{\"visitor\":" + conversation.visitorId() + "}"));
            after.wake(lane);
        }
    }
}
