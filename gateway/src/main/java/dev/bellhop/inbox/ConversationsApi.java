package dev.bellhop.inbox;

import static dev.bellhop.web.Access.needs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.admin.View;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Desk;
import dev.bellhop.conversation.ListMark;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Reactions.On;
import dev.bellhop.inbox.Compositions.Composed;
import dev.bellhop.media.AttachmentJson;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Bodies;
import dev.bellhop.web.Caller;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Paging;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;
import dev.bellhop.whatsapp.Outgoing;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;

/// Conversations as JSON, for programs and the command line.
final class ConversationsApi {
    private static final Access READ = needs(Permission.CONVERSATIONS_READ);
    private static final Access ANSWER = needs(Permission.CONVERSATIONS_ANSWER);
    private static final String REACTION = "/api/v1/conversations/{code}/messages/{seq}/reaction";
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final Set<String> SAID =
            Set.of(
                    "text",
                    "attachment",
                    "cid",
                    "reply_to",
                    "seen",
                    "template",
                    "location",
                    "buttons",
                    "menu");

    private final Conversations conversations;
    private final Messages messages;
    private final Scenes scenes;
    private final Replies replies;
    private final Compositions compositions;
    private final Desk desk;
    private final AttachmentJson files;
    private final LongFunction<Map<Integer, String>> waits;

    ConversationsApi(
            Conversations conversations,
            Messages messages,
            Scenes scenes,
            Replies replies,
            Compositions compositions,
            Desk desk,
            AttachmentJson files,
            LongFunction<Map<Integer, String>> waits) {
        this.conversations = conversations;
        this.messages = messages;
        this.scenes = scenes;
        this.replies = replies;
        this.compositions = compositions;
        this.desk = desk;
        this.files = files;
        this.waits = waits;
    }

    void register(Routes routes) {
        routes.get("/api/v1/conversations", READ, this::list)
                .get("/api/v1/conversations/{code}", READ, this::show)
                .get("/api/v1/conversations/{code}/messages", READ, this::messages)
                .post("/api/v1/conversations/{code}/messages", ANSWER, this::reply)
                .put(REACTION, ANSWER, this::react)
                .delete(REACTION, ANSWER, this::takeBack)
                .post(
                        "/api/v1/conversations/{code}/messages/{seq}/fetch",
                        ANSWER,
                        this::fetchAgain);
    }

    private void list(ServerRequest request, ServerResponse response) {
        if (said(request, "view").isPresent()) {
            listView(request, response);
            return;
        }
        takesOnly(request, "status", "q", "limit", "cursor");
        var open = open(request);
        var paging = Paging.of(request);
        if (said(request, "q").isPresent()) {
            search(request, response, open, paging);
            return;
        }
        int limit = paging.limit();
        var found = conversations.page(open, paging.numberCursor(), limit + 1);
        var page = scenes.of(found.stream().limit(limit).toList());
        var next =
                found.size() > limit
                        ? Optional.of(Long.toString(found.get(limit - 1).id()))
                        : Optional.<String>empty();
        sendPage(response, page, ConversationJson::conversation, next);
    }

    /// What fits what is looked for, the newest first.
    private void search(
            ServerRequest request, ServerResponse response, Optional<Boolean> open, Paging paging) {
        var page =
                conversations
                        .search()
                        .page(
                                Filters.of(request, View.OPEN).words(),
                                open,
                                paging.numberCursor().orElse(Long.MAX_VALUE),
                                paging.limit());
        sendPage(
                response,
                scenes.of(page.conversations()),
                ConversationJson::conversation,
                page.next().isPresent()
                        ? Optional.of(Long.toString(page.next().getAsLong()))
                        : Optional.empty());
    }

    /// One of the panel's lists.
    private void listView(ServerRequest request, ServerResponse response) {
        takesOnly(request, "view", "channel", "site", "label", "team", "limit", "cursor");
        var filter = Filters.strictly(request);
        var caller = Caller.of(request);
        if (filter.view() == View.MINE && caller.kind() == Caller.Kind.TOKEN) {
            throw Refusal.of(Code.INVALID, "A program has no conversations of its own.");
        }
        var paging = Paging.of(request);
        int limit = paging.limit();
        var listing = Filters.listing(filter, caller);
        var found = conversations.list(listing, mark(paging), limit + 1);
        var page = found.stream().limit(limit).toList();
        var next =
                found.size() > limit
                        ? Optional.of(ListMark.behind(listing.view(), page.getLast()).text())
                        : Optional.<String>empty();
        sendPage(response, scenes.of(page), ConversationJson::conversation, next);
    }

