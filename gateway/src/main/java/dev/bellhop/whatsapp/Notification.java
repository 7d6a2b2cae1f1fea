package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Item.Damaged;
import dev.bellhop.whatsapp.Item.PassedOver;
import dev.bellhop.whatsapp.Item.Unknown;
import dev.bellhop.whatsapp.Members.Unreadable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a notification of Meta's into items. It never refuses: what is unknown is passed over by
/// name, what is damaged is told with its reason, and each item stands on its own.
public final class Notification {
    private static final String OBJECT = "whatsapp_business_account";

    /// What a number or account can be subscribed to and nothing is made of. History and address
    /// book of the WhatsApp Business app are among it on purpose: they would open thousands of
    /// conversations that nobody waits in.
    private static final Set<String> PASSED_OVER =
            Set.of(
                    "automatic_events",
                    "calls",
                    "consumer_profile",
                    "flows",
                    "group_lifecycle_update",
                    "group_participants_update",
                    "group_settings_update",
                    "group_status_update",
                    "history",
                    "message_echoes",
                    "partner_solutions",
                    "payment_configuration_update",
                    "smb_app_state_sync",
                    "tracking_events",
                    "user_id_update");

    /// What asks nothing of anybody is told one by one up to here, and then by its number alone: a
    /// document full of nothing must not fill the memory.
    private static final int IDLE_MAX = 1_000;

    private final List<Item> items = new ArrayList<>();
    private int idle;

    private Notification() {}

    /// All items, in the order of the document; at least one, also of a missing one, which is JSON
    /// that is too long to be read.
    public static List<Item> read(JsonNode document) {
        var notification = new Notification();
        notification.readDocument(document);
        return notification.items;
    }

    private void readDocument(JsonNode document) {
        if (document.isMissingNode()) {
            add(new Unknown("a document with a number or a name that is too long to be read"));
            return;
        }
        var object = Members.text(document, "object").orElse("");
        if (!object.equals(OBJECT)) {
            add(
                    new Unknown(
                            object.isBlank()
                                    ? "a document without an object"
                                    : "object " + shown(object)));
            return;
        }
        for (JsonNode entry : document.path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                readChange(entry, change);
            }
        }
        if (items.isEmpty()) {
            add(new Unknown("nothing, there is no entry with a change"));
        }
        if (idle > IDLE_MAX) {
            items.add(new PassedOver((idle - IDLE_MAX) + " more of the kind"));
        }
    }

    private void readChange(JsonNode entry, JsonNode change) {
        var field = Members.text(change, "field").orElse("");
        var value = change.path("value");
        switch (field) {
            case "messages" -> readMessages(entry, value);
            case "smb_message_echoes" -> readEchoes(value);
            case "user_preferences" -> readPreferences(value);
            default -> readOther(entry, field, value);
        }
    }

    private void readOther(JsonNode entry, String field, JsonNode value) {
        if (AccountReader.knows(field)) {
            add(apart(field, () -> AccountReader.read(entry, field, value)));
        } else if (PASSED_OVER.contains(field)) {
            add(new PassedOver("field " + field));
        } else {
            add(
                    new Unknown(
                            field.isBlank()
                                    ? "a change without a field"
                                    : "field " + shown(field)));
        }
    }

    private void readMessages(JsonNode entry, JsonNode value) {
        if (isWithoutNumber("messages", value)) {
            return;
        }
        var number = number(value);
        int before = items.size() + idle;
        for (JsonNode message : value.path("messages")) {
            add(
                    apart(
                            "message",
                            () -> MessageReader.message(number, message, value.path("contacts"))));
        }
        for (JsonNode status : value.path("statuses")) {
            add(apart("status", () -> StatusReader.read(number, status)));
        }
        for (JsonNode error : value.path("errors")) {
            add(apart("error", () -> AccountReader.trouble(entry, number, error)));
        }
        for (JsonNode action : value.path("user_actions")) {
            var type = Members.text(action, "action_type").orElse("");
            add(new PassedOver("user action " + shown(type)));
        }
        if (items.size() + idle == before) {
            add(new Unknown("messages without messages or statuses"));
        }
    }

    private void readEchoes(JsonNode value) {
        if (isWithoutNumber("smb_message_echoes", value)) {
            return;
        }
        var number = number(value);
        int before = items.size() + idle;
        for (JsonNode echo : value.path("message_echoes")) {
            add(apart("echo", () -> MessageReader.echo(number, echo, value.path("contacts"))));
        }
        if (items.size() + idle == before) {
            add(new Unknown("smb_message_echoes without message_echoes"));
        }
    }

    private void readPreferences(JsonNode value) {
        if (isWithoutNumber("user_preferences", value)) {
            return;
        }
        var number = number(value);
        for (JsonNode preference : value.path("user_preferences")) {
            add(
                    apart(
                            "user preference",
                            () ->
                                    MessageReader.preference(
                                            number, preference, value.path("contacts"))));
        }
    }

    private boolean isWithoutNumber(String field, JsonNode value) {
        if (number(value).isEmpty()) {
            add(new Damaged(field, "metadata.phone_number_id is missing"));
            return true;
        }
        return false;
    }

    private static String number(JsonNode value) {
        return Members.text(value.path("metadata"), "phone_number_id").orElse("");
    }

    private void add(Item item) {
        boolean isIdle =
                item instanceof PassedOver || item instanceof Unknown || item instanceof Damaged;
        if (isIdle) {
            idle++;
        }
        if (!isIdle || idle <= IDLE_MAX) {
            items.add(item);
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

    private static String shown(String text) {
        return Texts.label(text, ContentReader.LABEL_MAX);
    }
}
