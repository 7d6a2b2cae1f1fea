package dev.bellhop.conversation;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.bellhop.conversation.Desk.Draft;
import dev.bellhop.conversation.Desk.Said;
import dev.bellhop.db.Tx;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// Writes plain words of visitors in their open chats, those of many visitors by a few statements.
/// That is nearly all that is written when much is written; whatever else is to be thought of goes
/// the way of [VisitorSide], which writes one message at a time and has the same outcome: a chat's
/// first words, files, people who are blocked or not welcome, an away message that is due, a chat
/// whose number is gone while its site has one, and what is there already.
final class VisitorWords {
    /// What a visitor wrote.
    ///
    /// @param channelId the number of their site
    record Spoken(long visitorId, OptionalLong channelId, Draft draft) {
        private byte[] onceKey() {
            return OnceKey.ofVisitor(visitorId, draft.cid());
        }
    }

    /// A message and the conversation as it was before.
    private record Line(Conversation before, Visitor writer, Message message, byte[] onceKey) {
        Messages.New toWrite() {
            return new Messages.New(message, onceKey, OptionalLong.empty());
        }
    }

    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Away away;
    private final ToPhones toPhones;
    private final Pen pen;
    private final Pen.Together<Spoken, Optional<Said>> writing;

    VisitorWords(
            Pen pen,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Away away,
            ToPhones toPhones) {
        this.pen = pen;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.away = away;
        this.toPhones = toPhones;
        this.writing = pen.together(this::write);
    }

    /// Writes it, if it is plain words, and returns when that is committed and told.
    ///
    /// @return empty when it is not; then nothing is written
    Optional<Said> take(Spoken spoken) {
        return spoken.draft().upload().isPresent() ? Optional.empty() : writing.store(spoken);
    }

    /// The message that a draft becomes at the end of a conversation.
    ///
    /// @param kind of which kind it is on WhatsApp
    static Message next(
            Draft draft, String kind, Conversation conversation, Visitor visitor, Instant now) {
        return new Message(
                conversation.id(),
                conversation.lastSeq() + 1,
                Author.VISITOR,
                visitor.name(),
                Via.WIDGET,
                kind,
                draft.text().map(Text::value).orElse(""),
                Optional.of(draft.cid()),
                existing(draft.replyTo(), conversation),
                Status.ACCEPTED,
                now,
                Optional.empty(),
                now);
    }

    private static OptionalInt existing(OptionalInt replyTo, Conversation conversation) {
        boolean exists =
                replyTo.isPresent()
                        && replyTo.getAsInt() >= 1
                        && replyTo.getAsInt() <= conversation.lastSeq();
        return exists ? replyTo : OptionalInt.empty();
    }

    private List<Optional<Said>> write(Tx tx, List<Spoken> spoken, List<Afterwards> afters) {
        var lines = lines(tx, spoken);
        add(tx, lines.stream().flatMap(Optional::stream).toList());
        var toRelay = new ArrayList<ToPhones.Stored>();
        for (int i = 0; i < lines.size(); i++) {
            var after = afters.get(i);
            lines.get(i)
                    .ifPresent(line -> {
                        var conversation = line.before();
                        after.woken(conversation);
                        after.said(conversation, line.message());
                        conversation
                                .channelId()
                                .ifPresent(id ->
                                        toRelay.add(
                                                new ToPhones.Stored(
                                                        conversation,
                                                        Optional.of(line.writer()),
                                                        line.message(),
                                                        id,
                                                        after)));
                    });
        }
        toPhones.relay(tx, toRelay);
        return lines.stream().map(it -> it.map(line -> new Said(line.message(), false))).toList();
    }

    /// A line for each, in their order; none for what is not plain after all.
    private List<Optional<Line>> lines(Tx tx, List<Spoken> spoken) {
        var ids = Tx.padded(spoken.stream().map(Spoken::visitorId).distinct().sorted().toList());
        Map<Long, Visitor> present =
                visitors.lockAll(tx, ids).stream().collect(toMap(Visitor::id, Function.identity()));
        var keys = spoken.stream().map(Spoken::onceKey).toList();
        var known = messages.known(tx, Tx.padded(keys));
        var open = conversations.lockOpen(tx, ids, Kind.WEB);
        var gone = numbersGone(tx, open, spoken);
        var now = pen.now();
        var written = new HashSet<Long>();
        var lines = new ArrayList<Optional<Line>>(spoken.size());
        for (int i = 0; i < spoken.size(); i++) {
            var one = spoken.get(i);
            var key = keys.get(i);
            lines.add(
                    Optional.ofNullable(present.get(one.visitorId()))
                            .filter(visitor -> !visitor.over() && !visitor.blocked())
                            .filter(_ -> !known.contains(ByteBuffer.wrap(key)))
                            .flatMap(visitor ->
                                    Optional.ofNullable(open.get(visitor.id()))
                                            // Rules and greetings are about the first one.
                                            .filter(chat -> chat.lastSeq() > 0)
                                            .filter(chat -> !away.isDue(chat, now))
                                            .filter(chat ->
                                                    one.channelId().isEmpty()
                                                            || !gone.contains(chat.channelId()))
                                            // What somebody says at the same time comes after.
                                            .filter(chat -> written.add(chat.id()))
                                            .map(chat ->
                                                    new Line(
                                                            chat,
                                                            visitor,
                                                            next(
                                                                    one.draft(),
                                                                    "text",
                                                                    chat,
                                                                    visitor,
                                                                    now),
                                                            key))));
        }
        return lines;
    }

    /// Those of the chats' numbers by which nobody can go on: there is none, or it was taken away.
    /// It is asked only where a chat goes by another number than its site now.
    private Set<OptionalLong> numbersGone(
            Tx tx, Map<Long, Conversation> chats, List<Spoken> spoken) {
        var others =
                spoken.stream()
                        .filter(one -> one.channelId().isPresent())
                        .flatMap(one ->
                                Optional.ofNullable(chats.get(one.visitorId()))
                                        .map(Conversation::channelId)
                                        .filter(number -> !number.equals(one.channelId()))
                                        .stream())
                        .collect(toSet());
        return others.isEmpty() ? Set.of() : conversations.numbersGone(tx, others);
    }

    private void add(Tx tx, List<Line> lines) {
        for (var portion : Tx.portions(lines)) {
            messages.insert(tx, portion.stream().map(Line::toWrite).toList());
            conversations.growth().grew(tx, portion.stream().map(Line::message).toList());
        }
    }
}
