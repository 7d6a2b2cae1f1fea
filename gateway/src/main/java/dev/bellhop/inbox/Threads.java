package dev.bellhop.inbox;

import dev.bellhop.admin.Fragment;
import dev.bellhop.admin.InboxPage;
import dev.bellhop.admin.Place;
import dev.bellhop.admin.ThreadPane;
import dev.bellhop.admin.View;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Code;
import dev.bellhop.web.Refusal;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;
import java.util.function.Consumer;

/// What all pages of one conversation have in common.
final class Threads {
    private final Panel panel;
    private final Panes panes;
    private final ListPanes lists;
    private final Conversations conversations;

    Threads(Panel panel, Panes panes, ListPanes lists, Conversations conversations) {
        this.panel = panel;
        this.panes = panes;
        this.lists = lists;
        this.conversations = conversations;
    }

    /// The conversation that the address names.
    ///
    /// @throws Refusal `not_found`
    Conversation conversation(ServerRequest request) {
        return conversations
                .byCode(request.path().pathParameters().get("code"))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    /// A conversation that somebody names by its code, however they wrote it.
    ///
    /// @throws Refusal `invalid` when there is none
    Conversation other(String code) {
        var plain = code.strip().replaceFirst("^#", "");
        return conversations
                .byCode(plain)
                .orElseThrow(() ->
                        Refusal.of(
                                Code.INVALID,
                                plain.isEmpty()
                                        ? "Say with whom: choose somebody, or write the"
                                                + " code of a conversation."
                                        : "There is no conversation with this code."));
    }

    static String path(Conversation conversation) {
        return "/admin/c/" + conversation.code();
    }

    /// Does something with a conversation, and shows it as it is after that.
    void act(ServerRequest request, ServerResponse response, Consumer<Conversation> deed) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        deed.accept(conversation);
        if (Panel.wantsPart(request)) {
            panel.send(response, panes.acted(conversation(request), agent));
        } else {
            panel.sendTo(response, path(conversation));
        }
    }

    /// Asks about a conversation: with the sheet alone, or with the page that it lies on.
    void ask(
            ServerRequest request,
            ServerResponse response,
            Conversation conversation,
            Fragment sheet) {
        if (Panel.wantsPart(request)) {
            panel.send(response, sheet);
        } else {
            sendPage(request, response, conversation, Optional.of(sheet));
        }
    }

    /// The whole page with a thread in it, and with what is asked about it.
    void sendPage(
            ServerRequest request,
            ServerResponse response,
            Conversation conversation,
            Optional<Fragment> sheet) {
        var thread = panes.thread(conversation, Callers.agent(request));
        sendPage(request, response, conversation, thread, sheet);
    }

    void sendPage(
            ServerRequest request,
            ServerResponse response,
            Conversation conversation,
            ThreadPane thread,
            Optional<Fragment> sheet) {
        panel.send(response, page(request, conversation, thread, sheet));
    }

    /// The same, not sent yet.
    InboxPage page(
            ServerRequest request,
            Conversation conversation,
            ThreadPane thread,
            Optional<Fragment> sheet) {
        var agent = Callers.agent(request);
        var tally = panes.tally();
        var filter = Filters.of(request, viewOf(conversation));
        return new InboxPage(
                panes.shell(agent, Place.INBOX, tally),
                lists.list(filter, agent, tally, Optional.of(conversation.code())),
                Optional.of(thread),
                sheet);
    }

    private static View viewOf(Conversation conversation) {
        if (!conversation.open()) {
            return View.CLOSED;
        }
        return conversation.snoozedUntil().isPresent() ? View.SNOOZED : View.OPEN;
    }
}
