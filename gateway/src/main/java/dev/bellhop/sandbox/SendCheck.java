package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the content of a send as strictly as Meta does: every limit of every kind that it
/// documents.
final class SendCheck {
    private static final int TEXT_MAX = 4_096;
    private static final int CAPTION_MAX = 1_024;
    private static final int CALLBACK_DATA_MAX = 512;
    private static final Set<String> MEMBERS =
            Set.of(
                    "messaging_product",
                    "recipient_type",
                    "to",
                    "recipient",
                    "type",
                    "context",
                    "biz_opaque_callback_data",
                    "recipient_identity_key_hash",
                    "messaging_account_id");

    private final Templates templates;
    private final Media media;

    SendCheck(Templates templates, Media media) {
        this.templates = templates;
        this.media = media;
    }

    /// @throws GraphError in Meta's words when something is missing, unknown or over a limit
    Content content(JsonNode json) {
        var type = json.has("type") ? Json.string(json, "type").orElse("") : "text";
        for (var name : json.propertyStream().map(Map.Entry::getKey).toList()) {
            if (!MEMBERS.contains(name) && !name.equals(type)) {
                throw GraphError.of(100, "Unexpected key \"" + name + "\" on param \"root\".");
            }
        }
        var payload = json.path(type);
        return switch (type) {
            case "text" -> text(object(payload, type));
            case "image", "video", "audio", "document", "sticker" ->
                    media(type, object(payload, type));
            case "interactive" -> Interactive.read(object(payload, type));
            case "template" -> templates.fill(object(payload, type));
            case "reaction" -> reaction(object(payload, type));
            case "location" -> location(object(payload, type));
            case "contacts" -> contacts(payload);
            default -> throw GraphError.of(131051, "Message type is not currently supported.");
        };
    }

    /// The sender's own mark.
    static Optional<String> callbackData(JsonNode json) {
        var data = Json.string(json, "biz_opaque_callback_data");
        data.ifPresent(text -> atMost(text, CALLBACK_DATA_MAX, "biz_opaque_callback_data"));
        return data;
    }

    static Optional<String> quote(JsonNode json) {
        if (!json.has("context")) {
            return Optional.empty();
        }
        return Optional.of(required(json.path("context"), "message_id"));
    }

    static String required(JsonNode json, String member) {
        return Json.string(json, member)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> GraphError.of(131008, "The parameter " + member + " is required."));
    }

    static String atMost(String text, int most, String name) {
        if (text.codePointCount(0, text.length()) > most) {
            throw GraphError.of(
                    100, "Param " + name + " must be at most " + most + " characters long.");
        }
        return text;
    }

    private static JsonNode object(JsonNode payload, String type) {
        if (!payload.isObject()) {
            throw GraphError.of(
                    131008, "Parameter '" + type + "' is mandatory for type '" + type + "'.");
        }
        return payload;
    }

    private static Content text(JsonNode text) {
        var body = atMost(required(text, "body"), TEXT_MAX, "text['body']");
        return Content.service("text", body, text);
    }

    private Content media(String type, JsonNode file) {
        var id = Json.string(file, "id");
        var link = Json.string(file, "link");
        if (id.isPresent() == link.isPresent()) {
            throw GraphError.of(100, "Exactly one of id and link is needed for " + type + ".");
        }
        if (link.isPresent() && !link.get().matches("https?://\\S+")) {
            throw GraphError.of(100, "Param " + type + "['link'] is not a valid URL.");
        }
        if (id.isPresent() && !media.has(id.get())) {
            throw GraphError.of(131009, "Media with id " + id.get() + " does not exist.");
        }
        var caption = Json.string(file, "caption").orElse("");
        return Content.service(type, atMost(caption, CAPTION_MAX, "caption"), file);
    }

    private static Content reaction(JsonNode reaction) {
        required(reaction, "message_id");
        return Content.service("reaction", Json.string(reaction, "emoji").orElse(""), reaction);
    }

    private static Content location(JsonNode place) {
        for (var member : Set.of("latitude", "longitude")) {
            var value = place.path(member);
            if (!value.isNumber() && !value.isTextual()) {
                throw GraphError.of(131008, "The parameter " + member + " is required.");
            }
        }
        return Content.service("location", Json.string(place, "name").orElse(""), place);
    }

    private static Content contacts(JsonNode cards) {
        if (!cards.isArray() || cards.isEmpty()) {
            throw GraphError.of(131008, "The parameter contacts is required.");
        }
        var names = new HashSet<String>();
        for (var card : cards) {
            names.add(required(card.path("name"), "formatted_name"));
        }
        return Content.service("contacts", String.join(", ", names), cards);
    }
}
