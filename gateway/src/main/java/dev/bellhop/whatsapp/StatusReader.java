package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.whatsapp.Members.Unreadable;

import java.util.Locale;
import java.util.Optional;

/// Reads how far a message got.
final class StatusReader {
    private static final int CALLBACK_MAX = 512;

    private StatusReader() {}

    static Item read(String number, JsonNode status) {
        var name =
                Members.text(status, "status")
                        .orElseThrow(() -> new Unreadable("status is missing"));
        if (Members.text(status, "recipient_type").filter("group"::equals).isPresent()) {
            return new Item.PassedOver("status of a message in a group");
        }
        if (Members.text(status, "type").filter("call"::equals).isPresent()) {
            return new Item.PassedOver("status of a call");
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sent" -> update(number, status, Item.Status.SENT);
            case "delivered" -> update(number, status, Item.Status.DELIVERED);
            case "read" -> update(number, status, Item.Status.READ);
            case "played" -> update(number, status, Item.Status.PLAYED);
            case "failed" -> update(number, status, Item.Status.FAILED);
            default -> new Item.Unknown("status " + Texts.label(name, ContentReader.LABEL_MAX));
        };
    }

    /// What cannot be a name is none: the status counts without.
    private static Optional<Recipient> to(JsonNode status) {
        var waId = Members.text(status, "recipient_id").filter(Members::isNumber);
        var userId = Members.text(status, "recipient_user_id").filter(Members::isUserId);
        return waId.isEmpty() && userId.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recipient(waId, userId));
    }

    private static Item update(String number, JsonNode status, Item.Status value) {
        var error = status.path("errors").path(0);
        return new Item.StatusUpdate(
                number,
                Members.wamid(status, "id"),
                value,
                Members.time(status, "timestamp"),
                to(status),
                Members.text(status, "biz_opaque_callback_data")
                        .filter(data -> data.length() <= CALLBACK_MAX),
                error.isObject() ? Optional.of(Failure.of(error)) : Optional.empty(),
                Pricing.of(status.path("pricing")));
    }
}
