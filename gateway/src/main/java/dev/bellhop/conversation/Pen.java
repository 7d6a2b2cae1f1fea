package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.db.Batch;
import dev.bellhop.db.Database;
import dev.bellhop.db.DuplicateKey;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.State;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.trace.Span;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// How the desk writes: work in one transaction, and what is to be told after its commit.
final class Pen {
    private final Database database;
    private final Conversations conversations;
    private final Messages messages;
    private final Enclosures enclosures;
    private final Asides asides;
    private final Outbox outbox;
    private final Live live;
    private final Consumer<String> wakeLane;
    private final Clock clock;

    Pen(
            Database database,
            Conversations conversations,
            Messages messages,
            Enclosures enclosures,
            Asides asides,
            Outbox outbox,
            Live live,
            Consumer<String> wakeLane,
            Clock clock) {
        this.database = database;
        this.conversations = conversations;
        this.messages = messages;
        this.enclosures = enclosures;
        this.asides = asides;
        this.outbox = outbox;
        this.live = live;
        this.wakeLane = wakeLane;
        this.clock = clock;
    }

    interface Work<T> {
        T in(Tx tx, Afterwards after);
    }

    private record Done<T>(T result, Afterwards after) {}

    /// Runs work that gathers what is to be told; tells it after the commit. Two writers of one new
    /// key may both find it unknown; the unique key stops the second, which then finds what the
    /// first stored.
    <T> T store(Work<T> work) {
        return store(work, database::inTransaction);
    }

    /// The same for what many do at once, in a transaction that they share.
    <T> T storeTogether(Work<T> work) {
        return store(work, database::together);
    }

    /// Work that many do at once, by statements about all of it.
    interface WorkOfMany<I, T> {
        /// Does it.
        ///
        /// @param inputs at least one
        /// @param afters where what is to be told of each is gathered, in the same order
        /// @return one result for each, in the same order
        List<T> in(Tx tx, List<I> inputs, List<Afterwards> afters);
    }

    /// Work of one kind, of which what comes together is done together.
    interface Together<I, T> {
        /// Does it and tells what there is to tell; returns when it is committed.
        T store(I input);
    }

    /// Says what many do at once. It is to be kept: those who come together are known by it.
    <I, T> Together<I, T> together(WorkOfMany<I, T> work) {
        Batch<I, Done<T>> batch =
                (tx, inputs) -> {
                    var afters = inputs.stream().map(_ -> afterwards()).toList();
                    var results = work.in(tx, inputs, afters);
                    return IntStream.range(0, inputs.size())
                            .mapToObj(i -> new Done<>(results.get(i), afters.get(i)))
                            .toList();
                };
        return input -> store(() -> database.together(batch, input));
    }

    private <T> T store(Work<T> work, Committing<Done<T>> committing) {
        return store(() -> committed(work, committing));
    }

    private static <T> T store(Supplier<Done<T>> attempt) {
        for (int tries = 1; ; tries++) {
            try {
                var done = timed(attempt);
                done.after().run();
                return done.result();
            } catch (DuplicateKey raced) {
                if (tries == 2) {
                    throw raced;
                }
            }
        }
    }

    private static <T> Done<T> timed(Supplier<Done<T>> attempt) {
        try (var _ = Span.current().part("store")) {
            return attempt.get();
        }
    }

    /// How work becomes a transaction.
    private interface Committing<T> {
        T run(Function<Tx, T> work);
    }

    private <T> Done<T> committed(Work<T> work, Committing<Done<T>> committing) {
        return committing.run(tx -> {
            // Made anew when a lost deadlock runs the work again, so that it tells once.
            var after = afterwards();
            return new Done<>(work.in(tx, after), after);
        });
    }

    /// Gathers what is to be told after the commit of somebody else's transaction.
    Afterwards afterwards() {
        return new Afterwards(live, wakeLane);
    }

    <T> T read(Function<Tx, T> reading) {
        return database.read(reading);
    }

    interface Changing {
        void change(Tx tx, Conversation conversation, Afterwards after);
    }

    /// Changes a conversation if it needs it, and tells so.
    ///
    /// @throws Refusal `not_found` when there is no such conversation
    void change(long conversationId, Predicate<Conversation> needed, Changing changing) {
        changeAnd(
                conversationId,
                needed,
                changing,
                (conversation, after) ->
                        after.told(
                                conversation.visitorId(), new Happening.Changed(conversationId)));
    }

