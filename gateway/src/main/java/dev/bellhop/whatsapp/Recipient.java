package dev.bellhop.whatsapp;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/// Whom a message is for: by number if one is known, else by the user id. People with a user name
/// may show no number.
///
/// @param waId the number in digits, without `+`
/// @param userId the business-scoped user id, such as `US.9000…`
public record Recipient(Optional<String> waId, Optional<String> userId) {
    public Recipient {
        if (waId.isEmpty() && userId.isEmpty()) {
            throw new IllegalArgumentException("a recipient needs a number or a user id");
        }
    }

    /// Somebody whose number is known.
    public static Recipient ofNumber(String waId) {
        return new Recipient(Optional.of(waId), Optional.empty());
    }

    /// Somebody who is to be written to by user id, whether a number is known or not.
    public static Recipient ofUserId(String userId) {
        return new Recipient(Optional.empty(), Optional.of(userId));
    }

    /// A text that is the same for the same person, as in [Sender#lane].
    public String lane() {
        return userId.orElseGet(waId::orElseThrow);
    }

    /// Without the `+` Meta would put the business's own country code before the number. A user id
    /// in `to` would be answered with 200 and never be delivered.
    void putInto(ObjectNode body) {
        if (waId.isPresent()) {
            body.put("to", "+" + waId.get());
        } else {
            body.put("recipient", userId.orElseThrow());
        }
    }
}
