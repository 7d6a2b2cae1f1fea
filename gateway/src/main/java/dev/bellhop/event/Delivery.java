package dev.bellhop.event;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// An event on its way to an endpoint, and what became of it.
///
/// @param name the event's own id
/// @param conversationId 0 for one about none
/// @param attempts how often it was tried since it was put in line
/// @param queuedAt when it was put in line, the last time
/// @param failedAt when it failed first since then
/// @param nextAt when it is tried again
/// @param status what the last try was answered with
/// @param error what was wrong with the last try, or why there is none any more
record Delivery(
        long id,
        long endpointId,
        long eventId,
        String name,
        Kind kind,
        long conversationId,
        State state,
        int attempts,
        Instant queuedAt,
        Optional<Instant> failedAt,
        Optional<Instant> nextAt,
        Optional<Instant> endedAt,
        OptionalInt status,
        Optional<String> error) {

    /// How far it is.
    enum State {
        WAITING,
        DELIVERED,
        FAILED;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Optional<State> named(String wireName) {
            return java.util.Arrays.stream(values())
                    .filter(it -> it.wireName().equals(wireName))
                    .findFirst();
        }
    }
}
