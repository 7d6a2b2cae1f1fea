package dev.bellhop.visitor;

import static dev.bellhop.web.Access.proved;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.audit.Actor;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Conversations;
import dev.bellhop.conversation.Erasure;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Messages;
import dev.bellhop.conversation.Visitor;
import dev.bellhop.conversation.Visitors;
import dev.bellhop.web.Access;
import dev.bellhop.web.Answers;
import dev.bellhop.web.Code;
import dev.bellhop.web.Ids;
import dev.bellhop.web.Json;
import dev.bellhop.web.Permission;
import dev.bellhop.web.Refusal;
import dev.bellhop.web.Routes;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/// One visitor for programs, under `/api/v1/visitors`: all that is kept of them, and its erasure.
final class VisitorsApi {
    private static final String ONE = "/api/v1/visitors/{id}";
    private static final int PAGE = 200;
    private static final int CONVERSATIONS_MAX = 1_000;

    private final Visiting visiting;
    private final Visitors visitors;
    private final Conversations conversations;
    private final Messages messages;
    private final Erasure erasure;

    VisitorsApi(Visiting visiting, VisitorDoor.Ground ground) {
        this.visiting = visiting;
        this.visitors = ground.visitors();
        this.conversations = ground.conversations();
        this.messages = ground.messages();
        this.erasure = ground.erasure();
    }

    void register(Routes routes) {
        routes.get(ONE, proved(Access.needs(Permission.CONVERSATIONS_READ)), this::show)
                .delete(ONE, proved(Access.needs(Permission.VISITORS_ERASE)), this::erase);
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, export(id(request)).orElseThrow(VisitorsApi::unknown));
    }

    /// All that is kept of a visitor, or of whoever that turned out to be; empty when there is
    /// none.
    Optional<ObjectNode> export(long id) {
        return visitors.findJoined(id)
                .map(visitor -> {
                    var node = json(visitor);
                    // Whatever agents are shown of it.
                    var page = visitors.keptPage(visitor.id());
                    node.put("page_url", page.url().orElse(null))
                            .put("page_title", page.title().orElse(null))
                            .put("referrer", page.referrer().orElse(null))
                            .put("landing", page.landing().orElse(null));
                    var pages = node.putArray("pages");
                    visitors.keptPageViews(visitor.id())
                            .forEach(view ->
                                    pages.addObject()
                                            .put("at", view.at().toString())
                                            .put("url", view.url())
                                            .put("title", view.title().orElse(null)));
                    var list = node.putArray("conversations");
                    conversations
                            .othersOf(visitor.id(), 0, CONVERSATIONS_MAX)
                            .forEach(conversation -> list.add(json(conversation)));
                    return node;
                });
    }

    private void erase(ServerRequest request, ServerResponse response) {
        if (!erase(Actor.of(request), id(request))) {
            throw unknown();
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    boolean erase(Actor actor, long named) {
        long id = visitors.findJoined(named).map(Visitor::id).orElse(named);
        boolean erased = erasure.erase(actor, id).isPresent();
        if (erased) {
            visiting.erased(id);
        }
        return erased;
    }

    private static ObjectNode json(Visitor visitor) {
        var node = Json.object().put("id", visitor.id());
        visitor.siteId().ifPresent(id -> node.put("site_id", id));
        visitor.channelId().ifPresent(id -> node.put("channel_id", id));
        return node.put("wa_id", visitor.waId().orElse(null))
                .put("wa_user_id", visitor.userId().orElse(null))
                .put("name", visitor.name().orElse(null))
                .put("email", visitor.email().orElse(null))
                .put("phone", visitor.phone().orElse(null))
                .put("locale", visitor.locale().orElse(null))
                .put("zone", visitor.zone().orElse(null))
                .put("page_url", visitor.page().url().orElse(null))
                .put("page_title", visitor.page().title().orElse(null))
                .put("referrer", visitor.page().referrer().orElse(null))
                .put("landing", visitor.page().landing().orElse(null))
                .put("blocked", visitor.blocked())
                .put("created_at", visitor.createdAt().toString());
    }

    private ObjectNode json(Conversation conversation) {
        var node =
                Json.object()
                        .put("code", conversation.code())
                        .put("kind", conversation.kind().wireName())
                        .put("status", conversation.open() ? "open" : "closed");
        var list = node.putArray("messages");
        int seq = 0;
        while (true) {
            var page = messages.after(conversation.id(), seq, PAGE);
            var files = visiting.attachments(page);
            for (Message message : page) {
                add(list, message).set("attachment", files.get(message.seq()));
                seq = message.seq();
            }
            if (page.size() < PAGE) {
                return node;
            }
        }
    }

    private static ObjectNode add(ArrayNode list, Message message) {
        return list.addObject()
                .put("seq", message.seq())
                .put("from", message.author().wireName())
                .put("name", message.authorName().orElse(null))
                .put("kind", message.kind())
                .put("text", message.text())
                .put("at", message.at().toString());
    }

    private static long id(ServerRequest request) {
        return Ids.ofPath(request).orElseThrow(VisitorsApi::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(Code.NOT_FOUND, "There is no such visitor.");
    }
}
