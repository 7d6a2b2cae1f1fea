package dev.bellhop.media;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// How the place is where files are.
///
/// @param since when that began, where somebody keeps looking; never before the gateway's start
/// @param trouble what is wrong, in words for whoever runs it
public record Condition(Reach reach, Optional<Instant> since, Optional<String> trouble) {

    /// How far it can be used.
    public enum Reach {
        UP,
        /// What is there can be read, and nothing can be put there.
        READ_ONLY,
        AWAY;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isUp() {
        return reach == Reach.UP;
    }
}