    private static Optional<ListMark> mark(Paging paging) {
        return paging.cursor().map(cursor -> ListMark.read(cursor).orElseThrow(Paging::badCursor));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, ConversationJson.conversation(scenes.of(conversation(request))));
    }

    private void messages(ServerRequest request, ServerResponse response) {
        takesOnly(request, "after", "limit", "cursor");
        var paging = Paging.of(request);
        int limit = paging.limit();
        long after = number(request, "after").orElse(paging.numberCursor().orElse(0));
        int seq = Math.clamp(after, 0, Integer.MAX_VALUE);
        var conversation = conversation(request);
        var found = messages.after(conversation.id(), seq, limit + 1);
        var waiting = waits.apply(conversation.id());
        var page = found.stream().limit(limit).toList();
        var next =
                found.size() > limit
                        ? Optional.of(Integer.toString(page.getLast().seq()))
                        : Optional.<String>empty();
        var enclosed = desk.enclosures().of(page);
        var reactions = messages.reactionsOn(page);
        sendPage(
                response,
                page,
                message ->
                        ConversationJson.message(
                                        message,
                                        reactions.getOrDefault(message.seq(), On.NONE),
                                        Optional.ofNullable(enclosed.get(message.seq())),
                                        files)
                                .put("waits", waiting.get(message.seq())),
                next);
    }

    private void reply(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, SAID);
        var conversation = conversation(request);
        var said = replies.say(Caller.of(request), conversation, draft(body, conversation));
        Answers.json(
                response,
                said.repeated() ? Status.OK_200 : Status.CREATED_201,
                ConversationJson.message(
                        said.message(), On.NONE, desk.enclosures().of(said.message()), files));
    }

    private Replies.Draft draft(JsonNode body, Conversation conversation) {
        var composed = compositions.read(body, conversation);
        var attachment = Bodies.text(body, "attachment").filter(it -> !it.isBlank());
        var text =
                Bodies.text(body, "text")
                        .or(() -> composed.map(_ -> ""))
                        .or(() -> attachment.map(_ -> ""))
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "text is missing."));
        return new Replies.Draft(
                Bodies.text(body, "cid").orElseGet(() -> UUID.randomUUID().toString()),
                text,
                attachment,
                replyTo(body, composed),
                number(body, "seen", "seen is the number of a message, or 0."),
                composed);
    }

    private static OptionalInt replyTo(JsonNode body, Optional<Composed> composed) {
        var replyTo = number(body, "reply_to", "reply_to is the number of a message.");
        if (replyTo.isPresent()
                && composed.filter(it -> it.form() instanceof Outgoing.Template).isPresent()) {
            throw Refusal.of(Code.INVALID, "WhatsApp shows no quote with a template.");
        }
        return replyTo;
    }

    private static OptionalInt number(JsonNode body, String name, String otherwise) {
        var number = body.path(name);
        if (number.isMissingNode() || number.isNull()) {
            return OptionalInt.empty();
        }
        if (!number.canConvertToInt() || !number.isIntegralNumber()) {
            throw Refusal.of(Code.INVALID, otherwise);
        }
        return OptionalInt.of(number.intValue());
    }

    private void react(ServerRequest request, ServerResponse response) {
        var body = Bodies.object(request, BODY_BYTES_MAX, Set.of("emoji"));
        var emoji =
                Bodies.text(body, "emoji")
                        .filter(it -> !it.isEmpty())
                        .orElseThrow(() -> Refusal.of(Code.INVALID, "emoji is missing."));
        var message =
                replies.react(
                        Caller.of(request),
                        conversation(request),
                        seq(request),
                        Optional.of(emoji));
        var reactions = messages.reactionsOn(List.of(message));
        Answers.json(
                response,
                ConversationJson.message(
                        message,
                        reactions.getOrDefault(message.seq(), On.NONE),
                        desk.enclosures().of(message),
                        files));
    }

    private void takeBack(ServerRequest request, ServerResponse response) {
        var _ =
                replies.react(
                        Caller.of(request), conversation(request), seq(request), Optional.empty());
        response.status(Status.NO_CONTENT_204).send();
    }

    private static int seq(ServerRequest request) {
        return Optional.of(request.path().pathParameters().get("seq"))
                .filter(it -> it.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    /// Tries once more to get a file that could not be had.
    private void fetchAgain(ServerRequest request, ServerResponse response) {
        var seq = request.path().pathParameters().get("seq");
        if (!seq.matches("[0-9]{1,9}")
                || !desk.fetchAgain(conversation(request).id(), Integer.parseInt(seq))) {
            throw Refusal.of(Code.CONFLICT, "There is nothing to try again.");
        }
        Answers.json(response, Status.ACCEPTED_202, Json.object().put("state", "waiting"));
    }

    private static <T> void sendPage(
            ServerResponse response,
            List<T> page,
            Function<T, ObjectNode> draw,
            Optional<String> next) {
        var body = Json.object();
        var items = body.putArray("items");
        page.forEach(one -> items.add(draw.apply(one)));
        body.put("next", next.orElse(null));
        Answers.json(response, body);
    }

    private Conversation conversation(ServerRequest request) {
        return conversations
                .byCode(request.path().pathParameters().get("code"))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND));
    }

    /// To pass over what is not known would be to answer another question: a search that would find
    /// everybody.
    private static void takesOnly(ServerRequest request, String... names) {
        var known = List.of(names);
        for (String name : request.query().names()) {
            if (!known.contains(name) && said(request, name).isPresent()) {
                throw Refusal.of(
                        Code.INVALID,
                        "This list takes " + String.join(", ", known) + " and nothing else yet.");
            }
        }
    }

    private static Optional<Boolean> open(ServerRequest request) {
        return said(request, "status")
                .map(status ->
                        switch (status) {
                            case "open" -> true;
                            case "closed" -> false;
                            default -> throw Refusal.of(Code.INVALID, "status is open or closed.");
                        });
    }

    /// What is empty is as good as left out.
    private static Optional<String> said(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(text -> !text.isBlank());
    }

    private static OptionalLong number(ServerRequest request, String name) {
        var value = said(request, name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.get()));
        } catch (NumberFormatException notANumber) {
            throw Refusal.of(Code.INVALID, name + " is a number.");
        }
    }
}
