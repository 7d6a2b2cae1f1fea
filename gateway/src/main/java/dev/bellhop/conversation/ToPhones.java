package dev.bellhop.conversation;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.RelayPhones;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Puts visitors' messages on their way to the inbox phones, in the commit that stores them.
final class ToPhones {
    private final Outbox outbox;

    ToPhones(Outbox outbox) {
        this.outbox = outbox;
    }

    /// A message that is stored.
    ///
    /// @param conversation where it is
    /// @param channelId the business number that the phones answer for
    record Stored(Conversation conversation, Message message, long channelId, Afterwards after) {
        private RelayPhones.Asked asked() {
            return new RelayPhones.Asked(
                    channelId,
                    conversation.siteId(),
                    conversation.assigneeId(),
                    conversation.teamId());
        }

        private Outbox.Order order(InboxPhone phone) {
            return new Outbox.Order(
                    lane(phone),
                    Desk.RELAY,
                    OptionalLong.of(channelId),
                    message.conversationId(),
                    message.seq(),
                    "{\"phone\":" + phone.id() + "}");
        }
    }

    /// @param channelId the business number that the phones answer for
    void relay(
            Tx tx, Conversation conversation, Message message, long channelId, Afterwards after) {
        relay(tx, List.of(new Stored(conversation, message, channelId, after)));
    }

    /// Those of many at once, in their order.
    void relay(Tx tx, List<Stored> messages) {
        if (messages.isEmpty()) {
            return;
        }
        var phones = RelayPhones.of(tx, messages.stream().map(Stored::asked).toList());
        var orders = new ArrayList<Outbox.Order>();
        for (int i = 0; i < messages.size(); i++) {
            var stored = messages.get(i);
            for (var phone : phones.get(i)) {
                orders.add(stored.order(phone));
                stored.after().wake(lane(phone));
            }
        }
        outbox.put(tx, orders);
    }

    private static String lane(InboxPhone phone) {
        return Desk.RELAY + ":" + phone.id();
    }
}
