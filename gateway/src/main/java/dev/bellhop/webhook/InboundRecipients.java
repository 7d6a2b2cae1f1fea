package dev.bellhop.webhook;

import dev.bellhop.channel.Channel;
import dev.bellhop.channel.Channels;
import dev.bellhop.relay.Inbound;
import dev.bellhop.whatsapp.AccountListener;
import dev.bellhop.whatsapp.Item;

import java.util.List;
import java.util.OptionalLong;

/// Brings items to the relay, each under the channel whose number it speaks of, and what concerns
/// accounts to whoever keeps those.
record InboundRecipients(Channels channels, Inbound inbound, AccountListener accounts)
        implements Parcel.Recipients {
    private static final String NOT_HERE = "passed over: an account that is not set up here";

    /// The channel of a number, if it is the addressed one or belongs to the same app: the
    /// signature proves no more.
    @Override
    public OptionalLong owner(long addressed, String phoneNumberId) {
        return ofApp(addressed).stream()
                .filter(channel -> channel.phoneNumberId().equals(phoneNumberId))
                .mapToLong(Channel::id)
                .findFirst();
    }

    private List<Channel> ofApp(long addressed) {
        var appId = channels.find(addressed).map(Channel::appId).orElse("");
        return channels.all().stream()
                .filter(channel -> channel.id() == addressed || channel.appId().equals(appId))
                .toList();
    }

    @Override
    public String message(long channelId, Item.Inbound message) {
        return inbound.message(channelId, message);
    }

    @Override
    public String echo(long channelId, Item.Echo echo) {
        return inbound.echo(channelId, echo);
    }

    @Override
    public String system(long channelId, Item.SystemMessage message) {
        return inbound.system(channelId, message);
    }

    @Override
    public String preference(long channelId, Item.Preference preference) {
        return inbound.preference(channelId, preference);
    }

    @Override
    public String status(long channelId, Item.StatusUpdate status) {
        return inbound.status(channelId, status);
    }

    @Override
    public String template(long addressed, Item.TemplateChange change) {
        var concerned =
                ofApp(addressed).stream()
                        .filter(channel -> channel.accountId().equals(change.accountId()))
                        .toList();
        concerned.forEach(channel -> accounts.templateChanged(channel.id(), change));
        return concerned.isEmpty()
                ? NOT_HERE
                : "template " + change.name() + ": " + change.news().line();
    }

    @Override
    public String account(long addressed, Item.AccountChange change) {
        var concerned =
                ofApp(addressed).stream().filter(channel -> concerns(change, channel)).toList();
        concerned.forEach(channel -> accounts.accountChanged(channel.id(), change));
        return concerned.isEmpty() ? NOT_HERE : "account: " + change.news().line();
    }

    /// Where Meta names a number, only that one is meant.
    private static boolean concerns(Item.AccountChange change, Channel channel) {
        if (change.phoneNumberId().isPresent()) {
            return change.phoneNumberId().get().equals(channel.phoneNumberId());
        }
        return channel.accountId().equals(change.accountId())
                && change.displayNumber()
                        .filter(number -> !number.equals(digits(channel.displayNumber())))
                        .isEmpty();
    }

    private static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }
}
