package dev.bellhop.sandbox;

/// A WhatsApp user of the simulated world.
///
/// @param waId the number, digits only with country code
/// @param name what the profile says
public record Phone(String waId, String name) {
    private static final int NAME_MAX = 100;

    public Phone {
        if (!waId.matches("[1-9][0-9]{4,14}")) {
            throw new IllegalArgumentException("a WhatsApp id is 5 to 15 digits, without +");
        }
        if (name.isBlank() || name.length() > NAME_MAX) {
            throw new IllegalArgumentException("a phone needs a name of at most 100 characters");
        }
    }

    /// The id that the business's portfolio knows this user by (BSUID); always the same for the
    /// same number.
    String userId() {
        return "US.9" + "0".repeat(19 - waId.length()) + waId;
    }
}
