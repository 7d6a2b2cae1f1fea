package dev.bellhop.conversation;

import dev.bellhop.db.GroupCommit;
import dev.bellhop.db.Tx;
import dev.bellhop.trace.Span;
import dev.bellhop.whatsapp.Sender;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Writes plain words of customers whose open chat is known already, those of many customers in one
/// transaction of a few statements. That is nearly all that comes in when much comes in; whatever
/// else is to be thought of goes the way of [CustomerSide], which writes one message at a time and
/// has the same outcome: people who are new or known otherwise now, chats that are yet to be
/// opened, files, codes of a site's chat, people who are blocked, and what is there already.
final class PlainWords implements AutoCloseable {
    private static final int TOGETHER_MAX = 64;

    /// Who reads does not notice; at hundreds a second it is several in a transaction.
    private static final Duration PACE = Duration.ofMillis(15);

    /// What a customer wrote.
    ///
    /// @param at when, on WhatsApp
    record Received(long channelId, Sender sender, Voice.Words words, Instant at) {
        /// Whether it may be plain words, by what it says itself.
        private boolean mayBePlain() {
            return words.enclosure().isEmpty()
                    && words.form().isEmpty()
                    && words.wamid().isPresent()
                    && !Handovers.mayHold(words.text());
        }

        private People.Claim whose() {
            return new People.Claim(channelId, sender);
        }

        private byte[] onceKey() {
            return words.onceKey();
        }

        private ByteBuffer key() {
            return ByteBuffer.wrap(onceKey());
        }
    }

    /// A message with whose words it is.
    private record Line(Received received, Visitor visitor, Conversation before, Message message) {
        private Messages.New toWrite() {
            return new Messages.New(message, received.onceKey(), OptionalLong.empty());
        }

        private Receipts.New receipt() {
            return new Receipts.New(
                    message, visitor.id(), received.words().wamid().orElseThrow(), received.at());
        }
    }

    private final Pen pen;
    private final People people;
    private final Conversations conversations;
    private final Messages messages;
    private final Handovers handovers;
    private final Away away;
    private final Receipts receipts;
    private final Afterthoughts afterthoughts;
    private final GroupCommit<Received, Optional<Line>> writer;

    PlainWords(
            Pen pen,
            People people,
            Conversations conversations,
            Messages messages,
            Handovers handovers,
            Away away,
            Receipts receipts,
            Afterthoughts afterthoughts) {
        this.pen = pen;
        this.people = people;
        this.conversations = conversations;
        this.messages = messages;
        this.handovers = handovers;
        this.away = away;
        this.receipts = receipts;
        this.afterthoughts = afterthoughts;
        this.writer =
                new GroupCommit<>(
                        "customers-words",
                        PACE,
                        TOGETHER_MAX,
                        Long.MAX_VALUE,
                        _ -> 0,
                        group -> pen.store((tx, after) -> write(tx, group, after)));
    }

    /// Writes it, if it is plain words, and returns when that is committed and told.
    ///
    /// @return empty when it is not; then nothing is written
    Optional<Desk.Said> take(Received received) {
        if (!received.mayBePlain()) {
            return Optional.empty();
        }
        try (var storing = Span.current().part("store")) {
            var line = writer.store(received, _ -> {});
            storing.is("bellhop.store.together", "true");
            // Here and not where it is written: the span is this thread's.
            line.ifPresent(it -> Afterwards.traced(it.before(), it.message()));
            return line.map(it -> new Desk.Said(it.message(), false));
        }
    }

    private List<Optional<Line>> write(Tx tx, List<Received> group, Afterwards after) {
        var lines = lines(tx, group);
        var plain = lines.stream().flatMap(Optional::stream).toList();
        if (!plain.isEmpty()) {
            add(tx, plain, after);
        }
        return lines;
    }

    /// A line for each, in their order; none for what is not plain after all.
    private List<Optional<Line>> lines(Tx tx, List<Received> group) {
        var known = messages.known(tx, group.stream().map(Received::onceKey).toList());
        var visitors = people.allAsKnown(tx, group.stream().map(Received::whose).toList());
        var ids = visitors.stream().flatMap(Optional::stream).map(Visitor::id).toList();
        var joined = handovers.whoJoined(tx, ids);
        var open = conversations.lockOpen(tx, ids, Kind.WHATSAPP);
        var now = pen.now();
        return IntStream.range(0, group.size())
                .mapToObj(i ->
                        visitors.get(i)
                                .filter(visitor -> !visitor.blocked())
                                .filter(_ -> !known.contains(group.get(i).key()))
                                .filter(visitor -> !joined.contains(visitor.id()))
                                .flatMap(visitor ->
                                        Optional.ofNullable(open.get(visitor.id()))
                                                .filter(it -> !away.isDue(it, now))
                                                .map(it -> line(group.get(i), visitor, it, now))))
                .toList();
    }

    private static Line line(Received one, Visitor visitor, Conversation before, Instant now) {
        var message =
                one.words()
                        .next(
                                before,
                                Author.VISITOR,
                                visitor.name(),
                                Status.DELIVERED,
                                one.at(),
                                now);
        return new Line(one, visitor, before, message);
    }

    private void add(Tx tx, List<Line> lines, Afterwards after) {
        messages.insert(tx, lines.stream().map(Line::toWrite).toList());
        conversations.growth().grew(tx, lines.stream().map(Line::message).toList());
        receipts.note(tx, lines.stream().map(Line::receipt).toList());
        var early =
                afterthoughts.early(tx, lines.stream().map(it -> it.received().onceKey()).toList());
        for (var line : lines) {
            after.woken(line.before());
            after.told(line.visitor().id(), new Happening.MessageAdded(line.message()));
            if (early.contains(line.received().key())) {
                afterthoughts.catchUp(
                        tx, line.before(), line.message(), line.received().onceKey(), after);
            }
        }
    }

    /// Finishes what is being written.
    @Override
    public void close() {
        writer.close();
    }
}
