package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Via;
import dev.bellhop.conversation.Voice;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Json;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Places what inbox phones write: each reply into the conversation that it belongs to, or among
/// the held ones with a question back. Taking the same reply twice changes nothing the second time.
final class Replies {
    private static final int CHOICES_MAX = 10;

    /// Longer than Meta usually takes to answer a send; after that the phone is asked.
    private static final Duration QUOTE_WAIT = Duration.ofSeconds(3);

    private static final Duration QUOTE_LOOK = Duration.ofMillis(25);

    private final Database database;
    private final InboxPhones phones;
    private final Conversations conversations;
    private final Messages messages;
    private final Desk desk;
    private final Outbox outbox;
    private final Consumer<String> wakeLane;
    private final Sendings sendings = new Sendings();
    private final HeldReplies held = new HeldReplies();
    private final Patience patience = new Patience(QUOTE_WAIT);
    private final Clock clock;

    Replies(
            Database database,
            InboxPhones phones,
            Conversations conversations,
            Messages messages,
            Desk desk,
            Outbox outbox,
            Consumer<String> wakeLane,
            Clock clock) {
        this.database = database;
        this.phones = phones;
        this.conversations = conversations;
        this.messages = messages;
        this.desk = desk;
        this.outbox = outbox;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    /// A phone wrote to the business number.
    ///
    /// @return what became of it, in a few words for the monitor
    /// @throws NotYet when it is to be brought again soon
    String take(long channelId, InboxPhone phone, Item.Inbound item, Content.Said said) {
        var wording = Wording.of(said);
        database.write(tx -> phones.wrote(tx, phone.id(), item.at()));
        // What is open and was relayed has changed since: a repeat must not be placed, or asked
        // about, anew.
        var key = OnceKey.ofWamid(channelId, item.wamid());
        if (database.read(tx -> messages.known(tx, key)).isPresent()) {
            return "repeated reply";
        }
        if (database.read(tx -> held.knows(tx, channelId, item.wamid()))) {
            int _ = placeHeld(channelId, phone); // a kill may have come before all were placed
            return "repeated reply, held";
        }
        var facts = factsOnceSettled(channelId, phone, item, wording.text());
        return switch (Placement.of(facts)) {
            case Placement.Into(var conversationId, var text) -> {
                var placed =
                        place(channelId, phone, conversationId, item.wamid(), wording.kind(), text);
                yield placed.repeated() ? "repeated reply" : "reply from " + phone.name();
            }
            case Placement.HeldInto(var conversationId) -> {
                database.write(tx ->
                        held.belong(
                                tx,
                                channelId,
                                phone.id(),
                                item.wamid(),
                                conversationId,
                                clock.instant()));
                yield placeHeld(channelId, phone) + " held replies placed";
            }
            case Placement.Ask() -> hold(channelId, phone, item, wording);
        };
    }

    /// Somebody quick quotes a message before Meta has answered its send, and its id is known only
    /// then: while a send to this phone is under way, an unknown quote is looked at again.
    ///
    /// @throws NotYet when it is to be looked at again
    private Placement.Facts factsOnceSettled(
            long channelId, InboxPhone phone, Item.Inbound item, String text) {
        var lane = Desk.RELAY + ":" + phone.id();
        // Asked first: what settles after this is seen by the look that follows.
        boolean underWay = database.read(tx -> outbox.isTrying(tx, lane));
        var facts = database.read(tx -> facts(tx, channelId, phone, item, text));
        if (facts.quotesUnknown() && underWay && patience.isLeft(item.wamid())) {
            throw new NotYet(QUOTE_LOOK);
        }
        return facts;
    }

    private Placement.Facts facts(
            Tx tx, long channelId, InboxPhone phone, Item.Inbound item, String text) {
        var quoted = item.quoted().flatMap(wamid -> quoted(tx, channelId, phone, wamid));
        var matcher = Placement.CODE.matcher(text);
        Optional<Long> coded =
                matcher.find()
                        ? conversations
                                .byCode(tx, matcher.group(1))
                                .filter(conversation -> isOf(conversation, channelId))
                                .map(Conversation::id)
                        : Optional.empty();
        return new Placement.Facts(
                text,
                quoted,
                coded,
                sendings.relayedTo(tx, phone.id(), phone.lastReplyAt().orElse(Instant.EPOCH)),
                conversations.openOfChannel(tx, channelId, 2).stream()
                        .map(Conversation::id)
                        .toList(),
                item.quoted().isPresent() && quoted.isEmpty());
    }

    /// The conversation of a quoted message: one that was relayed to the phone, or an earlier reply
    /// from it.
    private Optional<Long> quoted(Tx tx, long channelId, InboxPhone phone, String wamid) {
        return sendings.quoted(tx, channelId, phone.id(), wamid)
                .map(Sendings.Sending::conversationId)
                .or(() ->
                        messages.known(tx, OnceKey.ofWamid(channelId, wamid))
                                .map(Message::conversationId));
    }

    private static boolean isOf(Conversation conversation, long channelId) {
        return conversation.channelId().isPresent()
                && conversation.channelId().getAsLong() == channelId;
    }

    private Desk.Said place(
            long channelId,
            InboxPhone phone,
            long conversationId,
            String wamid,
            String kind,
            String text) {
        var said =
                desk.reply(
                        goingOn(conversationId),
                        new Voice(phone.agentId(), phone.name(), Via.WHATSAPP),
                        Voice.Words.received(channelId, wamid, kind, text));
        database.write(tx -> phones.replied(tx, phone.id(), clock.instant()));
        return said;
    }

    /// A closed conversation whose visitor has begun another goes on there: it is the one that the
    /// widget shows.
    private long goingOn(long conversationId) {
        return conversations
                .find(conversationId)
                .filter(conversation -> !conversation.open())
                .flatMap(closed -> conversations.newestOf(closed.visitorId()))
                .filter(Conversation::open)
                .map(Conversation::id)
                .orElse(conversationId);
    }

    private int placeHeld(long channelId, InboxPhone phone) {
        int count = 0;
        for (var said = toPlace(phone); !said.isEmpty(); said = toPlace(phone)) {
            for (var reply : said) {
                place(
                        channelId,
                        phone,
                        reply.conversationId(),
                        reply.wamid(),
                        reply.kind(),
                        reply.text());
                database.write(tx -> held.placed(tx, reply.id(), clock.instant()));
            }
            count += said.size();
        }
        return count;
    }

    private List<HeldReplies.Held> toPlace(InboxPhone phone) {
        return database.read(tx -> held.toPlace(tx, phone.id()));
    }

    /// Keeps a reply that cannot be placed, and asks; both in one commit.
    private String hold(long channelId, InboxPhone phone, Item.Inbound item, Wording wording) {
        var lane = Desk.RELAY + ":" + phone.id();
        boolean fresh =
                database.inTransaction(tx -> {
                    boolean kept =
                            held.keep(
                                    tx,
                                    channelId,
                                    phone.id(),
                                    item.wamid(),
                                    wording.kind(),
                                    wording.text(),
                                    item.at());
                    if (kept) {
                        var open = conversations.openOfChannel(tx, channelId, CHOICES_MAX);
                        var payload =
                                Json.object()
                                        .put("phone", phone.id())
                                        .put("text", question(open))
                                        .put("quote", item.wamid());
                        outbox.put(tx, lane, Outbound.ASK, 0, 0, Json.text(payload));
                    }
                    return kept;
                });
        if (fresh) {
            wakeLane.accept(lane);
        }
        return fresh ? "held: no telling which conversation is meant" : "repeated reply, held";
    }

    private static String question(List<Conversation> open) {
        if (open.isEmpty()) {
            return "No chat is open, so your words were kept and not passed on. Quote a message to"
                    + " answer it.";
        }
        var text =
                new StringBuilder(
                        "Which chat is this for? Your words are kept. Answer with its code alone:");
        for (var conversation : open) {
            text.append("\n#").append(conversation.code()).append("  ");
            var words = conversation.lastText();
            text.append(words.length() > 60 ? words.substring(0, 60) + "…" : words);
        }
        return text.toString();
    }
}
