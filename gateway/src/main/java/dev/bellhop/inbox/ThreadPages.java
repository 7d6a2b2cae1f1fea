package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.bellhop.admin.NewEntries;
import dev.bellhop.admin.Opened;
import dev.bellhop.admin.Quoted;
import dev.bellhop.admin.Unsent;
import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.Messages;
import dev.bellhop.panel.Callers;
import dev.bellhop.panel.Panel;
import dev.bellhop.web.Access;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Code;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One conversation: opening it, reading back, catching up, answering and noting.
final class ThreadPages {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);

    private record Typed(long agentId, long conversationId) {}

    private final Panel panel;
    private final Panes panes;
    private final Threads threads;
    private final Messages messages;
    private final Desk desk;
    private final Replies replies;
    private final Notes notes;
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
            Threads threads,
            Messages messages,
            Desk desk,
            Replies replies,
            Notes notes,
            CannedPicker canned) {
        this.panel = panel;
        this.panes = panes;
        this.threads = threads;
        this.messages = messages;
        this.desk = desk;
        this.replies = replies;
        this.notes = notes;
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
                .post("/admin/c/{code}/notes", ANSWER, this::note);
    }

    private void open(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = threads.conversation(request);
        var thread = panes.thread(conversation, agent);
        if (Panel.wantsPart(request)) {
            panel.send(response, new Opened(thread));
        } else {
            var quoted = quoted(conversation, number(request, "reply_to"));
            threads.sendPage(
                    request, response, conversation, thread.quoting(quoted), Optional.empty());
        }
    }

    /// The message that an answer is going to quote.
    private Optional<Quoted> quoted(Conversation conversation, OptionalInt replyTo) {
        return replyTo.isEmpty()
                ? Optional.empty()
                : messages.find(conversation.id(), replyTo.getAsInt())
                        .map(message -> new Quoted(message.seq(), Bubbles.of(message)));
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
        var conversation = threads.conversation(request);
        if (Panel.wantsPart(request)) {
            panel.send(response, panes.older(conversation, beforeSeq));
        } else {
            var thread = panes.thread(conversation, agent, beforeSeq);
            threads.sendPage(request, response, conversation, thread, Optional.empty());
        }
    }

    private void catchUp(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = threads.conversation(request);
        if (!Panel.wantsPart(request)) {
            panel.sendTo(response, Threads.path(conversation));
            return;
        }
        int after = number(request, "after").orElse(0);
        int from = number(request, "from").orElse(0);
        panel.send(response, panes.catchUp(conversation, agent, from, after));
    }

    private void reply(ServerRequest request, ServerResponse response) {
        var form = Bodies.form(request);
        // Without a script one form is for both.
        if (form.getOrDefault("as", "").equals("note")) {
            note(request, response, form);
            return;
        }
        reply(request, response, form);
    }

    private void reply(ServerRequest request, ServerResponse response, Map<String, String> form) {
        var agent = Callers.agent(request);
        var conversation = threads.conversation(request);
        var draft =
                new Replies.Draft(
                        form.getOrDefault("cid", ""),
                        form.getOrDefault("text", ""),
                        Optional.ofNullable(form.get("attachment")).filter(it -> !it.isBlank()),
                        number(form.getOrDefault("reply_to", "")),
                        number(form.getOrDefault("seen", "")));
        Desk.Said said;
        try {
            said = replies.say(agent, conversation, draft);
        } catch (Refusal refusal) {
            if (refusal.code() != Code.OVERTAKEN || Panel.wantsPart(request)) {
                throw refusal;
            }
            ask(request, response, conversation, draft, refusal.detail());
            return;
        }
        if (!said.repeated()) {
            Optional.ofNullable(form.get("canned")).ifPresent(canned::used);
        }
        if (Panel.wantsPart(request)) {
            var entry = panes.entry(said.message());
            panel.send(response, new NewEntries(conversation.code(), List.of(entry)));
        } else {
            panel.sendTo(response, Threads.path(conversation));
        }
    }

    /// Shows what has been answered meanwhile, with the agent's own words kept beside it; whoever
    /// sends them from there has seen it.
    private void ask(
            ServerRequest request,
            ServerResponse response,
            Conversation conversation,
            Replies.Draft draft,
            String why) {
        var unsent = new Unsent(draft.cid(), draft.text(), why);
        var thread =
                panes.thread(conversation, Callers.agent(request))
                        .holding(unsent)
                        .quoting(quoted(conversation, draft.replyTo()));
        panel.send(
                response,
                Status.PRECONDITION_FAILED_412,
                threads.page(request, conversation, thread, Optional.empty()));
    }

    private void note(ServerRequest request, ServerResponse response) {
        note(request, response, Bodies.form(request));
    }

    private void note(ServerRequest request, ServerResponse response, Map<String, String> form) {
        var conversation = threads.conversation(request);
        var note =
                notes.write(
                        Callers.agent(request),
                        conversation,
                        form.getOrDefault("cid", ""),
                        form.getOrDefault("text", ""));
        if (Panel.wantsPart(request)) {
            var entry = panes.entry(note);
            panel.send(response, new NewEntries(conversation.code(), List.of(entry)));
        } else {
            panel.sendTo(response, Threads.path(conversation));
        }
    }

    /// The canned responses that fit what is being typed.
    private void choices(ServerRequest request, ServerResponse response) {
        var query = request.query().first("q").asOptional().orElse("");
        panel.send(
                response, canned.of(threads.conversation(request), Callers.agent(request), query));
    }

    /// Tries once more to get a file that could not be had.
    private void fetch(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        int seq =
                number(request.path().pathParameters().get("seq"))
                        .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
        if (!desk.fetchAgain(conversation.id(), seq)) {
            throw Refusal.of(Code.CONFLICT, "There is nothing to try again.");
        }
        if (Panel.wantsPart(request)) {
            panel.sendNothing(response, Status.NO_CONTENT_204);
        } else {
            panel.sendTo(response, Threads.path(conversation));
        }
    }

    private void typing(ServerRequest request, ServerResponse response) {
        var agent = Callers.agent(request);
        var conversation = threads.conversation(request);
        var now = new Typed(agent.id(), conversation.id());
        if (typed.asMap().putIfAbsent(now, true) == null) {
            desk.typing(conversation, Author.AGENT, agent.name(), true);
            desk.backOffice().replying(conversation, agent.id(), agent.name());
        }
        panel.sendNothing(response, Status.NO_CONTENT_204);
    }

    private void seen(ServerRequest request, ServerResponse response) {
        var conversation = threads.conversation(request);
        int seq =
                number(Bodies.form(request).getOrDefault("seq", ""))
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "seq is a number."));
        desk.agentSaw(conversation.id(), seq);
        panel.sendNothing(response, Status.NO_CONTENT_204);
    }

    private static OptionalInt number(ServerRequest request, String name) {
        var value = request.query().first(name).asOptional();
        return value.isEmpty() ? OptionalInt.empty() : number(value.get());
    }

    static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Math.max(0, Integer.parseInt(text)));
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }
}
