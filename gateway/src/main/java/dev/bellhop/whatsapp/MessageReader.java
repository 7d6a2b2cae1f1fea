package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Members.Unreadable;

import java.util.Optional;

/// Reads messages, echoes of them, and what else has a person in it.
final class MessageReader {
    private static final int NAME_MAX = 120;
    private static final int HEADLINE_MAX = 300;

    private MessageReader() {}

    /// A message to the business.
    static Item message(String number, JsonNode message, JsonNode contacts) {
        if (message.hasNonNull("group_id")) {
            // Its author is a person, in whose own conversation it has no place.
            return new Item.PassedOver("message in a group");
        }
        if (Members.text(message, "type").filter("system"::equals).isPresent()) {
            return system(number, message);
        }
        var waId = Members.waId(message, "from");
        var userId = Members.userId(message, "from_user_id");
        if (waId.isEmpty() && userId.isEmpty()) {
            throw new Unreadable("from and from_user_id are both missing");
        }
        return new Item.Inbound(
                number,
                new Sender(waId, userId, profileName(contacts, waId, userId)),
                Members.wamid(message, "id"),
                Members.time(message, "timestamp"),
                ContentReader.read(message),
                context(message));
    }

    /// A message of the business, sent from its phone.
    static Item echo(String number, JsonNode echo, JsonNode contacts) {
        if (echo.hasNonNull("group_id")) {
            return new Item.PassedOver("echo in a group");
        }
        var waId = Members.waId(echo, "to");
        var userId = Members.userId(echo, "to_user_id");
        if (waId.isEmpty() && userId.isEmpty()) {
            throw new Unreadable("to and to_user_id are both missing");
        }
        return new Item.Echo(
                number,
                new Recipient(waId, userId),
                profileName(contacts, waId, userId),
                Members.wamid(echo, "id"),
                Members.time(echo, "timestamp"),
                ContentReader.read(echo),
                context(echo));
    }

    /// A person's wish for fewer or more messages of a kind.
    static Item preference(String number, JsonNode preference, JsonNode contacts) {
        var waId = Members.waId(preference, "wa_id");
        var userId = Members.userId(preference, "user_id");
        if (waId.isEmpty() && userId.isEmpty()) {
            throw new Unreadable("wa_id and user_id are both missing");
        }
        return new Item.Preference(
                number,
                new Sender(waId, userId, profileName(contacts, waId, userId)),
                Members.time(preference, "timestamp"),
                Members.label(preference, "category", ContentReader.LABEL_MAX).orElse(""),
                Members.label(preference, "value", ContentReader.LABEL_MAX).orElse(""));
    }

    /// `from` is the old number; `from_user_id` is the new user id.
    private static Item system(String number, JsonNode message) {
        var system = message.path("system");
        return new Item.SystemMessage(
                number,
                Members.wamid(message, "id"),
                Members.time(message, "timestamp"),
                Members.label(system, "type", ContentReader.LABEL_MAX).orElse("system"),
                Members.waId(message, "from"),
                Members.waId(system, "wa_id"),
                Members.userId(system, "previous_user_id"),
                Members.userId(system, "user_id")
                        .or(() -> Members.userId(message, "from_user_id")));
    }

    /// Contacts belong to messages by id, not by position.
    private static Optional<String> profileName(
            JsonNode contacts, Optional<String> waId, Optional<String> userId) {
        for (JsonNode contact : contacts) {
            boolean same =
                    (waId.isPresent() && waId.equals(Members.text(contact, "wa_id")))
                            || (userId.isPresent()
                                    && userId.equals(Members.text(contact, "user_id")));
            if (same) {
                return Members.label(contact.path("profile"), "name", NAME_MAX);
            }
        }
        return Optional.empty();
    }

    private static Context context(JsonNode message) {
        var context = message.path("context");
        boolean forwarded =
                context.path("forwarded").asBoolean()
                        || context.path("frequently_forwarded").asBoolean();
        var referral = message.path("referral");
        return new Context(
                Members.wamidMaybe(context, "id"),
                forwarded,
                referral.isObject() ? Optional.of(referral(referral)) : Optional.empty());
    }

    private static Context.Referral referral(JsonNode referral) {
        return new Context.Referral(
                Members.label(referral, "source_type", ContentReader.LABEL_MAX).orElse("ad"),
                Members.url(referral, "source_url"),
                Members.label(referral, "headline", HEADLINE_MAX),
                Members.label(referral, "body", HEADLINE_MAX));
    }
}
