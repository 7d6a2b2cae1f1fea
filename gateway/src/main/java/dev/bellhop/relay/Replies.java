package dev.bellhop.relay;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.channel.InboxPhones;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.OnceKey;
import dev.bellhop.conversation.Via;
import dev.bellhop.conversation.Voice;
import dev.bellhop.db.Database;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.whatsapp.Content;
import dev.bellhop.whatsapp.Item;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Places what inbox phones write: each reply into the conversation that it belongs to, or among
/// the held ones with a question back. Taking the same reply twice changes nothing the second time.
final class Replies {
    private static final Question NOTHING_LEFT =
            new Question(
                    "Those words were passed on before, or withdrawn: this choice changes"
                            + " nothing.");

    private final Database database;
    private final InboxPhones phones;
    private final Conversations conversations;
    private final Messages messages;
    private final Desk desk;
    private final Outbox outbox;
    private final Consumer<String> wakeLane;
    private final PhoneReplies phoneReplies;
    private final HeldReplies held = new HeldReplies();
    private final Questions questions;
    private final Facts facts;
    private final Commands commands;
    private final Clock clock;

    Replies(
            Relay.Ground ground,
            Sendings sendings,
            PhoneReplies phoneReplies,
            Questions questions) {
        this.phoneReplies = phoneReplies;
        this.database = ground.database();
        this.phones = ground.phones();
        this.conversations = ground.conversations();
        this.messages = ground.messages();
        this.desk = ground.desk();
        this.outbox = ground.outbox();
        this.wakeLane = ground.lanes()::wake;
        this.questions = questions;
        this.facts = new Facts(database, conversations, messages, outbox, sendings);
        this.clock = ground.clock();
        this.commands = new Commands(database, conversations, desk, held, questions, facts, clock);
    }

    /// A phone wrote to the business number.
    ///
    /// @return what became of it, in a few words for the monitor
    /// @throws NotYet when it is to be brought again soon
    String take(long channelId, InboxPhone phone, Item.Inbound item, Content.Said said) {
        windowOpens(phone, item);
        // What is open and was relayed has changed since: a repeat must not be placed, or asked
        // about, anew.
        var key = OnceKey.ofWamid(channelId, item.wamid());
        if (database.read(tx -> messages.known(tx, key)).isPresent()) {
            return "repeated reply";
        }
        if (database.read(tx -> messages.wasErased(tx, key))) {
            return Customers.ERASED;
        }
        if (database.read(tx -> held.knows(tx, channelId, item.wamid()))) {
            int _ = placeHeld(channelId, phone); // a kill may have come before all were placed
            return "repeated reply, held";
        }
        var wording = Wording.of(said);
        var command = Command.read(wording.text());
        if (command.isPresent()) {
            return commands.take(phone, item, command.get());
        }
        var chosen = chosen(phone, said);
        if (chosen.isEmpty() && isChoice(said)) {
            // Its words are a row of ours: somebody else's name and words.
            return commands.choiceIsGone(phone, item);
        }
        var placement = chosen.orElseGet(() -> Placement.of(facts.of(phone, item, wording.text())));
        return switch (placement) {
            case Placement.Into(var conversationId, var text) -> {
                var placed =
                        place(
                                phone,
                                conversationId,
                                Files.with(
                                        Voice.Words.received(
                                                channelId, item.wamid(), wording.kind(), text),
                                        Files.coming(channelId, said)),
                                item.at());
                yield placed.repeated() ? "repeated reply" : "reply from " + phone.name();
            }
            case Placement.HeldInto into -> {
                belong(phone, item, into);
                yield placeHeld(channelId, phone) + " held replies placed";
            }
            case Placement.Ask() -> hold(phone, item, said, wording);
        };
    }

    /// Notes where held replies belong. A choice is about one of them, which may have been placed
    /// or withdrawn before; then the phone is told that nothing came of it.
    private void belong(InboxPhone phone, Item.Inbound item, Placement.HeldInto into) {
        boolean isLate =
                database.inTransaction(tx -> {
                    var count =
                            held.belong(
                                    tx,
                                    phone.channelId(),
                                    phone.id(),
                                    item.wamid(),
                                    into.heldId(),
                                    into.conversationId(),
                                    clock.instant());
                    boolean isInVain =
                            into.heldId().isPresent() && count.equals(OptionalLong.of(0));
                    if (isInVain) {
                        questions.say(tx, phone, NOTHING_LEFT, item.wamid());
                    }
                    return isInVain;
                });
        if (isLate) {
            questions.wake(phone);
        }
    }

