package dev.bellhop.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.conversation.BackOffice.Assignment;
import dev.bellhop.db.Tx;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.Optional;
import java.util.OptionalLong;

/// Gives conversations to agents and teams; [BackOffice] says what is promised.
final class Assigning {
    private final Pen pen;
    private final Conversations conversations;
    private final Audit audit;

    Assigning(Pen pen, Conversations conversations, Audit audit) {
        this.pen = pen;
        this.conversations = conversations;
        this.audit = audit;
    }

    void assign(long conversationId, Assignment assignment, Actor by) {
        pen.change(
                conversationId,
                conversation -> !conversation.assigneeId().equals(assignment.to()),
                (tx, conversation, after) -> {
                    refuseOvertaken(tx, assignment, conversation);
                    var from = conversation.assigneeId();
                    var toName = working(tx, assignment.to());
                    conversations.assign(tx, conversationId, assignment.to(), pen.now());
                    var line = AssignmentLine.of(by, from, name(tx, from), assignment.to(), toName);
                    pen.aside(tx, conversation, Aside.Kind.ASSIGNED, by, line, after);
                    note(
                            tx,
                            by,
                            "conversation.assigned",
                            conversation,
                            Json.object()
                                    .put("to", Json.number(assignment.to()))
                                    .put("from", Json.number(from)));
                });
    }

    void handOver(long conversationId, Assignment toTeam, Actor by) {
        var to = toTeam.to();
        pen.change(
                conversationId,
                conversation ->
                        !conversation.teamId().equals(to)
                                || (to.isPresent() && conversation.assigneeId().isPresent()),
                (tx, conversation, after) -> {
                    refuseOvertaken(tx, toTeam, conversation);
                    var name = teamName(tx, to);
                    if (to.isPresent() && name.isEmpty()) {
                        throw Refusal.of(Code.INVALID, "There is no such team any more.");
                    }
                    if (to.isPresent()) {
                        conversations.assign(tx, conversationId, OptionalLong.empty(), pen.now());
                    }
                    conversations.giveToTeam(tx, conversationId, to);
                    var line = AssignmentLine.ofTeam(by, name, teamName(tx, conversation.teamId()));
                    pen.aside(tx, conversation, Aside.Kind.HANDED_OVER, by, line, after);
                    note(
                            tx,
                            by,
                            "conversation.handed_over",
                            conversation,
                            Json.object()
                                    .put("to", Json.number(to))
                                    .put("from", Json.number(conversation.teamId())));
                });
    }

    /// Whoever saw another name on it is told so.
    private static void refuseOvertaken(Tx tx, Assignment wanted, Conversation conversation) {
        var from = conversation.assigneeId();
        if (wanted.from().filter(believed -> !believed.equals(from)).isPresent()) {
            throw Refusal.of(
                    Code.CONFLICT,
                    name(tx, from)
                            .map(name -> name + " has it by now.")
                            .orElse("Nobody has it any more."));
        }
    }

    private void note(
            Tx tx, Actor by, String action, Conversation conversation, ObjectNode detail) {
        audit.append(tx, by, action, "conversation " + conversation.code(), Json.text(detail));
    }

    /// The name of somebody who gets a conversation. Who is just being disabled gets none: the lock
    /// waits for that.
    private static Optional<String> working(Tx tx, OptionalLong agentId) {
        if (agentId.isEmpty()) {
            return Optional.empty();
        }
        var name =
                tx.one(
                        "SELECT name FROM agent WHERE id = ? AND disabled_at IS NULL"
                                + " LOCK IN SHARE MODE",
                        row -> row.text("name"),
                        agentId.getAsLong());
        if (name.isEmpty()) {
            throw Refusal.of(Code.CONFLICT, "They are disabled and get no conversations.");
        }
        return name;
    }

    static Optional<String> name(Tx tx, OptionalLong agentId) {
        return agentId.isEmpty()
                ? Optional.empty()
                : tx.one(
                        "SELECT name FROM agent WHERE id = ?",
                        row -> row.text("name"),
                        agentId.getAsLong());
    }

    private static Optional<String> teamName(Tx tx, OptionalLong teamId) {
        return teamId.isEmpty()
                ? Optional.empty()
                : tx.one(
                        "SELECT name FROM team WHERE id = ?",
                        row -> row.text("name"),
                        teamId.getAsLong());
    }
}
