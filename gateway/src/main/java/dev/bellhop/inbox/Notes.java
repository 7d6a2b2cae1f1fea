package dev.bellhop.inbox;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Aside;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Text;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Limit;
import dev.bellhop.web.Limits;
import dev.bellhop.web.Refusal;

/// Private notes, in the name of whoever calls. As with answers, the caller names each by an id of
/// its own.
final class Notes {
    private final Desk desk;
    private final Roster roster;
    private final Limits limits;

    Notes(Desk desk, Roster roster, Limits limits) {
        this.desk = desk;
        this.roster = roster;
        this.limits = limits;
    }

    /// Writes it.
    ///
    /// @throws Refusal `empty`, `too_long`, `invalid` for an id that is no UUID, `conflict` for an
    ///   id that was used in another conversation, `rate_limited`
    Aside write(Caller caller, Conversation conversation, String cid, String text) {
        limits.check(Limit.ANSWERS, caller);
        var words = new Text(text);
        return desk.backOffice()
                .note(
                        conversation.id(),
                        Replies.uuid(cid),
                        words,
                        Mentions.in(words.value(), roster.answering()),
                        Actor.of(caller));
    }
}