    /// What waited for the phone to write goes on at once.
    private void windowOpens(InboxPhone phone, Item.Inbound item) {
        var lane = Questions.lane(phone);
        database.write(tx -> {
            // First the lane, like whoever ends a try and shuts the window.
            outbox.hastenLane(tx, lane, List.of(Waits.WINDOW));
            phones.wrote(tx, phone.id(), item.at());
        });
        wakeLane.accept(lane);
    }

    /// Nothing is known of the phone's window any more: what waited for it is tried now.
    void windowIsUnknown(InboxPhone phone) {
        var lane = Questions.lane(phone);
        database.write(tx -> outbox.hastenLane(tx, lane, List.of(Waits.WINDOW)));
        wakeLane.accept(lane);
    }

    private static boolean isChoice(Content.Said said) {
        return said instanceof Content.Choice choice && Questions.choice(choice.id()).isPresent();
    }

    /// A row of a list of ours, by which a held reply finds its conversation.
    private Optional<Placement> chosen(InboxPhone phone, Content.Said said) {
        return said instanceof Content.Choice choice
                ? Questions.choice(choice.id())
                        .flatMap(chosen ->
                                database.read(tx -> facts.byCode(tx, phone, chosen.code()))
                                        .map(conversation ->
                                                new Placement.HeldInto(
                                                        conversation.id(),
                                                        OptionalLong.of(chosen.heldId()))))
                : Optional.empty();
    }

    /// @param writtenAt when the phone wrote it
    private Desk.Said place(
            InboxPhone phone, long conversationId, Voice.Words words, Instant writtenAt) {
        // In one commit: whoever sees the reply finds the phone's next one placed by it.
        return desk.reply(
                goingOn(conversationId),
                new Voice(phone.agentId(), phone.name(), Via.WHATSAPP),
                words,
                tx -> {
                    phones.replied(tx, phone.id(), seenUntil(writtenAt));
                    words.wamid().ifPresent(wamid -> noteId(tx, phone, words.onceKey(), wamid));
                });
    }

    /// Under which id the phone has its answer, for a visitor who quotes it.
    private void noteId(Tx tx, InboxPhone phone, byte[] onceKey, String wamid) {
        messages.known(tx, onceKey)
                .ifPresent(placed -> phoneReplies.note(tx, placed, phone.id(), wamid));
    }

    /// Up to when the phone may have seen what was relayed to it. A reply that was long on its way
    /// says nothing about what came meanwhile.
    private Instant seenUntil(Instant writtenAt) {
        var endOfSecond = Facts.endOfSecond(writtenAt);
        var now = clock.instant();
        return endOfSecond.isBefore(now) ? endOfSecond : now;
    }

    /// A closed conversation whose visitor has begun another goes on there, even if that one was
    /// closed too: it is the one that the widget shows.
    private long goingOn(long conversationId) {
        return conversations
                .find(conversationId)
                .filter(conversation -> !conversation.open())
                .flatMap(closed -> conversations.currentOf(closed.visitorId(), closed.kind()))
                .map(Conversation::id)
                .orElse(conversationId);
    }

    private int placeHeld(long channelId, InboxPhone phone) {
        int count = 0;
        for (var said = toPlace(phone); !said.isEmpty(); said = toPlace(phone)) {
            for (var reply : said) {
                place(phone, reply.conversationId(), reply.words(channelId), reply.at());
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
    private String hold(InboxPhone phone, Item.Inbound item, Content.Said said, Wording wording) {
        var file = Files.coming(phone.channelId(), said);
        var lanes = new ArrayList<String>();
        boolean fresh =
                database.inTransaction(tx -> {
                    lanes.clear();
                    boolean kept =
                            held.keep(
                                    tx,
                                    phone.channelId(),
                                    phone.id(),
                                    item.wamid(),
                                    wording.kind(),
                                    wording.text(),
                                    file,
                                    item.at());
                    if (kept) {
                        // Meta forgets a file in a week, and people may take longer to choose.
                        file.map(it -> desk.fetchAhead(tx, it.file()))
                                .ifPresent(ahead -> {
                                    held.hasFile(
                                            tx,
                                            phone.channelId(),
                                            item.wamid(),
                                            ahead.attachmentId());
                                    lanes.add(ahead.lane());
                                });
                        long id = held.idOf(tx, phone.channelId(), item.wamid());
                        questions.askWhich(tx, phone, id, item.wamid());
                    }
                    return kept;
                });
        if (fresh) {
            lanes.forEach(wakeLane);
            questions.wake(phone);
        }
        return fresh ? "held: no telling which conversation is meant" : "repeated reply, held";
    }
}
