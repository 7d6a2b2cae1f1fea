package dev.bellhop.sandbox;

import java.util.Optional;

/// A WhatsApp user of the simulated world.
///
/// @param waId the number, digits only with country code
/// @param name what the profile says
/// @param userId the id that the business's portfolio knows this user by (BSUID)
/// @param hidesNumber whether the business is not told the number, as with people who took a user
///   name: then it cannot be written to either
public record Phone(String waId, String name, String userId, boolean hidesNumber) {
    private static final int NAME_MAX = 100;
    private static final int USER_ID_DIGITS = 19;

    public Phone {
        if (!waId.matches("[1-9][0-9]{4,14}")) {
            throw new IllegalArgumentException("a WhatsApp id is 5 to 15 digits, without +");
        }
        if (name.isBlank() || name.length() > NAME_MAX) {
            throw new IllegalArgumentException("a phone needs a name of at most 100 characters");
        }
        if (!userId.matches("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}")) {
            throw new IllegalArgumentException(
                    "a user id is a country, a dot, and at most 128 letters or digits");
        }
    }

    /// A user who shows the number.
    public Phone(String waId, String name) {
        this(waId, name, usualUserId(waId), false);
    }

    /// The user id of those who were given no other; always the same for the same number.
    static String usualUserId(String waId) {
        return "US.9" + "0".repeat(Math.max(0, USER_ID_DIGITS - waId.length())) + waId;
    }

    /// The number, as far as the business is told.
    Optional<String> shownWaId() {
        return hidesNumber ? Optional.empty() : Optional.of(waId);
    }

    /// What the ids of messages with this user are made of.
    String peer() {
        return shownWaId().orElse(userId);
    }

    Phone hiding(boolean hides) {
        return new Phone(waId, name, userId, hides);
    }

    Phone renamed(String newWaId, String newUserId) {
        return new Phone(newWaId, name, newUserId, hidesNumber);
    }
}
