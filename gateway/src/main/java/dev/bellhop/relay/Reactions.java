package dev.bellhop.relay;

import dev.bellhop.audit.Actor;
import dev.bellhop.channel.InboxPhone;
import dev.bellhop.conversation.BackOffice.Assignment;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.db.Database;
import dev.bellhop.whatsapp.Content;

import java.util.OptionalLong;

/// What a reaction of an inbox phone on a relayed message means for the team: 👍 says "seen, and I
/// take it", ✋ gives the chat back. Any other says only that the message was seen. A reaction that
/// is taken away takes nothing back.
final class Reactions {
    private static final String TAKE = "👍";
    private static final String GIVE_BACK = "✋";

    private final Database database;
    private final Conversations conversations;
    private final Desk desk;
    private final Sendings sendings;

    Reactions(Database database, Conversations conversations, Desk desk, Sendings sendings) {
        this.database = database;
        this.conversations = conversations;
        this.desk = desk;
        this.sendings = sendings;
    }

    /// Takes one in. Twice is once.
    ///
    /// @return what became of it, in a few words for the monitor
    String take(InboxPhone phone, Content.Reaction reaction) {
        if (reaction.emoji().isEmpty()) {
            return "reaction taken away";
        }
        var sending =
                database.read(tx ->
                        sendings.quoted(tx, phone.channelId(), phone.id(), reaction.messageId()));
        if (sending.isEmpty()) {
            return "reaction to a message that is not known";
        }
        long conversationId = sending.get().conversationId();
        desk.agentSaw(conversationId, sending.get().seq());
        var emoji = reaction.emoji().get();
        if (phone.agentId().isPresent() && emoji.startsWith(TAKE)) {
            desk.backOffice().assign(conversationId, Assignment.to(phone.agentId()), by(phone));
            return "taken by " + phone.name();
        }
        if (phone.agentId().isPresent()
                && emoji.startsWith(GIVE_BACK)
                && isOf(phone, conversationId)) {
            desk.backOffice()
                    .assign(conversationId, Assignment.to(OptionalLong.empty()), by(phone));
            return "given back by " + phone.name();
        }
        return "seen by " + phone.name();
    }

    private static Actor by(InboxPhone phone) {
        return Actor.agent(phone.agentId().orElseThrow(), phone.name());
    }

    /// Nobody gives back what somebody else has taken.
    private boolean isOf(InboxPhone phone, long conversationId) {
        return conversations
                .find(conversationId)
                .filter(conversation -> conversation.assigneeId().equals(phone.agentId()))
                .isPresent();
    }
}
