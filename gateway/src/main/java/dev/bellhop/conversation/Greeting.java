package dev.bellhop.conversation;

import dev.bellhop.db.Tx;
import dev.bellhop.rule.OpeningHours;
import dev.bellhop.site.Site;
import dev.bellhop.site.Sites;

import java.util.Optional;

/// Says hello to whoever begins a conversation while their site is open, in the commit that stores
/// what they wrote, unless something was answered by itself already.
final class Greeting {
    private final Conversations conversations;
    private final Sites sites;
    private final AutoReply autoReply;

    Greeting(Conversations conversations, Sites sites, AutoReply autoReply) {
        this.conversations = conversations;
        this.sites = sites;
        this.autoReply = autoReply;
    }

    /// @param message what they wrote, in the conversation as it was before
    void answer(
            Tx tx, Conversation conversation, Visitor visitor, Message message, Afterwards after) {
        var site = site(conversation);
        var words = site.flatMap(it -> it.followUp().greeting());
        if (message.seq() != 1 || words.isEmpty()) {
            return;
        }
        boolean open =
                OpeningHours.isOpen(
                        sites, conversation.siteId(), conversation.channelId(), message.at());
        var now = conversations.lock(tx, conversation.id()).orElseThrow();
        if (!open || now.lastSeq() > message.seq()) {
            return;
        }
        SelfSaid.to(visitor, site.get(), words.get())
                .ifPresent(text ->
                        autoReply.give(tx, now, text, Optional.of(site.get().name()), after));
    }

    private Optional<Site> site(Conversation conversation) {
        return OpeningHours.siteOf(sites, conversation.siteId(), conversation.channelId());
    }
}
