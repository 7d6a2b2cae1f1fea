package dev.bellhop.visitor;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.conversation.Author;
import dev.bellhop.conversation.Conversation;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Status;
import dev.bellhop.conversation.Via;
import dev.bellhop.web.Code;
import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.Optional;

/// What the gateway says to a widget, as text.
final class Frames {
    private Frames() {}

    static String welcome(
            String token,
            Optional<Conversation> conversation,
            Standing standing,
            int heartbeatSeconds) {
        var frame = frame("welcome").put("token", token);
        conversation.ifPresentOrElse(
                c -> frame.set("conversation", conversationNode(c)),
                () -> frame.putNull("conversation"));
        return text(stands(frame, standing).put("heartbeat", heartbeatSeconds));
    }

    static String conversation(Conversation conversation) {
        return text(frame("conversation").setAll(conversationNode(conversation)));
    }

    private static ObjectNode conversationNode(Conversation conversation) {
        return Json.object()
                .put("code", conversation.code())
                .put("status", conversation.open() ? "open" : "closed")
                .put("last_seq", conversation.lastSeq());
    }

    /// @param attachment its file as it is on the wire, if it has one
    static String message(Message message, Optional<ObjectNode> attachment) {
        ObjectNode frame =
                frame("message")
                        .put("seq", message.seq())
                        .put("from", message.author().wireName())
                        .put(
                                "name",
                                message.author() == Author.VISITOR
                                        ? null
                                        : message.authorName()
                                                .map(it -> shown(message, it))
                                                .orElse(null))
                        .put(
                                "cid",
                                message.author() == Author.VISITOR
                                        ? message.cid().orElse(null)
                                        : null)
                        .put("kind", message.kind())
                        .put("text", message.text())
                        .set("attachment", attachment.orElse(null));
        if (message.replyTo().isPresent()) {
            frame.put("reply_to", message.replyTo().getAsInt());
        } else {
            frame.putNull("reply_to");
        }
        return text(
                frame.put("at", message.at().toString())
                        .put("status", shown(message.status()).wireName()));
    }

    static String accepted(Message message) {
        return text(
                frame("accepted")
                        .put("cid", message.cid().orElse(null))
                        .put("seq", message.seq())
                        .put("at", message.at().toString()));
    }

    static String status(int seq, Status status, Instant at) {
        return text(
                frame("status")
                        .put("seq", seq)
                        .put("status", shown(status).wireName())
                        .put("at", at.toString()));
    }

    /// What is stored counts as sent for the visitor: it cannot be lost any more.
    private static Status shown(Status status) {
        return status == Status.ACCEPTED ? Status.SENT : status;
    }

    static String typing(String name, boolean on) {
        return text(frame("typing").put("name", firstName(name)).put("on", on));
    }

    static String presence(Standing standing) {
        return text(stands(frame("presence"), standing));
    }

    private static ObjectNode stands(ObjectNode frame, Standing standing) {
        return frame.put("online", standing.online())
                .put("presence", standing.presence().wireName());
    }

    static String pong() {
        return text(frame("pong"));
    }

    /// Nothing of the visitor is here any more.
    static String erased() {
        return text(frame("erased"));
    }

    static String bye(int seconds) {
        return text(frame("bye").put("reconnect_in", seconds));
    }

    static String error(
            Code code, String message, Optional<String> cid, Optional<Long> retryAfter) {
        var frame = frame("error").put("code", code.wireName()).put("message", message);
        cid.ifPresent(id -> frame.put("cid", id));
        retryAfter.ifPresent(seconds -> frame.put("retry_after", seconds));
        return text(frame);
    }

    /// Who says a message, as visitors read it: what Bellhop answers by itself is said in the
    /// site's name, whole.
    static String shown(Message message, String name) {
        return message.via() == Via.BELLHOP ? name : firstName(name);
    }

    /// Visitors get to know who answers by the first name, and no more.
    static String firstName(String name) {
        int blank = name.strip().indexOf(' ');
        return blank < 0 ? name.strip() : name.strip().substring(0, blank);
    }

    private static ObjectNode frame(String type) {
        return Json.object().put("t", type);
    }

    private static String text(com.fasterxml.jackson.databind.JsonNode frame) {
        return Json.text(frame);
    }
}
