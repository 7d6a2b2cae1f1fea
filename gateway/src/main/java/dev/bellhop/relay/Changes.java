package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Spot;
import dev.bellhop.conversation.Voice;
import dev.bellhop.db.Database;
import dev.bellhop.media.Attachments;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;
import dev.bellhop.whatsapp.Sender;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes in what is done on WhatsApp to messages that are there already: reactions, edits,
/// deletions. Each is told with a few words for the monitor.
final class Changes {
    /// Whose change it is.
    ///
    /// @param customer in whose chat it was made; a phone's own is with the business alone
    private record Whose(
            Author author, String who, Optional<String> name, Optional<Sender> customer) {}

    private final Database database;
    private final Desk desk;
    private final Messages messages;
    private final Quotes quotes;
    private final Attachments attachments;
    private final Clock clock;
    private final Sendings sendings = new Sendings();
    private final HeldReplies held = new HeldReplies();

    Changes(Relay.Ground ground, Quotes quotes) {
        this.database = ground.database();
        this.desk = ground.desk();
        this.messages = ground.messages();
        this.attachments = ground.media().attachments();
        this.clock = ground.clock();
        this.quotes = quotes;
    }

    /// A customer's, of their own messages and ours to them.
    ///
    /// @throws NotYet when it is to be brought again soon
    String ofCustomer(long channelId, Item.Inbound item, Content.Change change) {
        var whose =
                new Whose(Author.VISITOR, "visitor", item.from().name(), Optional.of(item.from()));
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
                new Whose(Author.AGENT, "business", Optional.empty(), Optional.of(customer)),
                echo.wamid(),
                echo.at(),
                change,
                quotes.find(channelId, customer, change.messageId()));
    }

    /// An inbox phone's, of its replies and of what was relayed to it.
    String ofPhone(long channelId, InboxPhone phone, Item.Inbound item, Content.Change change) {
        var whose =
                new Whose(
                        Author.AGENT,
                        "phone:" + phone.id(),
                        Optional.of(phone.name()),
                        Optional.empty());
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

    /// Whether a reaction was taken before.
    boolean knows(long channelId, Item.Inbound item) {
        return desk.knowsReaction(OnceKey.ofWamid(channelId, item.wamid()));
    }

    private String take(
            long channelId,
            Whose whose,
            String wamid,
            Instant at,
            Content.Change change,
            Optional<Spot> spot) {
        var name = name(change);
        if (spot.isEmpty() && isOfHeldReply(channelId, change)) {
            return name + " of a reply that is held";
        }
        if (spot.isEmpty()) {
            return early(channelId, whose, wamid, at, change)
                    ? name + " kept for a message not known yet"
                    : name + " of a message not known here";
        }
        return isNews(channelId, whose, wamid, at, change, spot.get())
                ? name
                : name + " that changed nothing";
    }

    /// A reply may be held for longer than an early change is kept: what is held is changed itself.
    private boolean isOfHeldReply(long channelId, Content.Change change) {
        var wamid = change.messageId();
        return switch (change) {
            case Content.Reaction _ -> false;
            case Content.Edit(_, var now) ->
                    database.inTransaction(
                            tx -> held.reword(tx, channelId, wamid, Wording.of(now).text()));
            case Content.Revoke _ ->
                    database.inTransaction(tx -> {
                        var gone = held.withdraw(tx, channelId, wamid, clock.instant());
                        gone.stream()
                                .flatMap(it -> it.attachmentId().stream().boxed())
                                .forEach(file -> attachments.giveUp(tx, List.of(file)));
                        return gone.isPresent();
                    });
        };
    }

    /// Meta promises no order: an edit or deletion may come before its message.
    private boolean early(
            long channelId, Whose whose, String wamid, Instant at, Content.Change change) {
        return switch (change) {
            case Content.Reaction _ -> false;
            case Content.Edit(_, var now) -> {
                desk.editOnceItComes(
                        target(channelId, whose, change), words(channelId, wamid, now), at);
                yield true;
            }
            case Content.Revoke _ -> {
                var key = OnceKey.ofWamid(channelId, wamid);
                desk.revokeOnceItComes(target(channelId, whose, change), key, at);
                yield true;
            }
        };
    }

    private Desk.Target target(long channelId, Whose whose, Content.Change change) {
        var person = whose.customer().flatMap(it -> desk.customer(channelId, it));
        return new Desk.Target(
                OnceKey.ofWamid(channelId, change.messageId()),
                whose.author(),
                person.map(it -> OptionalLong.of(it.id())).orElseGet(OptionalLong::empty));
    }

    private static Voice.Words words(long channelId, String wamid, Content.Said now) {
        var wording = Wording.of(now);
        var words = Voice.Words.received(channelId, wamid, wording.kind(), wording.text());
        return Files.with(words, Files.coming(channelId, now));
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
            case Content.Edit(_, var now) ->
                    desk.edit(spot, whose.author(), words(channelId, wamid, now), at);
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
