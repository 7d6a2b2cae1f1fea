package dev.bellhop.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.conversation.Aside.Mention;
import dev.bellhop.db.Tx;
import dev.bellhop.people.Leaving;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the team does with a conversation behind the customer's back: whose it is, what is noted
/// beside it, when it is looked at again. Each deed is one commit with the line that tells it and
/// its entry in the audit log; a deed that is done already does nothing.
public final class BackOffice {
    private final Pen pen;
    private final Conversations conversations;
    private final Asides asides;
    private final Labels labels;
    private final Traces traces;
    private final Audit audit;
    private final Assigning assigning;
    private final HandBack handBack;

    BackOffice(
            Pen pen,
            Conversations conversations,
            Asides asides,
            Labels labels,
            Traces traces,
            Audit audit) {
        this.pen = pen;
        this.conversations = conversations;
        this.asides = asides;
        this.labels = labels;
        this.traces = traces;
        this.audit = audit;
        this.assigning = new Assigning(pen, conversations, audit);
        this.handBack = new HandBack(pen, conversations, audit);
    }

    /// Who gets a conversation.
    ///
    /// @param to the agent or team, or nobody
    /// @param from whose the caller believes it to be, or nobody's; left out, it does not matter
    public record Assignment(OptionalLong to, Optional<OptionalLong> from) {
        public static Assignment to(OptionalLong agentId) {
            return new Assignment(agentId, Optional.empty());
        }
    }

    /// Gives a conversation to an agent, or to nobody.
    ///
    /// @throws Refusal `not_found`; `conflict` when it is not whose the caller believes, or for an
    ///   agent who is disabled
    public void assign(long conversationId, Assignment assignment, Actor by) {
        assigning.assign(conversationId, assignment, by);
    }

    /// Hands a conversation over to a team, whose agents see to it who answers, or to none. A team
    /// gets it without an agent; when it leaves a team, its agent stays.
    ///
    /// @throws Refusal `not_found`; `conflict` when it is not whose the caller believes; `invalid`
    ///   for a team that there is not
    public void handOver(long conversationId, Assignment toTeam, Actor by) {
        assigning.handOver(conversationId, toTeam, by);
    }

    /// Gives what an agent has open back to the team, in the transaction that disables them.
    public Leaving.GaveBack giveBack(Tx tx, Actor by, long agentId) {
        return handBack.of(tx, by, agentId);
    }

    /// Writes a private note. The same id again gives the same note.
    ///
    /// @throws Refusal `not_found`; `conflict` for an id that was used in another conversation
    public Aside note(
            long conversationId, String cid, Text text, List<Mention> mentions, Actor by) {
        var key = OnceKey.ofNote(by.kind(), by.id().orElse(0), cid);
        var noted =
                pen.store((tx, after) -> {
                    var conversation =
                            conversations
                                    .lock(tx, conversationId)
                                    .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
                    var known = asides.known(tx, key);
                    if (known.isPresent()) {
                        return known.get();
                    }
                    var note =
                            asides.add(
                                    tx,
                                    conversation,
                                    Optional.of(key),
                                    Optional.of(cid),
                                    Aside.Kind.NOTE,
                                    by,
                                    text.value(),
                                    mentions,
                                    pen.now());
                    after.toldTeam(new Happening.AsideAdded(note));
                    return note;
                });
        if (noted.conversationId() != conversationId) {
            throw Refusal.of(Code.CONFLICT, "This id was used in another conversation.");
        }
        return noted;
    }

    /// Puts a conversation out of sight until a moment.
    ///
    /// @param words the moment as the team reads it
    /// @throws Refusal `not_found`; `conflict` when it is closed; `invalid` for what is over
    public void snooze(long conversationId, Instant until, String words, Actor by) {
        if (!until.isAfter(pen.now())) {
            throw Refusal.of(Code.INVALID, "That time is over.");
        }
        pen.sort(
                conversationId,
                conversation -> !conversation.snoozedUntil().equals(Optional.of(until)),
                (tx, conversation, after) -> {
                    if (!conversation.open()) {
                        throw Refusal.of(Code.CONFLICT, "It is closed.");
                    }
                    conversations.snooze(tx, conversationId, until);
                    var line = by.name() + " snoozed this until " + words;
                    pen.aside(tx, conversation, Aside.Kind.SNOOZED, by, line, after);
                    note(
                            tx,
                            by,
                            "conversation.snoozed",
                            conversation,
                            Json.object().put("until", until.toString()));
                });
    }

