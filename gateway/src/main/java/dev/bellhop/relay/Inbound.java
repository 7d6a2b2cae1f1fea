package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.channel.PhoneIdentities;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Sender;

import java.time.Duration;
import java.util.Optional;

/// Takes in what a notification tells: brings each item to whoever knows what to do with it. Taking
/// the same item twice changes nothing the second time.
public final class Inbound {
    private final InboxPhones phones;
    private final Customers customers;
    private final Changes changes;
    private final Replies replies;
    private final Reactions reactions;
    private final Statuses statuses;

    Inbound(
            InboxPhones phones,
            Customers customers,
            Changes changes,
            Replies replies,
            Reactions reactions,
            Statuses statuses) {
        this.phones = phones;
        this.customers = customers;
        this.changes = changes;
        this.replies = replies;
        this.reactions = reactions;
        this.statuses = statuses;
    }

    /// Somebody wrote to a business number: a phone that answers for it, or a customer.
    ///
    /// @return what became of it, in a few words for the monitor
    /// @throws NotYet when it is to be brought again soon
    public String message(long channelId, Item.Inbound item) {
        var phone = phone(channelId, item.from().waId(), item.from().userId());
        return switch (item.content()) {
            case Content.Said said ->
                    phone.isPresent()
                            ? replies.take(channelId, phone.get(), item, said)
                            : customers.said(channelId, item, said);
            case Content.Change change ->
                    phone.isPresent()
                            ? ofPhone(channelId, phone.get(), item, change)
                            : changes.ofCustomer(channelId, item, change);
        };
    }

    /// What a phone puts on a message is shown on it, and means something for the team besides.
    private String ofPhone(
            long channelId, InboxPhone phone, Item.Inbound item, Content.Change change) {
        if (!(change instanceof Content.Reaction reaction)) {
            return changes.ofPhone(channelId, phone, item, change);
        }
        // A repeat may come days later, when somebody else has the chat by good right.
        if (changes.knows(channelId, item)) {
            return "repeated reaction";
        }
        var meant = reactions.take(phone, reaction);
        var _ = changes.ofPhone(channelId, phone, item, change);
        return meant;
    }

    private Optional<InboxPhone> phone(
            long channelId, Optional<String> waId, Optional<String> userId) {
        return phones.identities()
                .meet(channelId, waId, userId)
                .filter(phone -> !phones.isLeftOut(phone));
    }

    /// The business wrote from its own phone, which shares the number with us.
    ///
    /// @return what became of it, in a few words for the monitor
    public String echo(long channelId, Item.Echo echo) {
        if (phone(channelId, echo.to().waId(), echo.to().userId()).isPresent()) {
            return "passed over: the business wrote to one of its own inbox phones";
        }
        var customer = new Sender(echo.to().waId(), echo.to().userId(), echo.name());
        return switch (echo.content()) {
            case Content.Said said -> customers.echoed(channelId, customer, echo, said);
            case Content.Change change -> changes.ofBusiness(channelId, customer, echo, change);
        };
    }

    /// A person is known otherwise from now on.
    ///
    /// @return what became of it, in a few words for the monitor
    public String system(long channelId, Item.SystemMessage message) {
        return phones.identities()
                .rename(channelId, message)
                .map(renamed -> ofPhone(renamed, message))
                .orElseGet(() -> customers.system(channelId, message));
    }

    /// What waited for a phone's window may go: nothing is known of the new one.
    private String ofPhone(PhoneIdentities.Renamed renamed, Item.SystemMessage message) {
        var phone = renamed.phone();
        if (message.type().equals("customer_identity_changed")) {
            return "the inbox phone "
                    + phone.name()
                    + " has a new security code: make sure that it is still theirs";
        }
        if (!renamed.isNews()) {
            return "system message " + message.type() + " about an inbox phone, known already";
        }
        replies.windowIsUnknown(phone);
        return "the inbox phone "
                + phone.name()
                + " is known as "
                + phone.names().words()
                + " from now on";
    }

    /// A person stops or resumes a kind of messages.
    ///
    /// @return what became of it, in a few words for the monitor
    public String preference(long channelId, Item.Preference preference) {
        return phone(channelId, preference.from().waId(), preference.from().userId()).isPresent()
                ? "passed over: a wish of an inbox phone's"
                : customers.preference(channelId, preference);
    }

    /// A message that was sent from a business number got further.
    ///
    /// @return what became of it, in a few words for the monitor
    public String status(long channelId, Item.StatusUpdate item) {
        return statuses.take(channelId, item);
    }

    /// Forgets statuses that nothing was ever sent for.
    public void forgetOld(Duration age) {
        statuses.forgetOld(age);
    }
}
