package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Members.Unreadable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads what a message holds.
final class ContentReader {
    static final int LABEL_MAX = 60;
    private static final int NAME_MAX = 120;
    private static final int TITLE_MAX = 300;
    private static final int PAYLOAD_MAX = 1_000;
    private static final int JSON_MAX = 16_000;
    private static final int MIME_MAX = 120;

    /// Meta allows 257 cards; more of anything is nobody's message.
    private static final int PARTS_MAX = 300;

    private static final int CARD_PARTS_MAX = 20;
    private static final int EMOJI_MAX = 32;

    private ContentReader() {}

    /// Reads a message's content. What is missing or unknown makes it unsupported, and only a
    /// change of a message that is not named cannot be read.
    static Content read(JsonNode message) {
        var type =
                Members.text(message, "type").orElseThrow(() -> new Unreadable("type is missing"));
        var body = message.path(type);
        return switch (type) {
            case "reaction" ->
                    new Content.Reaction(
                            Members.wamid(body, "message_id"),
                            Members.label(body, "emoji", EMOJI_MAX));
            case "edit" ->
                    new Content.Edit(
                            Members.wamid(body, "original_message_id"), said(body.path("message")));
            case "revoke" -> new Content.Revoke(Members.wamid(body, "original_message_id"));
            default -> said(message);
        };
    }

    private static Content.Said said(JsonNode message) {
        var type = Members.text(message, "type").orElse("");
        var body = message.path(type);
        return switch (type) {
            case "text" -> new Content.Words(Members.words(body, "body").orElse(""));
            case "button" -> button(body);
            case "interactive" -> interactive(message, body);
            case "image", "video", "audio", "document", "sticker" -> media(type, body);
            case "location" -> location(message, body);
            case "contacts" -> new Content.Contacts(list(body, PARTS_MAX, ContentReader::card));
            case "order" -> order(body);
            case "unsupported" ->
                    unsupported(
                            message, Members.label(body, "type", LABEL_MAX).orElse("unsupported"));
            default -> unsupported(message, Texts.label(type, LABEL_MAX));
        };
    }

    private static Content.Said unsupported(JsonNode message, String type) {
        var error = message.path("errors").path(0);
        return new Content.Unsupported(
                type.isBlank() ? "unknown" : type,
                error.isObject() ? Optional.of(Failure.of(error)) : Optional.empty());
    }

    private static Content.Said button(JsonNode body) {
        var title = Members.words(body, "text").orElse("");
        return new Content.Choice(
                "button",
                Members.label(body, "payload", PAYLOAD_MAX).orElse(""),
                title,
                Optional.empty());
    }

    private static Content.Said interactive(JsonNode message, JsonNode interactive) {
        var kind = Members.text(interactive, "type").orElse("");
        var body = interactive.path(kind);
        return switch (kind) {
            case "button_reply", "list_reply" ->
                    new Content.Choice(
                            kind,
                            Members.label(body, "id", PAYLOAD_MAX).orElse(""),
                            Members.label(body, "title", TITLE_MAX).orElse(""),
                            Members.label(body, "description", TITLE_MAX));
            case "nfm_reply" ->
                    new Content.FormReply(
                            Members.label(body, "name", NAME_MAX).orElse(""),
                            Members.label(body, "body", TITLE_MAX).orElse(""),
                            Members.text(body, "response_json")
                                    .filter(json -> json.length() <= JSON_MAX)
                                    .orElse("{}"));
            default ->
                    unsupported(
                            message, kind.isBlank() ? "interactive" : Texts.label(kind, LABEL_MAX));
        };
    }

    private static Content.Said media(String kind, JsonNode body) {
        return new Content.Media(
                kind,
                Members.id(body, "id"),
                Members.label(body, "mime_type", MIME_MAX),
                Members.label(body, "sha256", NAME_MAX),
                Members.url(body, "url"),
                Members.words(body, "caption"),
                Members.label(body, "filename", TITLE_MAX),
                body.path("voice").asBoolean(),
                body.path("animated").asBoolean());
    }

    private static Content.Said location(JsonNode message, JsonNode body) {
        double latitude = body.path("latitude").asDouble(Double.NaN);
        double longitude = body.path("longitude").asDouble(Double.NaN);
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            return unsupported(message, "location");
        }
        return new Content.Location(
                latitude,
                longitude,
                Members.label(body, "name", TITLE_MAX),
                Members.label(body, "address", TITLE_MAX),
                Members.url(body, "url"));
    }

    private static Content.Contacts.Card card(JsonNode card) {
        return new Content.Contacts.Card(
                Members.label(card.path("name"), "formatted_name", NAME_MAX).orElse(""),
                labels(card.path("phones"), "phone"),
                labels(card.path("emails"), "email"));
    }

    private static List<String> labels(JsonNode nodes, String member) {
        return list(nodes, CARD_PARTS_MAX, node -> Members.label(node, member, NAME_MAX).orElse(""))
                .stream()
                .filter(label -> !label.isEmpty())
                .toList();
    }

    private static Content.Said order(JsonNode body) {
        return new Content.Order(
                Members.id(body, "catalog_id").orElse(""),
                Members.words(body, "text"),
                list(body.path("product_items"), PARTS_MAX, ContentReader::product));
    }

    private static Content.Order.Product product(JsonNode item) {
        return new Content.Order.Product(
                Members.labelOrNumber(item, "product_retailer_id", NAME_MAX).orElse(""),
                Members.labelOrNumber(item, "quantity", LABEL_MAX).orElse(""),
                Members.labelOrNumber(item, "item_price", LABEL_MAX).orElse(""),
                Members.labelOrNumber(item, "currency", LABEL_MAX).orElse(""));
    }

    private static <T> List<T> list(JsonNode nodes, int countMax, Function<JsonNode, T> read) {
        var list = new ArrayList<T>();
        for (JsonNode node : nodes) {
            if (list.size() == countMax) {
                break;
            }
            list.add(read.apply(node));
        }
        return list;
    }
}