    /// Takes a conversation up again before its time.
    ///
    /// @throws Refusal `not_found`
    public void wake(long conversationId, Actor by) {
        pen.sort(
                conversationId,
                conversation -> conversation.snoozedUntil().isPresent(),
                (tx, conversation, after) -> {
                    conversations.wake(tx, conversationId, pen.now());
                    var line = by.name() + " took this up again";
                    pen.aside(tx, conversation, Aside.Kind.WOKEN, by, line, after);
                    note(tx, by, "conversation.woken", conversation, Json.object());
                });
    }

    /// Wakes those whose time has come.
    public void wakeDue() {
        for (long id : conversations.dueToWake(pen.now())) {
            pen.sort(
                    id,
                    // Who snoozed it again meanwhile, or woke it, was first.
                    conversation ->
                            conversation
                                    .snoozedUntil()
                                    .filter(until -> !until.isAfter(pen.now()))
                                    .isPresent(),
                    (tx, conversation, after) -> {
                        conversations.wake(tx, id, pen.now());
                        pen.aside(
                                tx,
                                conversation,
                                Aside.Kind.WOKEN,
                                Actor.SYSTEM,
                                "Back from its snooze",
                                after);
                    });
        }
    }

    /// What conversations are about.
    public Labels labels() {
        return labels;
    }

    /// Why conversations are where they are.
    public Traces traces() {
        return traces;
    }

    /// Puts labels on a conversation and takes others away. What somebody else changed meanwhile
    /// stays as it is.
    ///
    /// @throws Refusal `not_found`; `invalid` for a label that there is not
    public void label(long conversationId, Collection<Long> put, Collection<Long> away, Actor by) {
        boolean _ =
                pen.store((tx, after) -> {
                    var conversation =
                            conversations
                                    .lock(tx, conversationId)
                                    .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
                    var lines = new ArrayList<String>();
                    for (long id : put) {
                        var label = found(tx, id);
                        if (labels.put(tx, conversationId, id)) {
                            lines.add("put “" + label.name() + "” on this");
                        }
                    }
                    for (long id : away) {
                        var label = found(tx, id);
                        if (labels.remove(tx, conversationId, id)) {
                            lines.add("took “" + label.name() + "” off this");
                        }
                    }
                    if (lines.isEmpty()) {
                        return false;
                    }
                    var line = by.name() + " " + String.join(", ", lines);
                    pen.aside(tx, conversation, Aside.Kind.LABELLED, by, line, after);
                    note(
                            tx,
                            by,
                            "conversation.labelled",
                            conversation,
                            Json.object().put("change", String.join(", ", lines)));
                    after.toldTeam(new Happening.Sorted(conversationId));
                    return true;
                });
    }

    private Label found(Tx tx, long labelId) {
        return labels.find(tx, labelId)
                .orElseThrow(() -> Refusal.of(Code.INVALID, "There is no such label."));
    }

    /// Says how urgent a conversation is.
    ///
    /// @throws Refusal `not_found`
    public void prioritise(long conversationId, Priority priority, Actor by) {
        pen.sort(
                conversationId,
                conversation -> conversation.priority() != priority,
                (tx, conversation, after) -> {
                    conversations.prioritise(tx, conversationId, priority);
                    var line = by.name() + " set the priority to " + priority.wireName();
                    pen.aside(tx, conversation, Aside.Kind.LABELLED, by, line, after);
                    note(
                            tx,
                            by,
                            "conversation.prioritised",
                            conversation,
                            Json.object().put("priority", priority.wireName()));
                });
    }

    /// Keeps how a conversation ended that is just being closed.
    void closed(Tx tx, Conversation conversation, Actor by, Ending ending, Afterwards after) {
        if (!ending.words().isEmpty()) {
            pen.aside(tx, conversation, Aside.Kind.CLOSED, by, ending.words(), after);
        }
        var outcome = ending.outcome().map(Outcome::wireName).orElse(null);
        note(tx, by, "conversation.closed", conversation, Json.object().put("outcome", outcome));
    }

    void reopened(Tx tx, Conversation conversation, Actor by, Afterwards after) {
        var line = by.name() + " opened this again";
        pen.aside(tx, conversation, Aside.Kind.REOPENED, by, line, after);
        note(tx, by, "conversation.reopened", conversation, Json.object());
    }

    /// An agent is writing an answer; whoever else looks at the conversation sees it.
    public void replying(Conversation conversation, long agentId, String name) {
        pen.tellTeam(new Happening.Replying(conversation.id(), agentId, name));
    }

    /// Notes and lines of conversations.
    public Asides asides() {
        return asides;
    }

    private void note(
            Tx tx, Actor by, String action, Conversation conversation, ObjectNode detail) {
        audit.append(tx, by, action, "conversation " + conversation.code(), Json.text(detail));
    }
}
