package dev.bellhop.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Enclosures;
import dev.bellhop.conversation.Labels;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.db.Tx;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.media.AttachmentJson;
import dev.bellhop.people.Agents;
import dev.bellhop.people.Teams;

import java.util.List;
import java.util.Optional;

/// Conversations and messages as the API shows them, in the middle of somebody's transaction and
/// with what that has changed.
public final class Snapshots {
    private final Visitors visitors;
    private final Messages messages;
    private final Enclosures enclosures;
    private final Agents agents;
    private final Teams teams;
    private final Labels labels;
    private final AttachmentJson files;
    private final Live live;

    Snapshots(
            Visitors visitors,
            Messages messages,
            Enclosures enclosures,
            Agents agents,
            Teams teams,
            Labels labels,
            AttachmentJson files,
            Live live) {
        this.visitors = visitors;
        this.messages = messages;
        this.enclosures = enclosures;
        this.agents = agents;
        this.teams = teams;
        this.labels = labels;
        this.files = files;
        this.live = live;
    }

    /// A conversation; empty when its visitor is just being erased.
    public Optional<ObjectNode> conversation(Tx tx, Conversation conversation) {
        return visitors.find(tx, conversation.visitorId())
                .map(visitor ->
                        ConversationJson.conversation(
                                new Scene(
                                        conversation,
                                        visitor,
                                        live.count(Topic.visitor(visitor.id())) > 0,
                                        conversation.assigneeId().isPresent()
                                                ? agents.find(
                                                        tx, conversation.assigneeId().getAsLong())
                                                : Optional.empty(),
                                        conversation.teamId().isPresent()
                                                ? teams.find(tx, conversation.teamId().getAsLong())
                                                : Optional.empty(),
                                        Optional.empty(),
                                        labels.of(tx, List.of(conversation.id()))
                                                .getOrDefault(conversation.id(), List.of()))));
    }

    /// A message of a conversation; empty when it is just being erased.
    public Optional<ObjectNode> message(Tx tx, long conversationId, int seq) {
        return messages.find(tx, conversationId, seq).map(message -> message(tx, message));
    }

    private ObjectNode message(Tx tx, Message message) {
        return ConversationJson.message(
                message, messages.reactionsOn(tx, message), enclosures.of(tx, message), files);
    }
}
