package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.Optional;

/// What is posted to a number's `messages`: messages, read marks, typing.
final class Sends {
    private final Handsets handsets;
    private final SendCheck check;
    private final Network network;
    private final Events events;

    Sends(Handsets handsets, SendCheck check, Network network, Events events) {
        this.handsets = handsets;
        this.check = check;
        this.network = network;
        this.events = events;
    }

    /// @param lost whether the message is to vanish on the way
    /// @throws GraphError when it is refused
    JsonNode take(GraphCall call, boolean lost) {
        var json = call.json();
        if (!json.isObject()) {
            throw GraphError.of(100, "The body is not a JSON object.");
        }
        if (!Json.string(json, "messaging_product").equals(Optional.of("whatsapp"))) {
            throw GraphError.of(100, "The parameter messaging_product is required.");
        }
        return json.has("status") ? mark(json) : send(json, lost);
    }

    private JsonNode send(JsonNode json, boolean lost) {
        var to = Json.string(json, "to").map(text -> text.replaceAll("[\\s()+-]", ""));
        var userId = Json.string(json, "recipient");
        var recipient =
                to.or(() -> userId)
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(() -> GraphError.of(131008, "The parameter to is required."));
        var quote = SendCheck.quote(json);
        var callbackData = SendCheck.callbackData(json);
        var content = check.content(json);
        if (to.isEmpty() && content.category().equals("authentication")) {
            throw GraphError.of(131062, "A user id cannot get an authentication template.");
        }
        // Meta takes a user id in `to` for a number, answers 200, and never says another word.
        boolean vanishes = lost || to.filter(text -> !text.matches("[0-9]{5,15}")).isPresent();
        var handset =
                to.isPresent() ? handsets.reachedBy(recipient) : handsets.findByUserId(recipient);
        var submission =
                new Network.Submission(recipient, to.isPresent(), content, quote, callbackData);
        var wamid = network.accept(submission, handset, vanishes);
        return answer(json, recipient, to.isPresent(), content, wamid);
    }

    private static JsonNode answer(
            JsonNode json, String recipient, boolean byNumber, Content content, String wamid) {
        var answer = Json.object();
        answer.put("messaging_product", "whatsapp");
        var contact = answer.putArray("contacts").addObject();
        contact.put("input", json.path(byNumber ? "to" : "recipient").asText());
        contact.put(byNumber ? "wa_id" : "user_id", recipient);
        var message = answer.putArray("messages").addObject();
        message.put("id", wamid);
        if (content.isTemplate()) {
            message.put("message_status", "accepted");
        }
        return answer;
    }

    private JsonNode mark(JsonNode json) {
        if (!Json.string(json, "status").equals(Optional.of("read"))) {
            throw GraphError.of(131009, "status is 'read'.");
        }
        var id = SendCheck.required(json, "message_id");
        var handset =
                handsets.holding(id)
                        .orElseThrow(() -> GraphError.of(131009, "Message id is not known: " + id));
        var item =
                handset.find(id)
                        .filter(found -> found.direction() == Item.Direction.OUT)
                        .orElseThrow(() -> GraphError.of(131009, "Not a received message: " + id));
        network.markRead(handset, item);
        if (json.has("typing_indicator")) {
            events.tell("typing", Json.object().put("wa_id", handset.phone().waId()));
        }
        return Json.object().put("success", true);
    }
}
