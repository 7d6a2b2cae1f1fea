package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.admin.InboxPage;
import dev.bellhop.admin.NewEntries;
import dev.bellhop.admin.Opened;
import dev.bellhop.admin.Place;
import dev.bellhop.admin.ThreadPane;
import dev.bellhop.admin.View;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One conversation: opening it, reading back, catching up, answering, and what an agent does with
/// it.
final class ThreadPages {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);

    private record Typed(long agentId, long conversationId) {}

    private final Panel panel;
    private final Panes panes;
    private final Conversations conversations;
    private final Desk desk;
    private final Replies replies;
    private final CannedPicker canned;

    /// Who typed where within the last three seconds, which is as often as it is told.
    private final Cache<Typed, Boolean> typed =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(3))
                    .build();

    ThreadPages(
            Panel panel,
            Panes panes,
            Conversations conversations,
            Desk desk,
            Replies replies,
            CannedPicker canned) {
        this.panel = panel;
        this.panes = panes;
        this.conversations = conversations;
        this.desk = desk;
        this.replies = replies;
        this.canned = canned;
    }

    void register(Routes routes) {
        routes.get("/admin/c/{code}", READ, this::open)
                .get("/admin/c/{code}/messages", READ, this::messages)
                .post("/admin/c/{code}/messages", ANSWER, this::reply)
                .post("/admin/c/{code}/messages/{seq}/fetch", ANSWER, this::fetch)
                .get("/admin/c/{code}/canned", ANSWER, this::choices)
                .post("/admin/c/{code}/typing", ANSWER, this::typing)
                .post("/admin/c/{code}/seen", ANSWER, this::seen)
                .post("/admin/c/{code}/assign", ANSWER, this::assign)
                .post("/admin/c/{code}/close", ANSWER, this::close)
                .post("/admin/c/{code}/reopen", ANSWER, this::reopen);
    }

    private void open(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        var thread = panes.thread(conversation, agent);
        if (Panel.wantsPart(request)) {
            panel.send(response, new Opened(thread));
        } else {
            sendPage(request, response, agent, conversation, thread);
        }
    }

    private void messages(ServerRequest request, ServerResponse response) {
        var before = number(request, "before");
        if (before.isPresent()) {
            older(request, response, before.getAsInt());
        } else {
            catchUp(request, response);
        }
    }

    private void older(ServerRequest request, ServerResponse response, int beforeSeq) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        if (Panel.wantsPart(request)) {
            panel.send(response, panes.older(conversation, beforeSeq));
        } else {
            var thread = panes.thread(conversation, agent, beforeSeq);
            sendPage(request, response, agent, conversation, thread);
        }
    }

    private void catchUp(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        if (!Panel.wantsPart(request)) {
            panel.sendTo(response, path(conversation));
            return;
        }
        int after = number(request, "after").orElse(0);
        int from = number(request, "from").orElse(0);
        panel.send(response, panes.catchUp(conversation, agent, from, after));
    }

    private void sendPage(
            ServerRequest request,
            ServerResponse response,
            Caller agent,
            Conversation conversation,
            ThreadPane thread) {
        var tally = panes.tally();
        var view = InboxPages.view(request).orElse(conversation.open() ? View.OPEN : View.CLOSED);
        panel.send(
                response,
                new InboxPage(
                        panes.shell(agent, Place.INBOX, tally),
                        panes.list(view, agent, tally, Optional.of(conversation.code())),
                        Optional.of(thread)));
    }

    private void reply(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        var form = Bodies.form(request);
        var said =
                replies.say(
                        agent,
                        conversation,
                        new Replies.Draft(
                                form.getOrDefault("cid", ""),
                                form.getOrDefault("text", ""),
                                Optional.ofNullable(form.get("attachment"))
                                        .filter(it -> !it.isBlank())));
        if (!said.repeated()) {
            Optional.ofNullable(form.get("canned")).ifPresent(canned::used);
        }
        if (Panel.wantsPart(request)) {
            var entry = panes.entry(said.message());
            panel.send(response, new NewEntries(conversation.code(), List.of(entry)));
        } else {
            panel.sendTo(response, path(conversation));
        }
    }

    /// The canned responses that fit what is being typed.
    private void choices(ServerRequest request, ServerResponse response) {
        var query = request.query().first("q").asOptional().orElse("");
        panel.send(response, canned.of(conversation(request), Callers.agent(request), query));
    }

    /// Tries once more to get a file that could not be had.
    private void fetch(ServerRequest request, ServerResponse response) {
        var conversation = conversation(request);
        int seq =
                number(request.path().pathParameters().get("seq"))
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        if (!desk.fetchAgain(conversation.id(), seq)) {
            throw Refusal.of(Code.CONFLICT, "There is nothing to try again.");
        }
        if (Panel.wantsPart(request)) {
            panel.sendNothing(response, Status.NO_CONTENT_204);
        } else {
            panel.sendTo(response, path(conversation));
        }
    }

    private void typing(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        var now = new Typed(agent.id(), conversation.id());
        if (typed.asMap().putIfAbsent(now, true) == null) {
            desk.typing(conversation, Author.AGENT, agent.name(), true);
        }
        panel.sendNothing(response, Status.NO_CONTENT_204);
    }

    private void seen(ServerRequest request, ServerResponse response) {
        var conversation = conversation(request);
        int seq =
                number(Bodies.form(request).getOrDefault("seq", ""))
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "seq is a number."));
        desk.agentSaw(conversation.id(), seq);
        panel.sendNothing(response, Status.NO_CONTENT_204);
    }

    private void assign(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        act(request, response, it -> desk.assign(it.id(), OptionalLong.of(agent.id())));
    }

    private void close(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        act(request, response, it -> desk.close(it.id(), agent.name()));
    }

    private void reopen(ServerRequest request, ServerResponse response) {
        act(request, response, it -> desk.reopen(it.id()));
    }

    private interface Deed {
        void to(Conversation conversation);
    }

    private void act(ServerRequest request, ServerResponse response, Deed deed) {
        var agent = Callers.agent(request);
        var conversation = conversation(request);
        deed.to(conversation);
        if (Panel.wantsPart(request)) {
            panel.send(response, panes.acted(conversation(request), agent));
        } else {
            panel.sendTo(response, path(conversation));
        }
    }

    private Conversation conversation(ServerRequest request) {
        return conversations
                .byCode(request.path().pathParameters().get("code"))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    private static String path(Conversation conversation) {
        return "/admin/c/" + conversation.code();
    }

    private static OptionalInt number(ServerRequest request, String name) {
        var value = request.query().first(name).asOptional();
        return value.isEmpty() ? OptionalInt.empty() : number(value.get());
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Math.max(0, Integer.parseInt(text)));
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }
}
