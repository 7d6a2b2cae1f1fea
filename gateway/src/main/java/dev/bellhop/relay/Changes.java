package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Voice;
import dev.bellhop.db.Database;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Sender;

import java.time.Instant;
import java.util.Optional;

/// Takes in what is done on WhatsApp to messages that are there already: reactions, edits,
/// deletions. Each is told with a few words for the monitor.
final class Changes {
    /// Whose change it is.
    private record Whose(Author author, String who, Optional<String> name) {}

    private static final Whose BUSINESS = new Whose(Author.AGENT, "business", Optional.empty());

    private final Database database;
    private final Desk desk;
    private final Messages messages;
    private final Quotes quotes;
    private final Sendings sendings = new Sendings();

    Changes(Database database, Desk desk, Messages messages, Quotes quotes) {
        this.database = database;
        this.desk = desk;
        this.messages = messages;
        this.quotes = quotes;
    }

    /// A customer's, of their own messages and ours to them.
    ///
    /// @throws NotYet when it is to be brought again soon
    String ofCustomer(long channelId, Item.Inbound item, Content.Change change) {
        var whose = new Whose(Author.VISITOR, "visitor", item.from().name());
        return take(
                channelId,
                whose,
                item.wamid(),
                item.at(),
                change,
                quotes.find(channelId, item.from(), change.messageId(), item.wamid()));
    }

    /// The business's, made on its own phone.
    String ofBusiness(long channelId, Sender customer, Item.Echo echo, Content.Change change) {
        return take(
                channelId,
                BUSINESS,
                echo.wamid(),
                echo.at(),
                change,
                quotes.find(channelId, customer, change.messageId()));
    }

    /// An inbox phone's, of its replies and of what was relayed to it.
    String ofPhone(long channelId, InboxPhone phone, Item.Inbound item, Content.Change change) {
        var whose = new Whose(Author.AGENT, "phone:" + phone.id(), Optional.of(phone.name()));
        var spot =
                database.read(tx ->
                        sendings.quoted(tx, channelId, phone.id(), change.messageId())
                                .map(sent -> new Spot(sent.conversationId(), sent.seq()))
                                .or(() ->
                                        messages.known(
                                                        tx,
                                                        OnceKey.ofWamid(
                                                                channelId, change.messageId()))
                                                .map(known ->
                                                        new Spot(
                                                                known.conversationId(),
                                                                known.seq()))));
        return take(channelId, whose, item.wamid(), item.at(), change, spot);
    }

    private String take(
            long channelId,
            Whose whose,
            String wamid,
            Instant at,
            Content.Change change,
            Optional<Spot> spot) {
        var name = name(change);
        if (spot.isEmpty()) {
            return name + " of a message not known here";
        }
        return isNews(channelId, whose, wamid, at, change, spot.get())
                ? name
                : name + " that changed nothing";
    }

    private boolean isNews(
            long channelId,
            Whose whose,
            String wamid,
            Instant at,
            Content.Change change,
            Spot spot) {
        var key = OnceKey.ofWamid(channelId, wamid);
        return switch (change) {
            case Content.Reaction(_, var emoji) ->
                    desk.react(spot, key, whose.who(), whose.name(), emoji, at);
            case Content.Edit(_, var now) -> {
                var wording = Wording.of(now);
                var words = Voice.Words.received(channelId, wamid, wording.kind(), wording.text());
                yield desk.edit(
                        spot, whose.author(), Files.with(words, Files.coming(channelId, now)), at);
            }
            case Content.Revoke _ -> desk.revoke(spot, whose.author(), key, at);
        };
    }

    private static String name(Content.Change change) {
        return switch (change) {
            case Content.Reaction(_, var emoji) ->
                    emoji.isPresent() ? "reaction" : "reaction taken away";
            case Content.Edit _ -> "edit";
            case Content.Revoke _ -> "deletion";
        };
    }
}
