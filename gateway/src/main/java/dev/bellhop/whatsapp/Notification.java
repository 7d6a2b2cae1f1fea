package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bellhop.whatsapp.Item.Damaged;
import dev.bellhop.whatsapp.Item.Inbound;
import dev.bellhop.whatsapp.Item.PassedOver;
import dev.bellhop.whatsapp.Item.StatusUpdate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads a notification of Meta's into items. It never refuses: what is unknown is passed over by name, what is damaged
/// is told with its reason, and each item stands on its own.
public final class Notification {
    private static final String OBJECT = "whatsapp_business_account";

    private Notification() {}

    /// All items, in the order of the document.
    public static List<Item> read(JsonNode document) {
        var items = new ArrayList<Item>();
        var object = text(document, "object").orElse("");
        if (!object.equals(OBJECT)) {
            items.add(new PassedOver("object " + shown(object)));
            return items;
        }
        for (JsonNode entry : document.path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                readChange(change, items);
            }
        }
        return items;
    }

    private static void readChange(JsonNode change, List<Item> items) {
        var field = text(change, "field").orElse("");
        if (!field.equals("messages")) {
            items.add(new PassedOver("field " + shown(field)));
            return;
        }
        var value = change.path("value");
        var number = text(value.path("metadata"), "phone_number_id");
        if (number.isEmpty()) {
            items.add(new Damaged("messages", "metadata.phone_number_id is missing"));
            return;
        }
        int before = items.size();
        for (JsonNode message : value.path("messages")) {
            items.add(apart("message", () -> message(number.get(), message, value.path("contacts"))));
        }
        for (JsonNode status : value.path("statuses")) {
            items.add(apart("status", () -> status(number.get(), status)));
        }
        for (JsonNode error : value.path("errors")) {
            items.add(new PassedOver("error " + error.path("code").asText() + " " + words(error)));
        }
        if (items.size() == before) {
            items.add(new PassedOver("messages without messages or statuses"));
        }
    }

    private interface Reading {
        Item read();
    }

    /// One bad item never spoils its batch.
    private static Item apart(String what, Reading reading) {
        try {
            return reading.read();
        } catch (Unreadable e) {
            return new Damaged(what, String.valueOf(e.getMessage()));
        }
    }

    private static Item message(String number, JsonNode message, JsonNode contacts) {
        if (message.hasNonNull("group_id")) {
            return new PassedOver("message in a group");
        }
        var type = text(message, "type").orElseThrow(() -> new Unreadable("type is missing"));
        if (type.equals("system") || type.equals("reaction") || type.equals("edit") || type.equals("revoke")) {
            return new PassedOver("message of type " + type);
        }
        var waId = text(message, "from");
        var userId = text(message, "from_user_id");
        if (waId.isEmpty() && userId.isEmpty()) {
            throw new Unreadable("from and from_user_id are both missing");
        }
        return new Inbound(
                number,
                new Sender(waId, userId, profileName(contacts, waId, userId)),
                id(message),
                time(message),
                content(type, message),
                text(message.path("context"), "id"));
    }

    /// Contacts belong to messages by id, not by position.
    private static Optional<String> profileName(
            JsonNode contacts, Optional<String> waId, Optional<String> userId) {
        for (JsonNode contact : contacts) {
            boolean same =
                    (waId.isPresent() && waId.equals(text(contact, "wa_id")))
                            || (userId.isPresent() && userId.equals(text(contact, "user_id")));
            if (same) {
                return text(contact.path("profile"), "name").filter(name -> !name.isBlank());
            }
        }
        return Optional.empty();
    }

    private static Content content(String type, JsonNode message) {
        var body = message.path(type);
        return switch (type) {
            case "text" -> new Content.Words(text(body, "body").orElse(""));
            case "button" -> new Content.Words(text(body, "text").orElse(""));
            case "interactive" -> interactive(body);
            case "image", "video", "audio", "document", "sticker" ->
                    new Content.Media(type, text(body, "caption"), text(body, "filename"));
            case "location" ->
                    new Content.Location(
                            body.path("latitude").asDouble(),
                            body.path("longitude").asDouble(),
                            text(body, "name"),
                            text(body, "address"));
            case "contacts" -> contacts(body);
            default -> new Content.Unsupported(type);
        };
    }

    private static Content interactive(JsonNode body) {
        var title = text(body.path(text(body, "type").orElse("")), "title");
        return title.<Content>map(Content.Words::new)
                .orElseGet(() -> new Content.Unsupported("interactive"));
    }

    private static Content contacts(JsonNode cards) {
        var names = new ArrayList<String>();
        for (JsonNode card : cards) {
            text(card.path("name"), "formatted_name").ifPresent(names::add);
        }
        return new Content.Contacts(List.copyOf(names));
    }

    private static Item status(String number, JsonNode status) {
        var name = text(status, "status").orElseThrow(() -> new Unreadable("status is missing"));
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sent" -> update(number, status, Item.Status.SENT);
            case "delivered" -> update(number, status, Item.Status.DELIVERED);
            case "read" -> update(number, status, Item.Status.READ);
            case "played" -> update(number, status, Item.Status.PLAYED);
            case "failed" -> update(number, status, Item.Status.FAILED);
            default -> new PassedOver("status " + shown(name));
        };
    }

    private static Item update(String number, JsonNode status, Item.Status value) {
        var error = status.path("errors").path(0);
        return new StatusUpdate(
                number,
                id(status),
                value,
                time(status),
                text(status, "biz_opaque_callback_data"),
                error.isObject() ? Optional.of(error.path("code").asText() + ": " + words(error)) : Optional.empty());
    }

    private static String words(JsonNode error) {
        return text(error.path("error_data"), "details")
                .or(() -> text(error, "title"))
                .or(() -> text(error, "message"))
                .orElse("");
    }

    private static String id(JsonNode node) {
        return text(node, "id")
                .filter(id -> !id.isBlank() && id.length() <= 255)
                .filter(id -> id.chars().allMatch(c -> c > 32 && c < 127))
                .orElseThrow(() -> new Unreadable("id is missing or not an id"));
    }

    /// Unix seconds, as text in messages and statuses, as a number elsewhere.
    private static Instant time(JsonNode node) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(node.path("timestamp").asText()));
        } catch (NumberFormatException | DateTimeException e) {
            throw new Unreadable("timestamp is not a time");
        }
    }

    private static Optional<String> text(JsonNode node, String member) {
        var value = node.path(member);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
