package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Item.Damaged;
import dev.bellhop.whatsapp.Item.Inbound;
import dev.bellhop.whatsapp.Item.PassedOver;
import dev.bellhop.whatsapp.Item.StatusUpdate;
import dev.bellhop.whatsapp.Item.Unknown;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a notification of Meta's into items. It never refuses: what is unknown is passed over by
/// name, what is damaged is told with its reason, and each item stands on its own.
public final class Notification {
    private static final String OBJECT = "whatsapp_business_account";

    /// What a number or account can be subscribed to, beside messages; nothing of it is used here.
    private static final Set<String> FIELDS =
            Set.of(
                    "account_alerts",
                    "account_offboarded",
                    "account_reconnected",
                    "account_review_update",
                    "account_settings_update",
                    "account_update",
                    "automatic_events",
                    "business_capability_update",
                    "business_status_update",
                    "calls",
                    "flows",
                    "group_lifecycle_update",
                    "group_participants_update",
                    "group_settings_update",
                    "group_status_update",
                    "history",
                    "message_echoes",
                    "message_template_components_update",
                    "message_template_quality_update",
                    "message_template_status_update",
                    "messaging_handovers",
                    "partner_solutions",
                    "payment_configuration_update",
                    "phone_number_name_update",
                    "phone_number_quality_update",
                    "security",
                    "smb_app_state_sync",
                    "smb_message_echoes",
                    "standby",
                    "template_category_update",
                    "template_correct_category_detection",
                    "tracking_events",
                    "user_id_update",
                    "user_preferences");

    private static final int SHOWN_MAX = 60;
    private static final int NUMBER_DIGITS_MAX = 32;
    private static final int ID_MAX = 255;
    private static final int USER_ID_MAX = 160;

    /// A time outside these years is a slip in the unit or worse; no table could hold it.
    private static final Instant EARLIEST = Instant.parse("2009-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private Notification() {}

    /// All items, in the order of the document.
    public static List<Item> read(JsonNode document) {
        var items = new ArrayList<Item>();
        var object = text(document, "object").orElse("");
        if (!object.equals(OBJECT)) {
            items.add(
                    new Unknown(
                            object.isBlank()
                                    ? "a document without an object"
                                    : "object " + shown(object)));
            return items;
        }
        for (JsonNode entry : document.path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                readChange(change, items);
            }
        }
        if (items.isEmpty()) {
            items.add(new Unknown("nothing, there is no entry with a change"));
        }
        return items;
    }

    private static void readChange(JsonNode change, List<Item> items) {
        var field = text(change, "field").orElse("");
        if (!field.equals("messages")) {
            items.add(
                    FIELDS.contains(field)
                            ? new PassedOver("field " + field)
                            : new Unknown(
                                    field.isBlank()
                                            ? "a change without a field"
                                            : "field " + shown(field)));
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
            items.add(
                    apart("message", () -> message(number.get(), message, value.path("contacts"))));
        }
        for (JsonNode status : value.path("statuses")) {
            items.add(apart("status", () -> status(number.get(), status)));
        }
        for (JsonNode error : value.path("errors")) {
            items.add(new PassedOver("error " + failure(error)));
        }
        for (JsonNode action : value.path("user_actions")) {
            items.add(
                    new PassedOver("user action " + shown(text(action, "action_type").orElse(""))));
        }
        if (items.size() == before) {
            items.add(new Unknown("messages without messages or statuses"));
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
        if (type.equals("system")
                || type.equals("reaction")
                || type.equals("edit")
                || type.equals("revoke")) {
            return new PassedOver("message of type " + type);
        }
        var waId = text(message, "from").filter(from -> !from.isEmpty());
        var userId = text(message, "from_user_id").filter(id -> !id.isEmpty());
        if (waId.filter(from -> !isNumber(from)).isPresent()) {
            throw new Unreadable("from is not a number");
        }
        if (userId.filter(id -> !isId(id, USER_ID_MAX)).isPresent()) {
            throw new Unreadable("from_user_id is not an id");
        }
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
            default -> new Content.Unsupported(shown(type));
        };
    }

    private static Content interactive(JsonNode body) {
        var kind = text(body, "type").orElse("");
        var choice = body.path(kind);
        return text(choice, "title")
                .<Content>map(title ->
                        new Content.Choice(
                                kind,
                                text(choice, "id").orElse(""),
                                title,
                                text(choice, "description")))
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
            default -> new Unknown("status " + shown(name));
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
                error.isObject() ? Optional.of(Failure.of(error)) : Optional.empty());
    }

    private static String failure(JsonNode error) {
        return shown(error.path("code").asText()) + ": " + words(error);
    }

    private static String words(JsonNode error) {
        return text(error.path("error_data"), "details")
                .or(() -> text(error, "title"))
                .or(() -> text(error, "message"))
                .orElse("");
    }

    private static String id(JsonNode node) {
        return text(node, "id")
                .filter(id -> isId(id, ID_MAX))
                .orElseThrow(() -> new Unreadable("id is missing or not an id"));
    }

    private static boolean isId(String id, int charactersMax) {
        return !id.isEmpty()
                && id.length() <= charactersMax
                && id.chars().allMatch(c -> c > 32 && c < 127);
    }

    private static boolean isNumber(String number) {
        return !number.isEmpty()
                && number.length() <= NUMBER_DIGITS_MAX
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Unix seconds, as text in messages and statuses, as a number elsewhere.
    private static Instant time(JsonNode node) {
        try {
            var time = Instant.ofEpochSecond(Long.parseLong(node.path("timestamp").asText()));
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw new Unreadable("timestamp is not a time");
        }
        throw new Unreadable("timestamp is not a time of these years");
    }

    private static Optional<String> text(JsonNode node, String member) {
        var value = node.path(member);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static String shown(String text) {
        return cut(text, SHOWN_MAX);
    }

    private static String cut(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) > charactersMax
                ? text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…"
                : text;
    }

    private static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
