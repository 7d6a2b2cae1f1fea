package dev.bellhop.conversation;

import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.OptionalLong;

/// What visitors do at the [Desk], where it says what is promised. Most of it is plain words in a
/// chat that is open already: those are written many at once, by [VisitorWords].
final class VisitorSide {
    private final Pen pen;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Handovers handovers;
    private final Routing routing;
    private final Away away;
    private final Greeting greeting;
    private final RatingRequest ratingRequest;
    private final ToPhones toPhones;
    private final VisitorWords plainWords;

    VisitorSide(
            Pen pen,
            Visitors visitors,
            Conversations conversations,
            Messages messages,
            Handovers handovers,
            Routing routing,
            Away away,
            Greeting greeting,
            RatingRequest ratingRequest,
            ToPhones toPhones) {
        this.pen = pen;
        this.visitors = visitors;
        this.conversations = conversations;
        this.messages = messages;
        this.handovers = handovers;
        this.routing = routing;
        this.away = away;
        this.greeting = greeting;
        this.ratingRequest = ratingRequest;
        this.toPhones = toPhones;
        this.plainWords = new VisitorWords(pen, visitors, conversations, messages, away, toPhones);
    }

    Desk.Said say(long visitorId, long siteId, OptionalLong channelId, Desk.Draft draft) {
        return plainWords
                .take(new VisitorWords.Spoken(visitorId, channelId, draft))
                .orElseGet(() -> store(visitorId, siteId, channelId, draft));
    }

    /// The way of everything that is not plain; of what is it would make the same.
    Desk.Said store(long visitorId, long siteId, OptionalLong channelId, Desk.Draft draft) {
        var key = OnceKey.ofVisitor(visitorId, draft.cid());
        return pen.storeTogether((tx, after) -> {
            var visitor =
                    visitors.lock(tx, visitorId)
                            .filter(it -> !it.over())
                            // Erased, or another by now: they say hello again.
                            .orElseThrow(() -> Refusal.of(Code.NOT_WELCOME));
            if (visitor.blocked()) {
                throw Refusal.of(Code.BLOCKED);
            }
            var known = messages.known(tx, key);
            if (known.isPresent()) {
                return new Desk.Said(known.get(), true);
            }
            var now = pen.now();
            var conversation =
                    conversations
                            .lockOpen(tx, visitorId, Kind.WEB)
                            .map(open -> conversations.withNumber(tx, open, channelId))
                            .orElseGet(() ->
                                    conversations.open(
                                            tx,
                                            Kind.WEB,
                                            OptionalLong.of(siteId),
                                            channelId,
                                            visitorId,
                                            now));
            var file =
                    pen.take(
                            tx,
                            draft.upload().map(it -> new Enclosure.Upload(it, owner(visitorId))));
            var kind = file.map(it -> it.kind().wireName()).orElse("text");
            var message = VisitorWords.next(draft, kind, conversation, visitor, now);
            pen.append(tx, message, key, OptionalLong.empty());
            after.woken(conversation);
            pen.enclose(tx, message, file, after);
            after.said(conversation, message);
            var routed = routing.route(tx, conversation, visitor, message, after);
            away.answer(tx, conversation, visitor, now, after);
            greeting.answer(tx, conversation, visitor, message, after);
            routed.channelId().ifPresent(id -> toPhones.relay(tx, routed, message, id, after));
            return new Desk.Said(message, false);
        });
    }

    /// The name under which a visitor's uploads wait for their messages.
    static String owner(long visitorId) {
        return "visitor:" + visitorId;
    }

    void mayBeKept(long visitorId, boolean kept) {
        boolean _ =
                pen.store((tx, _) -> {
                    visitors.mayBeKept(tx, visitorId, kept);
                    conversations.mayBeKept(tx, visitorId, kept);
                    return true;
                });
    }

    void forgetHandovers() {
        boolean _ =
                pen.store((tx, _) -> {
                    handovers.forget(tx, pen.now());
                    return true;
                });
    }

    Optional<Desk.Handover> handOver(long visitorId) {
        return pen.store((tx, _) -> {
            boolean blocked = visitors.lock(tx, visitorId).filter(Visitor::blocked).isPresent();
            if (blocked) {
                throw Refusal.of(Code.BLOCKED);
            }
            return conversations
                    .lockOpen(tx, visitorId, Kind.WEB)
                    .filter(conversation -> conversation.channelId().isPresent())
                    .map(conversation -> handovers.code(tx, conversation, pen.now()));
        });
    }

    void visitorReached(long conversationId, int got, int seen) {
        boolean _ =
                pen.store((tx, after) -> {
                    var conversation = conversations.lock(tx, conversationId);
                    if (conversation.isEmpty()) {
                        return false;
                    }
                    var now = pen.now();
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

    void rate(long conversationId, int score, Optional<String> comment) {
        pen.change(
                conversationId,
                _ -> true,
                (tx, conversation, after) ->
                        ratingRequest.rate(tx, conversation, score, comment, pen.now(), after));
    }

    void end(long conversationId, String visitorName) {
        pen.change(
                conversationId,
                Conversation::open,
                (tx, conversation, after) -> {
                    pen.event(tx, conversation, visitorName + " ended this chat", after);
                    conversations.close(tx, conversationId, pen.now(), Ending.UNSAID);
                });
    }
}
