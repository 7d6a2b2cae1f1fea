package dev.bellhop.conversation;

import dev.bellhop.channel.InboxPhone;
import dev.bellhop.outbox.Job;

/// What a message is sent with to an inbox phone, as it was read by the transaction that stored it.
public record Relayed(Conversation conversation, Visitor visitor, Message message, InboxPhone phone)
        implements Job.AtHand {}
