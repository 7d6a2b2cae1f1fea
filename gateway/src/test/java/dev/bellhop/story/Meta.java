package dev.bellhop.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.bellhop.web.Json;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes notifications and signs them, as Meta does for one channel.
public final class Meta {
    private final Http http;
    private final JsonNode setup;

    public Meta(Http http, JsonNode setup) {
        this.http = http;
        this.setup = setup;
    }

    /// Where this channel's notifications go.
    public String path() {
        return "/webhooks/whatsapp/" + setup.path("channel").asText();
    }

    /// Sends a rightly signed notification.
    public Http.Answer posts(JsonNode notification) {
        return posts(Json.bytes(notification));
    }

    public Http.Answer posts(byte[] body) {
        return http.post(path(), body, "X-Hub-Signature-256", signature(body));
    }

    /// The value of `X-Hub-Signature-256`.
    public String signature(byte[] body) {
        return "sha256=" + hmac("HmacSHA256", body);
    }

    /// The HMAC of a body under the app's secret, in hex.
    public String hmac(String algorithm, byte[] body) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(
                    new SecretKeySpec(
                            setup.path("app_secret")
                                    .asText()
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A notification for this channel's number.
    public ObjectNode notification(ArrayNode messages, ArrayNode statuses) {
        return notification(setup.path("phone_number_id").asText(), messages, statuses);
    }

    /// A notification for any number.
    public ObjectNode notification(String phoneNumberId, ArrayNode messages, ArrayNode statuses) {
        var root = Json.object().put("object", "whatsapp_business_account");
        var change =
                root.putArray("entry").addObject().put("id", "1").putArray("changes").addObject();
        change.put("field", "messages");
        var value = change.putObject("value").put("messaging_product", "whatsapp");
        value.putObject("metadata").put("phone_number_id", phoneNumberId);
        value.set("messages", messages);
        value.set("statuses", statuses);
        return root;
    }

    public ObjectNode messages(JsonNode... messages) {
        return notification(list(messages), list());
    }

    public ObjectNode statuses(JsonNode... statuses) {
        return notification(list(), list(statuses));
    }

    public static ArrayNode list(JsonNode... nodes) {
        var list = Json.object().arrayNode();
        for (JsonNode node : nodes) {
            list.add(node);
        }
        return list;
    }

    /// Words that somebody wrote, under an id of their own.
    public static ObjectNode words(String from, String text, Optional<String> quoted) {
        var message =
                Json.object()
                        .put("from", from)
                        .put("id", "wamid." + UUID.randomUUID())
                        .put("timestamp", Long.toString(Instant.now().getEpochSecond()))
                        .put("type", "text");
        message.putObject("text").put("body", text);
        quoted.ifPresent(id -> message.putObject("context").put("id", id));
        return message;
    }

    public static ObjectNode status(String wamid, String status) {
        return Json.object()
                .put("id", wamid)
                .put("status", status)
                .put("timestamp", Long.toString(Instant.now().getEpochSecond()));
    }
}
