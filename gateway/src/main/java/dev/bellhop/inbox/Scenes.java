package dev.bellhop.inbox;

import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Labels;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.live.Live;
import dev.bellhop.live.Topic;
import dev.bellhop.people.Agent;
import dev.bellhop.people.Agents;
import dev.bellhop.people.Team;
import dev.bellhop.people.Teams;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads scenes: a few queries for a whole list, however long it is.
final class Scenes {
    private final Conversations conversations;
    private final Messages messages;
    private final Visitors visitors;
    private final Agents agents;
    private final Teams teams;
    private final Labels labels;
    private final Live live;

    Scenes(
            Conversations conversations,
            Messages messages,
            Visitors visitors,
            Agents agents,
            Teams teams,
            Labels labels,
            Live live) {
        this.conversations = conversations;
        this.messages = messages;
        this.visitors = visitors;
        this.agents = agents;
        this.teams = teams;
        this.labels = labels;
        this.live = live;
    }

    Scene of(Conversation conversation) {
        return of(List.of(conversation)).getFirst();
    }

    List<Scene> ofIds(Collection<Long> conversationIds) {
        return of(conversations.findAll(conversationIds));
    }

    /// The scenes of these conversations, in the same order.
    List<Scene> of(List<Conversation> list) {
        if (list.isEmpty()) {
            return List.of();
        }
        var people =
                visitors
                        .findAll(list.stream().map(Conversation::visitorId).distinct().toList())
                        .stream()
                        .collect(Collectors.toMap(Visitor::id, Function.identity()));
        var everyTeam =
                teams.all().stream().collect(Collectors.toMap(Team::id, Function.identity()));
        var staff = agents.all().stream().collect(Collectors.toMap(Agent::id, Function.identity()));
        var newest =
                messages.newestOf(list.stream().map(Conversation::id).toList()).stream()
                        .collect(Collectors.toMap(Message::conversationId, Function.identity()));
        var labelled = labels.of(list.stream().map(Conversation::id).toList());
        return list.stream()
                .flatMap(conversation ->
                        Optional.ofNullable(people.get(conversation.visitorId()))
                                .map(visitor ->
                                        new Scene(
                                                conversation,
                                                visitor,
                                                isOnline(visitor.id()),
                                                find(staff, conversation.assigneeId()),
                                                find(everyTeam, conversation.teamId()),
                                                Optional.ofNullable(newest.get(conversation.id())),
                                                labelled.getOrDefault(
                                                        conversation.id(), List.of())))
                                .stream())
                .toList();
    }

    private static <T> Optional<T> find(Map<Long, T> all, OptionalLong id) {
        return id.isPresent() ? Optional.ofNullable(all.get(id.getAsLong())) : Optional.empty();
    }

    private boolean isOnline(long visitorId) {
        return live.count(Topic.visitor(visitorId)) > 0;
    }
}
