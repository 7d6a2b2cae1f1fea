package dev.bellhop.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.conversation.Label;
import dev.bellhop.conversation.Message;
import dev.bellhop.conversation.Outcome;
import dev.bellhop.conversation.Reactions.On;
import dev.bellhop.media.Attachment;
import dev.bellhop.media.AttachmentJson;
import dev.bellhop.web.Json;

import java.time.Instant;
import java.util.Optional;

/// What conversations and messages look like on the wire. Members are only ever added.
final class ConversationJson {
    private ConversationJson() {}

    static ObjectNode conversation(Scene scene) {
        var conversation = scene.conversation();
        var json = Json.object();
        json.put("code", conversation.code());
        json.put("kind", conversation.kind().wireName());
        json.put("status", conversation.open() ? "open" : "closed");
        json.set("visitor", visitor(scene));
        json.set(
                "assignee",
                scene.assignee()
                        .map(it -> Json.object().put("id", it.id()).put("name", it.name()))
                        .orElse(null));
        json.set(
                "team",
                scene.team()
                        .map(it -> Json.object().put("id", it.id()).put("name", it.name()))
                        .orElse(null));
        json.put("last_seq", conversation.lastSeq());
        json.put("last_at", conversation.lastAt().toString());
        json.put("last_from", conversation.lastAuthor().wireName());
        json.put("last_text", conversation.lastText());
        json.put("waiting_since", conversation.waitingSince().map(Instant::toString).orElse(null));
        json.put("unread", conversation.unread());
        json.put("snoozed_until", conversation.snoozedUntil().map(Instant::toString).orElse(null));
        json.put("outcome", conversation.ending().outcome().map(Outcome::wireName).orElse(null));
        json.put("outcome_note", conversation.ending().note());
        json.put("priority", conversation.priority().wireName());
        var labels = json.putArray("labels");
        scene.labels().forEach(it -> labels.add(label(it)));
        json.put("opened_at", conversation.openedAt().toString());
        return json;
    }

    static ObjectNode label(Label label) {
        return Json.object()
                .put("id", label.id())
                .put("name", label.name())
                .put("colour", label.colour().wireName());
    }

    private static ObjectNode visitor(Scene scene) {
        var visitor = scene.visitor();
        var json = Json.object();
        json.put("id", visitor.id());
        json.put("name", visitor.name().orElse(null));
        json.put("email", visitor.email().orElse(null));
        json.put("phone", visitor.phone().orElse(null));
        json.put("whatsapp", visitor.waId().orElse(null));
        json.put("blocked", visitor.blocked());
        json.put("locale", visitor.locale().orElse(null));
        json.put("zone", visitor.zone().orElse(null));
        json.put("online", scene.online());
        return json;
    }

    static ObjectNode message(
            Message message, On reactions, Optional<Attachment> file, AttachmentJson files) {
        var json = Json.object();
        json.put("seq", message.seq());
        json.put("from", message.author().wireName());
        json.put("name", message.authorName().orElse(null));
        json.put("via", message.via().wireName());
        json.put("kind", message.kind());
        json.put("text", message.text());
        json.set("attachment", file.map(files::of).orElse(null));
        json.put("cid", message.cid().orElse(null));
        var replyTo = message.replyTo();
        json.put("reply_to", Json.number(replyTo));
        json.put("status", message.status().wireName());
        json.put("status_at", message.statusAt().toString());
        json.put("failure", message.failure().orElse(null));
        json.put("at", message.at().toString());
        json.put("note", message.note().orElse(null));
        json.put("amended", message.amended().map(it -> it.how().wireName()).orElse(null));
        json.put("amended_at", message.amended().map(it -> it.at().toString()).orElse(null));
        json.put("reaction_failure", reactions.failure().orElse(null));
        var list = json.putArray("reactions");
        for (var reaction : reactions.standing()) {
            list.addObject()
                    .put("who", reaction.who())
                    .put("name", reaction.name().orElse(null))
                    .put("emoji", reaction.emoji())
                    .put("at", reaction.at().toString());
        }
        return json;
    }
}
