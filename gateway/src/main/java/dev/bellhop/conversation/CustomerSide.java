package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.whatsapp.Sender;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What comes to the [Desk] from WhatsApp with a customer in it; there it says what is promised.
/// Most of it is plain words of people who have a chat already: those are written many at once, by
/// [PlainWords].
final class CustomerSide implements AutoCloseable {
    private final Pen pen;
    private final People people;
    private final Conversations conversations;
    private final Messages messages;
    private final Handovers handovers;
    private final Routing routing;
    private final Away away;
    private final Greeting greeting;
    private final ToPhones toPhones;
    private final Receipts receipts;
    private final Afterthoughts afterthoughts;
    private final PlainWords plainWords;

    CustomerSide(
            Pen pen,
            People people,
            Conversations conversations,
            Messages messages,
            Handovers handovers,
            Routing routing,
            Away away,
            Greeting greeting,
            ToPhones toPhones,
            Receipts receipts,
            Afterthoughts afterthoughts) {
        this.pen = pen;
        this.people = people;
        this.conversations = conversations;
        this.messages = messages;
        this.handovers = handovers;
        this.routing = routing;
        this.away = away;
        this.greeting = greeting;
        this.toPhones = toPhones;
        this.receipts = receipts;
        this.afterthoughts = afterthoughts;
        this.plainWords =
                new PlainWords(
                        pen,
                        people,
                        conversations,
                        messages,
                        handovers,
                        away,
                        receipts,
                        afterthoughts);
    }

    Optional<Desk.Said> receive(long channelId, Sender sender, Voice.Words words, Instant at) {
        return plainWords
                .take(new PlainWords.Received(channelId, sender, words, at))
                .or(() -> store(channelId, sender, words, Author.VISITOR, at));
    }

    Optional<Desk.Said> echo(long channelId, Sender to, Voice.Words words, Instant at) {
        return store(channelId, to, words, Author.AGENT, at);
    }

    /// @param customer who wrote, or who was written to
    private Optional<Desk.Said> store(
            long channelId, Sender customer, Voice.Words words, Author author, Instant at) {
        return pen.store((tx, after) -> {
            var known = messages.known(tx, words.onceKey());
            if (known.isPresent()) {
                return Optional.of(new Desk.Said(known.get(), true));
            }
            if (messages.wasErased(tx, words.onceKey())) {
                return Optional.empty();
            }
            var visitor = people.meet(tx, channelId, customer, after);
            boolean fromCustomer = author == Author.VISITOR;
            // What somebody says who is blocked is kept where they said the last of it.
            boolean unnoticed = fromCustomer && visitor.blocked();
            var joining =
                    fromCustomer && !unnoticed
                            ? handovers.use(tx, channelId, words.text(), visitor.id(), pen.now())
                            : Optional.<Long>empty();
            var conversation =
                    joined(tx, visitor, joining, after)
                            .or(() -> conversations.lockOpen(tx, visitor.id(), Kind.WHATSAPP))
                            .or(() -> unnoticed ? last(tx, visitor) : Optional.empty())
                            .orElseGet(() ->
                                    conversations.open(
                                            tx,
                                            Kind.WHATSAPP,
                                            OptionalLong.empty(),
                                            OptionalLong.of(channelId),
                                            visitor.id(),
                                            pen.now()));
            var file = pen.take(tx, words.enclosure());
            var message =
                    words.next(
                            conversation,
                            author,
                            fromCustomer ? visitor.name() : Optional.empty(),
                            fromCustomer ? Status.DELIVERED : Status.SENT,
                            at,
                            pen.now());
            if (unnoticed) {
                pen.appendUnnoticed(tx, message, words.onceKey());
                if (conversation.lastSeq() == 0) {
                    conversations.close(tx, conversation.id(), pen.now(), Ending.UNSAID);
                }
            } else {
                pen.append(tx, message, words.onceKey(), OptionalLong.empty());
            }
            if (fromCustomer && !unnoticed) {
                after.woken(conversation);
            }
            words.wamid().ifPresent(wamid -> receipts.note(tx, message, visitor.id(), wamid, at));
            pen.enclose(tx, message, file, after);
            after.said(conversation, message);
            if (fromCustomer && !unnoticed) {
                var _ = routing.route(tx, conversation, visitor, message, after);
                away.answer(tx, conversation, visitor, pen.now(), after);
                greeting.answer(tx, conversation, visitor, message, after);
            }
            if (fromCustomer && !unnoticed && conversation.kind() == Kind.WEB) {
                toPhones.relay(tx, conversation, message, channelId, after);
            }
            afterthoughts.catchUp(tx, conversation, message, words.onceKey(), after);
            return Optional.of(new Desk.Said(message, false));
        });
    }

    /// The conversation of a site that somebody goes on with on WhatsApp, locked, while it is open.
    ///
    /// @param joining the one that they have just joined
    private Optional<Conversation> joined(
            Tx tx, Visitor person, Optional<Long> joining, Afterwards after) {
        var joined =
                joining.or(() -> handovers.joinedBy(tx, person.id()))
                        .flatMap(id -> conversations.lock(tx, id))
                        .filter(Conversation::open);
        if (joining.isEmpty() || joined.isEmpty()) {
            return joined;
        }
        pen.event(tx, joined.get(), person.shownName() + " goes on on WhatsApp", after);
        return conversations.lock(tx, joined.get().id()); // the event took a number
    }

    /// Where somebody wrote last, however it ended.
    private Optional<Conversation> last(Tx tx, Visitor person) {
        return conversations
                .newestOf(tx, person.id(), Kind.WHATSAPP)
                .map(Conversation::id)
                .or(() -> handovers.joinedBy(tx, person.id()))
                .flatMap(id -> conversations.lock(tx, id));
    }

    boolean rename(long channelId, byte[] onceKey, People.Renaming renaming, String line) {
        return pen.store((tx, after) -> {
            if (isOver(tx, onceKey)) {
                return false;
            }
            var person = people.rename(tx, channelId, renaming, after);
            person.ifPresent(visitor -> write(tx, visitor, onceKey, line, after));
            return person.isPresent();
        });
    }

    boolean note(long channelId, byte[] onceKey, Sender customer, String line) {
        return pen.store((tx, after) -> {
            if (isOver(tx, onceKey)) {
                return false;
            }
            var person = people.find(tx, channelId, customer);
            person.ifPresent(visitor -> write(tx, visitor, onceKey, line, after));
            return person.isPresent();
        });
    }

    Optional<Visitor> find(long channelId, Sender sender) {
        return pen.read(tx -> people.find(tx, channelId, sender));
    }

    /// Whether it was told before, in a chat that is there or was erased.
    private boolean isOver(Tx tx, byte[] onceKey) {
        return messages.known(tx, onceKey).isPresent() || messages.wasErased(tx, onceKey);
    }

    private void write(Tx tx, Visitor visitor, byte[] onceKey, String line, Afterwards after) {
        conversations
                .newestOf(tx, visitor.id(), Kind.WHATSAPP)
                .flatMap(newest -> conversations.lock(tx, newest.id()))
                .ifPresent(conversation -> {
                    pen.event(tx, conversation, Via.WHATSAPP, onceKey, line, after);
                    after.told(visitor.id(), new Happening.Changed(conversation.id()));
                });
    }

    /// What is being written is finished; nothing is taken any more.
    @Override
    public void close() {
        plainWords.close();
    }
}
