package dev.bellhop.conversation;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;

import java.util.OptionalLong;

/// Puts a visitor's message on its way to the inbox phones, in the commit that stores it.
final class ToPhones {
    private final InboxPhones phones;
    private final Outbox outbox;

    ToPhones(InboxPhones phones, Outbox outbox) {
        this.phones = phones;
        this.outbox = outbox;
    }

    /// @param channelId the business number that the phones answer for
    void relay(
            Tx tx, Conversation conversation, Message message, long channelId, Afterwards after) {
        var to =
                phones.toRelay(
                        tx,
                        channelId,
                        conversation.siteId(),
                        conversation.assigneeId(),
                        conversation.teamId());
        for (var phone : to) {
            var lane = Desk.RELAY + ":" + phone.id();
            outbox.put(
                    tx,
                    new Outbox.Order(
                            lane,
                            Desk.RELAY,
                            OptionalLong.of(channelId),
                            message.conversationId(),
                            message.seq(),
                            "{\"phone\":" + phone.id() + "}"));
            after.wake(lane);
        }
    }
}
