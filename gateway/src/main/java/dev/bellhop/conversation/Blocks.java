package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Tx;
import dev.bellhop.outbox.Outbox;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// People who may write to the business no longer. The widget of somebody who is blocked takes
/// nothing any more; what they write on WhatsApp is kept and rings nowhere.
public final class Blocks {
    /// Of so many of a person's conversations open pages show at once what became of them.
    private static final int TOLD_MAX = 100;

    private final Pen pen;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Handovers handovers;
    private final Outbox outbox;
    private final Audit audit;

    Blocks(
            Pen pen,
            Visitors visitors,
            Conversations conversations,
            Handovers handovers,
            Outbox outbox,
            Audit audit) {
        this.pen = pen;
        this.visitors = visitors;
        this.conversations = conversations;
        this.handovers = handovers;
        this.outbox = outbox;
        this.audit = audit;
    }

    /// Blocks whoever writes in a conversation: its visitor, and those who go on with it on
    /// WhatsApp. What waits of theirs for a phone does not go out any more. Blocking twice is
    /// blocking once.
    ///
    /// @throws Refusal `not_found`; `conflict` when somebody else's it became just now
    public void block(long conversationId, Actor by) {
        set(conversationId, true, by);
    }

    /// Lets the same people write again.
    ///
    /// @throws Refusal as [#block]
    public void unblock(long conversationId, Actor by) {
        set(conversationId, false, by);
    }

    /// Lets somebody write again who is known by their row alone.
    ///
    /// @throws Refusal `not_found`
    public void unblockPerson(long visitorId, Actor by) {
        boolean _ =
                pen.store((tx, after) -> {
                    var person =
                            visitors.lock(tx, visitorId)
                                    .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
                    if (!person.blocked()) {
                        return false;
                    }
                    visitors.block(tx, visitorId, Optional.empty());
                    audit.append(tx, by, "visitor.unblocked", "visitor " + visitorId, "{}");
                    conversations
                            .newestIdsOf(tx, visitorId, TOLD_MAX)
                            .forEach(id -> after.told(visitorId, new Happening.Blocked(id, false)));
                    return true;
                });
    }

    private void set(long conversationId, boolean blocked, Actor by) {
        boolean _ =
                pen.store((tx, after) -> {
                    var people = lockPeople(tx, conversationId);
                    if (blocked) {
                        // Jobs before conversations, as whoever settles one locks them.
                        people.stream()
                                .map(it -> conversations.newestIdsOf(tx, it.id(), TOLD_MAX))
                                .forEach(ids -> outbox.dropUnsent(tx, Desk.RELAY, ids));
                    }
                    var conversation = lock(tx, conversationId, people);
                    var changed =
                            people.stream().filter(person -> person.blocked() != blocked).toList();
                    if (changed.isEmpty()) {
                        return false;
                    }
                    var at = blocked ? Optional.of(pen.now()) : Optional.<Instant>empty();
                    for (var person : changed) {
                        visitors.block(tx, person.id(), at);
                        audit.append(
                                tx,
                                by,
                                blocked ? "visitor.blocked" : "visitor.unblocked",
                                "visitor " + person.id(),
                                Json.text(Json.object().put("conversation", conversation.code())));
                        after.told(person.id(), new Happening.Blocked(conversationId, blocked));
                        conversations
                                .newestIdsOf(tx, person.id(), TOLD_MAX)
                                .forEach(id -> after.toldTeam(new Happening.Sorted(id)));
                    }
                    pen.aside(
                            tx,
                            conversation,
                            Aside.Kind.BLOCKED,
                            by,
                            line(by, blocked, changed),
                            after);
                    return true;
                });
    }

    private static String line(Actor by, boolean blocked, List<Visitor> people) {
        return by.name()
                + (blocked ? " blocked " : " unblocked ")
                + people.stream()
                        .map(Visitor::shownName)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /// People are locked before conversations, the lower id first.
    private List<Visitor> lockPeople(Tx tx, long conversationId) {
        var conversation =
                conversations
                        .find(tx, conversationId)
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        var ids =
                LongStream.concat(
                                LongStream.of(conversation.visitorId()),
                                handovers.onWhatsApp(tx, conversation).stream()
                                        .mapToLong(Long::longValue))
                        .distinct()
                        .boxed()
                        .toList();
        return visitors.lockAll(tx, ids);
    }

    private Conversation lock(Tx tx, long conversationId, List<Visitor> people) {
        var conversation =
                conversations
                        .lock(tx, conversationId)
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        if (people.stream().noneMatch(person -> person.id() == conversation.visitorId())) {
            throw Refusal.of(Code.CONFLICT, "It has become somebody else's. Look again.");
        }
        return conversation;
    }
}
