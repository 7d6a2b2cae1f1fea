package dev.bellhop.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// What came of posting an event once.
///
/// @param status empty when there was no answer
/// @param error in words; empty when it was taken
/// @param beginning of the answer's body
/// @param retryAfter how long the other side wants to be left alone
record Answer(
        Instant at,
        Duration took,
        OptionalInt status,
        Optional<String> error,
        byte[] beginning,
        Optional<Duration> retryAfter) {

    boolean isTaken() {
        return error.isEmpty();
    }

    /// Whether the other side wants nothing any more.
    boolean isGone() {
        return status.orElse(0) == 410;
    }
}
