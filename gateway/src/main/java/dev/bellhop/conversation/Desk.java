package dev.bellhop.conversation;

import dev.bellhop.channel.InboxPhones;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;
import dev.bellhop.whatsapp.Sender;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Where everything that is said passes: check, store, tell, in that order. A message and the jobs
/// that carry it on are one commit; a repeat of what is stored gets the first answer again and
/// causes nothing.
///
/// Locks are taken in one order everywhere: the visitor, the conversation, then the rest.
public final class Desk {
    /// Jobs that carry a message to an inbox phone.
    public static final String RELAY = "relay";

    /// Jobs that carry an answer to a customer on WhatsApp.
    public static final String DIRECT = "direct";

    /// What became of a message.
    ///
    /// @param repeated whether it was stored before
    public record Said(Message message, boolean repeated) {}

    /// A visitor's words in the widget.
    public record Draft(String cid, Text text, OptionalInt replyTo) {}

    private final Database database;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final InboxPhones phones;
    private final Outbox outbox;
    private final Live live;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    /// Wires the desk.
    ///
    /// @param wakeLane called with the lane of a new job, after the commit
    public Desk(
            Database database,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            InboxPhones phones,
            Outbox outbox,
            Live live,
            Consumer<String> wakeLane,
            Clock clock) {
        this.database = database;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.phones = phones;
        this.outbox = outbox;
        this.live = live;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    /// A visitor said something in the widget. Repeating a `cid` gives the first answer again.
    ///
    /// @param channelId the business number that relays it to the inbox phones
    /// @throws Refusal `blocked`
    public Said say(long visitorId, long siteId, OptionalLong channelId, Draft draft) {
        var key = OnceKey.ofVisitor(visitorId, draft.cid());
        return store((tx, after) -> {
            var visitor = visitors.lock(tx, visitorId).orElseThrow();
            if (visitor.blocked()) {
                throw Refusal.of(Code.BLOCKED);
            }
            var known = messages.known(tx, key);
            if (known.isPresent()) {
                return new Said(known.get(), true);
            }
            var now = now();
            var conversation =
                    conversations
                            .lockOpen(tx, visitorId, Kind.WEB)
                            .orElseGet(() ->
                                    conversations.open(
                                            tx,
                                            Kind.WEB,
                                            OptionalLong.of(siteId),
                                            channelId,
                                            visitorId,
                                            now));
            var message =
                    new Message(
                            conversation.id(),
                            conversation.lastSeq() + 1,
                            Author.VISITOR,
                            visitor.name(),
                            Via.WIDGET,
                            "text",
                            draft.text().value(),
                            Optional.of(draft.cid()),
                            existing(draft.replyTo(), conversation),
                            Status.ACCEPTED,
                            now,
                            Optional.empty(),
                            now);
            append(tx, message, key, OptionalLong.empty());
            conversation.channelId().ifPresent(id -> relay(tx, message, id, after));
            after.told(visitorId, new Happening.MessageAdded(message));
            return new Said(message, false);
        });
    }

    /// A customer wrote to the business number.
    public Said receive(long channelId, Sender sender, Voice.Words words, Instant at) {
        return store((tx, after) -> {
            var known = messages.known(tx, words.onceKey());
            if (known.isPresent()) {
                return new Said(known.get(), true);
            }
            var visitor = visitors.onWhatsApp(tx, channelId, sender);
            visitors.lock(tx, visitor.id());
            var conversation =
                    conversations
                            .lockOpen(tx, visitor.id(), Kind.WHATSAPP)
                            .orElseGet(() ->
                                    conversations.open(
                                            tx,
                                            Kind.WHATSAPP,
                                            OptionalLong.empty(),
                                            OptionalLong.of(channelId),
                                            visitor.id(),
                                            now()));
            var message =
                    new Message(
                            conversation.id(),
                            conversation.lastSeq() + 1,
                            Author.VISITOR,
                            visitor.name(),
                            Via.WHATSAPP,
                            words.kind(),
                            words.text(),
                            Optional.empty(),
                            OptionalInt.empty(),
                            Status.DELIVERED,
                            at,
                            Optional.empty(),
                            now());
            append(tx, message, words.onceKey(), OptionalLong.empty());
            after.told(visitor.id(), new Happening.MessageAdded(message));
            return new Said(message, false);
        });
    }

    /// Somebody answered for the business, in the panel or on a phone. A closed conversation opens
    /// again.
    ///
    /// @throws Refusal `not_found` when there is no such conversation
    public Said reply(long conversationId, Voice voice, Voice.Words words) {
        return store((tx, after) -> {
            var conversation =
                    conversations
                            .lock(tx, conversationId)
                            .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
            var known = messages.known(tx, words.onceKey());
            if (known.isPresent()) {
                return new Said(known.get(), true);
            }
            refuseWhenSucceeded(tx, conversation);
            var now = now();
            boolean direct = conversation.kind() == Kind.WHATSAPP;
            var message =
                    new Message(
                            conversationId,
                            conversation.lastSeq() + 1,
                            Author.AGENT,
                            Optional.of(voice.name()),
                            voice.via(),
                            words.kind(),
                            words.text(),
                            words.cid(),
                            OptionalInt.empty(),
                            direct ? Status.ACCEPTED : Status.SENT,
                            now,
                            Optional.empty(),
                            now);
            append(tx, message, words.onceKey(), voice.agentId());
            var read =
                    messages.advanceAll(tx, conversationId, message.seq(), true, Status.READ, now);
            if (direct) {
                var lane = DIRECT + ":" + conversation.visitorId();
                outbox.put(tx, lane, DIRECT, conversationId, message.seq(), "{}");
                after.wake(lane);
            }
            after.told(conversation.visitorId(), new Happening.MessageAdded(message));
            after.toldAdvanced(conversation, read, Author.VISITOR, Status.READ, now);
            return new Said(message, false);
        });
    }

    /// The visitor's browser holds all messages up to `got`, and the visitor has seen those up to
    /// `seen`.
    public void visitorReached(long conversationId, int got, int seen) {
        boolean _ =
                store((tx, after) -> {
                    var conversation = conversations.lock(tx, conversationId);
                    if (conversation.isEmpty()) {
                        return false;
                    }
                    var now = now();
                    int reached = Math.min(Math.max(got, seen), conversation.get().lastSeq());
                    int watched = Math.min(seen, conversation.get().lastSeq());
                    conversations.visitorReached(tx, conversationId, reached, watched);
                    var read =
                            messages.advanceAll(
                                    tx, conversationId, watched, false, Status.READ, now);
                    var delivered =
                            messages.advanceAll(
                                    tx, conversationId, reached, false, Status.DELIVERED, now);
                    after.toldAdvanced(conversation.get(), read, Author.AGENT, Status.READ, now);
                    after.toldAdvanced(
                            conversation.get(), delivered, Author.AGENT, Status.DELIVERED, now);
                    return true;
                });
    }

    /// An agent has the thread before their eyes, up to a message.
    public void agentSaw(long conversationId, int seq) {
        boolean _ =
                store((tx, after) -> {
                    var conversation = conversations.lock(tx, conversationId);
                    if (conversation.isEmpty()) {
                        return false;
                    }
                    var now = now();
                    conversations.agentSaw(tx, conversationId, seq);
                    if (conversation.get().kind() == Kind.WEB) {
                        var read =
                                messages.advanceAll(
                                        tx, conversationId, seq, true, Status.READ, now);
                        after.toldAdvanced(
                                conversation.get(), read, Author.VISITOR, Status.READ, now);
                    }
                    if (conversation.get().unread() > 0) {
                        after.told(
                                conversation.get().visitorId(),
                                new Happening.Changed(conversationId));
                    }
                    return true;
                });
    }

    /// Advances a message in the caller's transaction, forward only.
    ///
    /// @return what to run after the commit
    public Runnable advance(
            Tx tx,
            long conversationId,
            int seq,
            Status status,
            Instant at,
            Optional<String> failure) {
        if (!messages.advance(tx, conversationId, seq, status, at, failure)) {
            return () -> {};
        }
        var message = messages.find(tx, conversationId, seq).orElseThrow();
        long visitorId =
                tx.one(
                                "SELECT visitor_id FROM conversation WHERE id = ?",
                                row -> row.number("visitor_id"),
                                conversationId)
                        .orElseThrow();
        var after = new Afterwards(live, wakeLane);
        after.told(
                visitorId,
                new Happening.StatusAdvanced(conversationId, seq, message.author(), status, at));
        return after::run;
    }

    /// Ends a conversation; the visitor sees who did. Closing twice is closing once.
    public void close(long conversationId, String agentName) {
        change(
                conversationId,
                Conversation::open,
                (tx, conversation, after) -> {
                    event(tx, conversation, agentName + " closed this chat", after);
                    conversations.close(tx, conversationId, now());
                });
    }

    /// Takes a closed conversation up again.
    public void reopen(long conversationId) {
        change(
                conversationId,
                conversation -> !conversation.open(),
                (tx, conversation, _) -> {
                    refuseWhenSucceeded(tx, conversation);
                    conversations.reopen(tx, conversationId);
                });
    }

    /// The visitor says how it was; a later word replaces an earlier one.
    public void rate(long conversationId, int score, Optional<String> comment) {
        change(
                conversationId,
                _ -> true,
                (tx, _, _) -> conversations.rate(tx, conversationId, score, comment));
    }

    /// Gives a conversation to an agent, or to nobody.
    public void assign(long conversationId, OptionalLong agentId) {
        change(
                conversationId,
                conversation -> !conversation.assigneeId().equals(agentId),
                (tx, _, _) -> conversations.assign(tx, conversationId, agentId));
    }

    /// Tells the other side that somebody began or ceased to type; nothing is stored.
    public void typing(Conversation conversation, Author author, String name, boolean on) {
        var typing = new Happening.Typing(conversation.id(), author, name, on);
        live.tell(Topic.visitor(conversation.visitorId()), typing);
        live.tell(Topic.INBOX, typing);
    }

    private interface Changing {
        void change(Tx tx, Conversation conversation, Afterwards after);
    }

    private void change(long conversationId, Predicate<Conversation> needed, Changing changing) {
        boolean _ =
                store((tx, after) -> {
                    var conversation =
                            conversations
                                    .lock(tx, conversationId)
                                    .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
                    if (!needed.test(conversation)) {
                        return false;
                    }
                    changing.change(tx, conversation, after);
                    after.told(conversation.visitorId(), new Happening.Changed(conversationId));
                    return true;
                });
    }

    private void event(Tx tx, Conversation conversation, String text, Afterwards after) {
        var now = now();
        var message =
                new Message(
                        conversation.id(),
                        conversation.lastSeq() + 1,
                        Author.SYSTEM,
                        Optional.empty(),
                        Via.BELLHOP,
                        "event",
                        text,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Status.SENT,
                        now,
                        Optional.empty(),
                        now);
        append(
                tx,
                message,
                OnceKey.ofEvent(conversation.id(), message.seq()),
                OptionalLong.empty());
        after.told(conversation.visitorId(), new Happening.MessageAdded(message));
    }

    private void append(Tx tx, Message message, byte[] onceKey, OptionalLong agentId) {
        messages.insert(tx, message, onceKey, agentId);
        conversations.grew(tx, message);
    }

    private void relay(Tx tx, Message message, long channelId, Afterwards after) {
        for (var phone : phones.ofChannel(tx, channelId)) {
            var lane = RELAY + ":" + phone.id();
            outbox.put(
                    tx,
                    lane,
                    RELAY,
                    message.conversationId(),
                    message.seq(),
                    "{\"phone\":" + phone.id() + "}");
            after.wake(lane);
        }
    }

    /// A visitor's widget shows the newest conversation: what is said in an older one would never
    /// be seen.
    private void refuseWhenSucceeded(Tx tx, Conversation conversation) {
        if (conversation.open()) {
            return;
        }
        conversations
                .newestOf(tx, conversation.visitorId(), conversation.kind())
                .filter(newest -> newest.id() != conversation.id())
                .ifPresent(newest -> {
                    throw Refusal.of(
                            Code.CONFLICT,
                            "This chat has ended and a newer one goes on: #" + newest.code() + ".");
                });
    }

    private static OptionalInt existing(OptionalInt replyTo, Conversation conversation) {
        boolean exists =
                replyTo.isPresent()
                        && replyTo.getAsInt() >= 1
                        && replyTo.getAsInt() <= conversation.lastSeq();
        return exists ? replyTo : OptionalInt.empty();
    }

    /// The table keeps milliseconds, and what is told must be what is read later.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private interface Work<T> {
        T in(Tx tx, Afterwards after);
    }

    private record Done<T>(T result, Afterwards after) {}

    /// Runs work that gathers what is to be told; tells it after the commit. Two writers of one new
    /// key may both find it unknown; the unique key stops the second, which then finds what the
    /// first stored.
    private <T> T store(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                var done =
                        database.inTransaction(tx -> {
                            // Made anew when a lost deadlock runs the work again, so that it tells
                            // once.
                            var after = new Afterwards(live, wakeLane);
                            return new Done<>(work.in(tx, after), after);
                        });
                done.after().run();
                return done.result();
            } catch (DuplicateKey raced) {
                if (tries == 2) {
                    throw raced;
                }
            }
        }
    }
}
