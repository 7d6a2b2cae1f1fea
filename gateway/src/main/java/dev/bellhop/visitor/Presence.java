package dev.bellhop.visitor;

import dev.bellhop.site.Hours;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What a visitor may expect of an answer.
enum Presence {
    /// It is a time to answer, and somebody has the panel open.
    ONLINE,
    /// It is a time to answer, and nobody has: an answer comes later, perhaps from a phone.
    AWAY,
    /// Nobody is expected to answer before the next opening.
    CLOSED;

    /// The presence of a site.
    ///
    /// @param hours without them it is always open
    /// @param agents how many have the panel open
    static Presence of(Optional<Hours> hours, int agents, Instant now) {
        if (hours.filter(it -> !it.isOpenAt(now)).isPresent()) {
            return CLOSED;
        }
        return agents > 0 ? ONLINE : AWAY;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
