package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import dev.bellhop.admin.EmojiPicker;
import dev.bellhop.admin.NewEntries;
import dev.bellhop.admin.ReactSheet;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Reactions.On;
import dev.bellhop.conversation.Reactions.Reaction;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Optional;

/// Emoji: those that agents put on what a customer wrote, and those for the composer.
final class ReactionPages {
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);
    private static final String REACTION = "/admin/c/{code}/messages/{seq}/reaction";

    private final Panel panel;
    private final Panes panes;
    private final Threads threads;
    private final Messages messages;
    private final Replies replies;

    ReactionPages(Panel panel, Panes panes, Threads threads, Messages messages, Replies replies) {
        this.panel = panel;
        this.panes = panes;
        this.threads = threads;
        this.messages = messages;
        this.replies = replies;
    }

    void register(Routes routes) {
        routes.get(REACTION, ANSWER, this::ask)
                .post(REACTION, ANSWER, this::react)
                .get("/admin/emoji", ANSWER, this::emoji);
    }

    private void emoji(ServerRequest request, ServerResponse response) {
        if (!Panel.wantsPart(request)) {
            throw Refusal.of(Code.NOT_FOUND);
        }
        panel.send(response, new EmojiPicker());
    }

    private void ask(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        var message =
                messages.find(conversation.id(), seq(request))
                        .filter(it -> it.author() == Author.VISITOR && !it.isRevoked())
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        threads.ask(
                request,
                response,
                conversation,
                new ReactSheet(
                        conversation.code(),
                        message.seq(),
                        Bubbles.of(message),
                        own(message, "agent:" + Callers.agent(request).id())));
    }

    private String own(Message message, String who) {
        return messages
                .reactionsOn(List.of(message))
                .getOrDefault(message.seq(), On.NONE)
                .standing()
                .stream()
                .filter(it -> it.who().equals(who))
                .map(Reaction::emoji)
                .findFirst()
                .orElse("");
    }

    /// No emoji takes away the one that is there.
    private void react(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        var emoji = Optional.ofNullable(Bodies.form(request).get("emoji"));
        if (emoji.isEmpty()) {
            throw Refusal.of(Code.INVALID, "Choose an emoji.");
        }
        var message =
                replies.react(
                        Callers.agent(request),
                        conversation,
                        seq(request),
                        emoji.filter(it -> !it.isEmpty()));
        if (Panel.wantsPart(request)) {
            panel.send(
                    response, new NewEntries(conversation.code(), panes.entries(List.of(message))));
        } else {
            panel.sendTo(response, Threads.path(conversation));
        }
    }

    private static int seq(ServerRequest request) {
        return ThreadPages.number(request.path().pathParameters().get("seq"))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }
}
