package dev.bellhop.conversation;

import dev.bellhop.audit.Actor;
import dev.bellhop.audit.Audit;
import dev.bellhop.db.Tx;
import dev.bellhop.people.Leaving;
import dev.bellhop.web.Json;

import java.util.OptionalLong;

/// What an agent has open goes back to the team when they are disabled.
final class HandBack {
    private final Pen pen;
    private final Conversations conversations;
    private final Audit audit;

    HandBack(Pen pen, Conversations conversations, Audit audit) {
        this.pen = pen;
        this.conversations = conversations;
        this.audit = audit;
    }

    /// Takes all of an agent's open conversations from them, each with a line and an entry of the
    /// audit log, in the transaction that disables them.
    Leaving.GaveBack of(Tx tx, Actor by, long agentId) {
        var after = pen.afterwards();
        var theirs = conversations.lockOpenOf(tx, agentId);
        var name = Assigning.name(tx, OptionalLong.of(agentId)).orElse("somebody");
        var line = by.name() + " disabled " + name + ", so this is nobody’s now";
        for (var conversation : theirs) {
            conversations.assign(tx, conversation.id(), OptionalLong.empty(), pen.now());
            pen.aside(tx, conversation, Aside.Kind.ASSIGNED, by, line, after);
            after.told(conversation.visitorId(), new Happening.Changed(conversation.id()));
        }
        // Last: from the first entry on, everybody else's wait.
        for (var conversation : theirs) {
            audit.append(
                    tx,
                    by,
                    "conversation.assigned",
                    "conversation " + conversation.code(),
                    Json.text(Json.object().putNull("to").put("from", agentId)));
        }
        return new Leaving.GaveBack(theirs.size(), after::run);
    }
}
