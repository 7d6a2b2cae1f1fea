package dev.bellhop.whatsapp;

import java.util.Optional;

/// Who wrote on WhatsApp. People with a user name may show no number; older notifications carry no
/// user id; at least one of the two is there.
///
/// @param waId the number in digits, without `+`
/// @param userId the business-scoped user id, such as `US.9000…`
/// @param name the profile's name, chosen by the person
public record Sender(Optional<String> waId, Optional<String> userId, Optional<String> name) {
    public Sender {
        if (waId.isEmpty() && userId.isEmpty()) {
            throw new IllegalArgumentException("a sender needs a number or a user id");
        }
    }

    /// A text that is the same for the same person, to keep one person's messages in order.
    public String lane() {
        return userId.orElseGet(waId::orElseThrow);
    }
}
