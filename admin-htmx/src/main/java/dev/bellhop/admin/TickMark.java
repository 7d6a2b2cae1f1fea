package dev.bellhop.admin;

/// The tick of one outgoing message and, when it failed, the reason in words.
///
/// @param key the message's [Slot#key()]
/// @param reason "This number isn't on WhatsApp. Ask for another, or email."; empty unless failed
public record TickMark(String code, String key, Tick tick, String reason) {
    public TickMark {
        if (tick != Tick.FAILED && !reason.isEmpty()) {
            throw new IllegalArgumentException("a reason without a failure");
        }
    }
}
