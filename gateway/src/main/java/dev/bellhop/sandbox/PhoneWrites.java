package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Code;
import dev.bellhop.web.Json;
import dev.bellhop.web.Refusal;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// What a phone writes, from the control's short form into the form of Meta's notifications.
///
/// `text {text}` · `image | document | audio {data?, mime_type?, caption?, filename?}`: `data` is
/// base64, a small sample without it · `location {latitude, longitude, name?, address?}` ·
/// `reaction {wamid, emoji?}`: without emoji it is taken back · `button_reply {id, title}` ·
/// `list_reply {id, title, description?}`. All but reactions take `quote`, a wamid; the replies
/// need one. Each takes `wire`, members that the notification's message is to have besides or in
/// place of its own, such as an unknown one or a damaged one; null leaves a member out.
final class PhoneWrites {
    private static final int TEXT_MAX = 65_536;

    /// What a phone writes and what it answers to.
    ///
    /// @param wire what its notification has besides or instead
    record Draft(Content content, Optional<String> quote, ObjectNode wire) {}

    /// A file to send when the test brings none.
    private record Sample(String mimeType, String base64) {}

    private static final Map<String, Sample> SAMPLES =
            Map.of(
                    "image",
                    new Sample(
                            "image/png",
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4v1b2PwAHNQLDKYWNegAAAABJ"
                                + "RU5ErkJggg=="),
                    "document",
                    new Sample(
                            "application/pdf",
                            "JVBERi0xLjEKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqIDIgMCBvYmo8"
                                + "PC9UeXBlL1BhZ2VzL0tpZHNbXS9Db3VudCAwPj5lbmRvYmoKdHJhaWxlcjw8L1Jvb3QgMSAwIFI+"
                                + "PgolJUVPRgo="),
                    "audio",
                    new Sample("audio/ogg; codecs=opus", "T2dnUwACAAAAAAAAAAA="));

    private final Media media;
    private final MediaCalls addresses;

    PhoneWrites(Media media, MediaCalls addresses) {
        this.media = media;
        this.addresses = addresses;
    }

    /// @throws Refusal `invalid` when the document is not one of the above
    Draft read(JsonNode json) {
        var type = Json.string(json, "type").orElse("text");
        var quote = Json.string(json, "quote");
        var wire = wire(json);
        return switch (type) {
            case "text" -> new Draft(text(json), quote, wire);
            case "image", "document", "audio" -> new Draft(file(type, json), quote, wire);
            case "location" -> new Draft(location(json), quote, wire);
            case "reaction" -> new Draft(reaction(json), Optional.empty(), wire);
            case "button_reply", "list_reply" ->
                    new Draft(reply(type, json), Optional.of(required(json, "quote")), wire);
            default -> throw Refusal.of(Code.INVALID, "A phone cannot write a " + type + ".");
        };
    }

    private static ObjectNode wire(JsonNode json) {
        return switch (json.path("wire")) {
            case ObjectNode members -> members;
            case MissingNode _ -> Json.object();
            default -> throw Refusal.of(Code.INVALID, "wire is an object.");
        };
    }

    private static Content text(JsonNode json) {
        var body = required(json, "text");
        if (body.length() > TEXT_MAX) {
            throw Refusal.of(Code.TOO_LONG, "WhatsApp takes " + TEXT_MAX + " characters.");
        }
        return Content.service("text", body, Json.object().put("body", body));
    }

    private Content file(String type, JsonNode json) {
        var sample = SAMPLES.getOrDefault(type, new Sample("application/octet-stream", ""));
        var mimeType = Json.string(json, "mime_type").orElse(sample.mimeType());
        var file = media.add(mimeType, decoded(Json.string(json, "data").orElse(sample.base64())));
        var payload = Json.object();
        Json.string(json, "caption").ifPresent(caption -> payload.put("caption", caption));
        if (type.equals("document")) {
            payload.put("filename", Json.string(json, "filename").orElse("document.pdf"));
        }
        payload.put("mime_type", mimeType);
        payload.put("sha256", Base64.getEncoder().encodeToString(file.sha256()));
        payload.put("id", file.id());
        payload.put("url", addresses.address(file));
        if (type.equals("audio")) {
            payload.put("voice", json.path("voice").asBoolean(true));
        }
        return Content.service(type, Json.string(json, "caption").orElse(""), payload);
    }

    private static Content location(JsonNode json) {
        var payload = Json.object();
        copy(json, payload, "address");
        for (var member : new String[] {"latitude", "longitude"}) {
            if (!json.path(member).isNumber()) {
                throw Refusal.of(Code.INVALID, member + " is a number.");
            }
            payload.put(member, json.path(member).doubleValue());
        }
        copy(json, payload, "name");
        return Content.service("location", Json.string(json, "name").orElse(""), payload);
    }

    private static Content reaction(JsonNode json) {
        var payload = Json.object().put("message_id", required(json, "wamid"));
        copy(json, payload, "emoji");
        return Content.service("reaction", Json.string(json, "emoji").orElse(""), payload);
    }

    private static Content reply(String type, JsonNode json) {
        var payload = Json.object().put("type", type);
        var title = required(json, "title");
        var chosen = payload.putObject(type).put("id", required(json, "id")).put("title", title);
        if (type.equals("list_reply")) {
            copy(json, chosen, "description");
        }
        return Content.service("interactive", title, payload);
    }

    private static void copy(JsonNode from, ObjectNode to, String member) {
        Json.string(from, member).ifPresent(text -> to.put(member, text));
    }

    private static String required(JsonNode json, String member) {
        return Json.string(json, member)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Refusal.of(Code.INVALID, member + " is missing."));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.of(Code.INVALID, "data is not base64.");
        }
    }
}
