package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Database;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;

import java.time.Duration;

/// Takes in what a notification tells: brings each item to whoever knows what to do with it. Taking
/// the same item twice changes nothing the second time.
public final class Inbound {
    private final Database database;
    private final InboxPhones phones;
    private final Customers customers;
    private final Replies replies;
    private final Reactions reactions;
    private final Statuses statuses;

    Inbound(
            Database database,
            InboxPhones phones,
            Desk desk,
            Replies replies,
            Reactions reactions,
            Statuses statuses) {
        this.database = database;
        this.phones = phones;
        this.customers = new Customers(desk);
        this.replies = replies;
        this.reactions = reactions;
        this.statuses = statuses;
    }

    /// Somebody wrote to a business number: a phone that answers for it, or a customer.
    ///
    /// @return what became of it, in a few words for the monitor
    /// @throws NotYet when it is to be brought again soon
    public String message(long channelId, Item.Inbound item) {
        var phone =
                item.from()
                        .waId()
                        .flatMap(waId -> database.read(tx -> phones.byWaId(tx, channelId, waId)));
        return switch (item.content()) {
            case Content.Said said ->
                    phone.isPresent()
                            ? replies.take(channelId, phone.get(), item, said)
                            : customers.said(channelId, item, said);
            case Content.Reaction reaction when phone.isPresent() ->
                    reactions.take(phone.get(), reaction);
            case Content.Change change -> "passed over: " + change.getClass().getSimpleName();
        };
    }

    /// The business wrote from its own phone.
    ///
    /// @return what became of it, in a few words for the monitor
    public String echo(long channelId, Item.Echo echo) {
        return "passed over: echo";
    }

    /// A person is known otherwise from now on.
    ///
    /// @return what became of it, in a few words for the monitor
    public String system(long channelId, Item.SystemMessage message) {
        return "passed over: system message";
    }

    /// A person stops or resumes a kind of messages.
    ///
    /// @return what became of it, in a few words for the monitor
    public String preference(long channelId, Item.Preference preference) {
        return "passed over: user preference";
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
