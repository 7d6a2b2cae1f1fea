package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.whatsapp.Item;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Finds out what a [Placement] is decided by.
final class Facts {
    /// Longer than Meta usually takes to answer a send; after that the phone is asked.
    private static final Duration QUOTE_WAIT = Duration.ofSeconds(3);

    private static final Duration QUOTE_LOOK = Duration.ofMillis(25);

    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final Outbox outbox;
    private final Sendings sendings;
    private final Patience patience = new Patience(QUOTE_WAIT);

    Facts(
            Database database,
            Conversations conversations,
            Messages messages,
            Outbox outbox,
            Sendings sendings) {
        this.database = database;
        this.conversations = conversations;
        this.messages = messages;
        this.outbox = outbox;
        this.sendings = sendings;
    }

    /// What is known about a phone's words. Somebody quick answers a message before Meta has
    /// answered its send. So what is under way to the phone counts as relayed; and because its id
    /// is not known yet, an unknown quote is looked at again meanwhile. What was relayed after the
    /// words were written says nothing about them, however late they come.
    ///
    /// @throws NotYet when it is to be looked at again
    Placement.Facts of(InboxPhone phone, Item.Inbound item, String text) {
        var lane = Questions.lane(phone);
        // Asked first: what settles after this is seen by the look that follows.
        var underWay = database.read(tx -> outbox.lists().trying(tx, lane));
        var until = endOfSecond(item.at());
        var open =
                underWay.stream()
                        .filter(job -> !job.since().isAfter(until))
                        .map(Outbox.Trying::conversationId)
                        .distinct()
                        .filter(this::isOpen)
                        .toList();
        var facts = database.read(tx -> look(tx, phone, item, text, open));
        if (facts.quotesUnknown() && !underWay.isEmpty() && patience.isLeft(item.wamid())) {
            throw new NotYet(QUOTE_LOOK);
        }
        return facts;
    }

    private Placement.Facts look(
            Tx tx, InboxPhone phone, Item.Inbound item, String text, List<Long> underWay) {
        var quotes = item.quoted();
        var quoted = quotes.flatMap(wamid -> quoted(tx, phone, wamid));
        var matcher = Placement.CODE.matcher(text);
        Optional<Long> coded =
                matcher.find()
                        ? byCode(tx, phone, matcher.group(1)).map(Conversation::id)
                        : Optional.empty();
        return new Placement.Facts(
                text,
                quoted,
                coded,
                relayed(tx, phone, endOfSecond(item.at()), underWay),
                conversations.openOfChannel(tx, phone.channelId(), phone.siteId(), 2).stream()
                        .map(Conversation::id)
                        .toList(),
                quotes.isPresent() && quoted.isEmpty());
    }

    private List<Long> relayed(Tx tx, InboxPhone phone, Instant until, List<Long> underWay) {
        var since = phone.lastReplyAt().orElse(Instant.EPOCH);
        return Stream.concat(
                        sendings.relayedTo(tx, phone.id(), since, until).stream(),
                        underWay.stream())
                .distinct()
                .toList();
    }

    /// WhatsApp tells whole seconds.
    static Instant endOfSecond(Instant writtenAt) {
        return writtenAt.plusMillis(999);
    }

    private boolean isOpen(long conversationId) {
        return conversations.find(conversationId).filter(Conversation::open).isPresent();
    }

    /// The conversation of a code, if it is one that the phone may answer.
    Optional<Conversation> byCode(Tx tx, InboxPhone phone, String code) {
        return conversations
                .byCode(tx, code)
                .filter(it -> it.channelId().equals(OptionalLong.of(phone.channelId())))
                .filter(it -> phone.siteId().isEmpty() || phone.siteId().equals(it.siteId()));
    }

    /// The conversation of a quoted message: one that was relayed to the phone, or an earlier reply
    /// from it.
    private Optional<Long> quoted(Tx tx, InboxPhone phone, String wamid) {
        return sendings.quoted(tx, phone.channelId(), phone.id(), wamid)
                .map(Sendings.Sending::conversationId)
                .or(() ->
                        messages.known(tx, OnceKey.ofWamid(phone.channelId(), wamid))
                                .map(Message::conversationId));
    }
}
