package dev.bellhop.inbox;

import dev.bellhop.admin.Choice;
import dev.bellhop.admin.Face;
import dev.bellhop.admin.Presence;
import dev.bellhop.admin.Tag;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Kind;
import dev.bellhop.conversation.Label;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Priority;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.people.Agent;
import dev.bellhop.people.Team;

import java.util.List;
import java.util.Optional;

/// A conversation with everybody in it, as the panel draws it.
///
/// @param online whether the visitor has the site open now
/// @param last its newest message
record Scene(
        Conversation conversation,
        Visitor visitor,
        boolean online,
        Optional<Agent> assignee,
        Optional<Team> team,
        Optional<Message> last,
        List<Label> labels) {
    Scene {
        labels = List.copyOf(labels);
    }

    /// Its labels as the panel draws them.
    List<Tag> tags() {
        return labels.stream().map(Scene::tag).toList();
    }

    static Tag tag(Label label) {
        return new Tag(Long.toString(label.id()), label.name(), label.colour().wireName());
    }

    /// How urgent it is; empty when it is like any other.
    String priority() {
        return conversation.priority() == Priority.NORMAL ? "" : conversation.priority().wireName();
    }

    String code() {
        return conversation.code();
    }

    boolean onWhatsApp() {
        return conversation.kind() == Kind.WHATSAPP;
    }

    boolean isOf(long agentId) {
        return conversation.assigneeId().orElse(0) == agentId;
    }

    /// As the page says it; empty when nobody has it.
    String assigneeId() {
        var id = conversation.assigneeId();
        return id.isPresent() ? Long.toString(id.getAsLong()) : "";
    }

    /// Nobody knows who is looking at WhatsApp, so nothing is said of it.
    Face customer() {
        var presence =
                onWhatsApp() ? Presence.UNKNOWN : online ? Presence.ONLINE : Presence.OFFLINE;
        return Face.of(visitor.shownName(), presence);
    }

    Optional<Face> assigneeFace() {
        return assignee.map(agent -> Face.of(agent.name(), Presence.UNKNOWN));
    }

    /// Its team as the panel draws it.
    Optional<Choice> teamChoice() {
        return team.map(it -> new Choice(Long.toString(it.id()), it.name()));
    }

    /// Who said the last words in the list, when it was one of us.
    String lastBy() {
        if (conversation.lastAuthor() != Author.AGENT) {
            return "";
        }
        return last.filter(message -> message.author() == Author.AGENT)
                .flatMap(Message::authorName)
                .map(Names::first)
                .orElse("Team");
    }
}
