package dev.bellhop.conversation;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.RelayPhones;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /// @param writer who wrote it, where that is known from this transaction
    /// @param channelId the business number that the phones answer for
    record Stored(
            Conversation conversation,
            Optional<Visitor> writer,
            Message message,
            long channelId,
            Afterwards after) {
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
                    "{\"phone\":" + phone.id() + "}",
                    writer.map(it -> new Relayed(conversation, it, message, phone)));
        }
    }

    /// @param channelId the business number that the phones answer for
    void relay(
            Tx tx, Conversation conversation, Message message, long channelId, Afterwards after) {
        relay(tx, List.of(new Stored(conversation, Optional.empty(), message, channelId, after)));
    }

    /// Those of many at once, in their order.
    void relay(Tx tx, List<Stored> messages) {
        if (messages.isEmpty()) {
            return;
        }
        var phones = RelayPhones.of(tx, messages.stream().map(Stored::asked).toList());
        record Way(Stored stored, Outbox.Order order) {}
        var ways = new ArrayList<Way>();
        for (int i = 0; i < messages.size(); i++) {
            var stored = messages.get(i);
            phones.get(i).forEach(phone -> ways.add(new Way(stored, stored.order(phone))));
        }
        var starts = outbox.begin(tx, ways.stream().map(Way::order).toList());
        for (int i = 0; i < ways.size(); i++) {
            var way = ways.get(i);
            var after = way.stored().after();
            starts.get(i).ifPresentOrElse(after::begin, () -> after.wake(way.order().lane()));
        }
    }

    private static String lane(InboxPhone phone) {
        return Desk.RELAY + ":" + phone.id();
    }
}
