package dev.bellhop.webhook;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.relay.Inbound;
import dev.bellhop.whatsapp.Item;

import java.util.OptionalLong;

/// Brings items to the relay, each under the channel whose number it speaks of.
record InboundRecipients(Channels channels, Inbound inbound) implements Parcel.Recipients {

    /// The channel of a number, if it is the addressed one or belongs to the same app: the
    /// signature proves no more.
    @Override
    public OptionalLong owner(long addressed, String phoneNumberId) {
        var appId = channels.find(addressed).map(Channel::appId).orElse("");
        return channels.all().stream()
                .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
                .filter(channel -> channel.id() == addressed || channel.appId().equals(appId))
                .mapToLong(Channel::id)
                .findFirst();
    }

    @Override
    public String message(long channelId, Item.Inbound message) {
        return inbound.message(channelId, message);
    }

    @Override
    public String status(long channelId, Item.StatusUpdate status) {
        return inbound.status(channelId, status);
    }
}
