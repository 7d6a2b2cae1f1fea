package dev.bellhop.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Meta's window: for a day after a customer wrote, the business may write to them in words of its
/// own. Meta also opens it in ways that we do not hear of, so that a closed one is our belief and
/// not a prohibition.
///
/// @param wroteAt when they wrote last, in whichever conversation; empty when that is not known any
///   more
public record Window(Optional<Instant> wroteAt) {
    /// How long it stays open.
    public static final Duration LASTS = Duration.ofHours(24);

    /// When it closes, or closed.
    public Optional<Instant> closesAt() {
        return wroteAt.map(at -> at.plus(LASTS));
    }

    /// Whether it is open at a moment, as far as we know.
    public boolean isOpen(Instant now) {
        return closesAt().filter(now::isBefore).isPresent();
    }
}
