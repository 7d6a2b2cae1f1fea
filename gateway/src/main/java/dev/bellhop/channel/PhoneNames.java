package dev.bellhop.channel;

import java.util.Optional;

/// By what an inbox phone is known on WhatsApp. People with a user name may show no number.
///
/// @param waId its number in digits, without `+`
/// @param userId its business-scoped user id, such as `US.9000…`; learnt from notifications
/// @param byUserId whether it is written to by its user id although a number is known: the number
///   is not shown, or leads nowhere
/// @param lostWaId the number that it had, and that another account has now
public record PhoneNames(
        Optional<String> waId,
        Optional<String> userId,
        boolean byUserId,
        Optional<String> lostWaId) {

    /// Whether nothing is left by which it could be written to.
    public boolean isNobody() {
        return waId.isEmpty() && userId.isEmpty();
    }

    /// The number belongs to somebody else now.
    PhoneNames withoutNumber() {
        return new PhoneNames(Optional.empty(), userId, false, waId.or(() -> lostWaId));
    }

    /// The user id belongs to somebody else now.
    PhoneNames withoutUserId() {
        return new PhoneNames(waId, Optional.empty(), false, lostWaId);
    }

    /// How somebody reads them.
    public String words() {
        return waId.map(digits -> "+" + digits)
                .or(() -> userId.map(id -> "user id " + id))
                .orElse("nothing");
    }
}