    /// Changes what only the team sees of a conversation, if it needs it, and tells the team.
    ///
    /// @throws Refusal `not_found` when there is no such conversation
    void sort(long conversationId, Predicate<Conversation> needed, Changing changing) {
        changeAnd(
                conversationId,
                needed,
                changing,
                (_, after) -> after.toldTeam(new Happening.Sorted(conversationId)));
    }

    private void changeAnd(
            long conversationId,
            Predicate<Conversation> needed,
            Changing changing,
            BiConsumer<Conversation, Afterwards> tell) {
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
                    tell.accept(conversation, after);
                    return true;
                });
    }

    /// Writes a message at the end of its conversation, whose row is locked.
    void append(Tx tx, Message message, byte[] onceKey, OptionalLong agentId) {
        messages.insert(tx, List.of(new Messages.New(message, onceKey, agentId)));
        conversations.growth().grew(tx, message);
    }

    /// The same, and nobody is told that somebody waits.
    void appendUnnoticed(Tx tx, Message message, byte[] onceKey) {
        messages.insert(tx, List.of(new Messages.New(message, onceKey, OptionalLong.empty())));
        conversations.growth().grewUnnoticed(tx, message);
    }

    /// Takes the file that comes with a message, before it is written: the file says of which kind
    /// the message is.
    Optional<Attachment> take(Tx tx, Optional<Enclosure> enclosure) {
        return enclosure.flatMap(it -> enclosures.take(tx, it));
    }

    /// Puts a file to the message that was just written; one that is not there yet is fetched, if
    /// that has not begun before.
    void enclose(Tx tx, Message message, Optional<Attachment> file, Afterwards after) {
        file.ifPresent(it -> {
            enclosures.put(tx, message, it);
            if (it.state() == State.WAITING && !outbox.isBusy(tx, fetchLane(it))) {
                after.wake(fetch(tx, message.conversationId(), message.seq(), it));
            }
        });
    }

    private static String fetchLane(Attachment file) {
        return Desk.FETCH + ":" + file.id();
    }

    /// Has a file fetched, in a lane of its own: nothing waits for it.
    ///
    /// @return the lane, to be woken after the commit
    String fetch(Tx tx, long conversationId, int seq, Attachment file) {
        var lane = fetchLane(file);
        outbox.put(
                tx,
                new Outbox.Order(
                        lane,
                        Desk.FETCH,
                        file.source()
                                .map(source -> OptionalLong.of(source.channelId()))
                                .orElseGet(OptionalLong::empty),
                        conversationId,
                        seq,
                        "{\"file\":" + file.id() + "}"));
        return lane;
    }

    /// Writes a line for the team alone beside a conversation, whose row is locked.
    void aside(
            Tx tx,
            Conversation conversation,
            Aside.Kind kind,
            Actor by,
            String line,
            Afterwards after) {
        var aside =
                asides.add(
                        tx,
                        conversation,
                        Optional.empty(),
                        Optional.empty(),
                        kind,
                        by,
                        line,
                        List.of(),
                        now());
        after.toldTeam(new Happening.AsideAdded(aside));
    }

    /// Tells the team what is not stored.
    void tellTeam(Happening happening) {
        live.tell(Topic.INBOX, happening);
    }

    /// Writes a line of Bellhop's own into a conversation.
    void event(Tx tx, Conversation conversation, String text, Afterwards after) {
        event(
                tx,
                conversation,
                Via.BELLHOP,
                OnceKey.ofEvent(conversation.id(), conversation.lastSeq() + 1),
                text,
                after);
    }

    /// Writes a line that somebody else caused into a conversation.
    void event(
            Tx tx,
            Conversation conversation,
            Via via,
            byte[] onceKey,
            String text,
            Afterwards after) {
        var now = now();
        var message =
                new Message(
                        conversation.id(),
                        conversation.lastSeq() + 1,
                        Author.SYSTEM,
                        Optional.empty(),
                        via,
                        "event",
                        text,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Status.SENT,
                        now,
                        Optional.empty(),
                        now);
        append(tx, message, onceKey, OptionalLong.empty());
        after.told(conversation.visitorId(), new Happening.MessageAdded(message));
    }

    /// The table keeps milliseconds, and what is told must be what is read later.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
