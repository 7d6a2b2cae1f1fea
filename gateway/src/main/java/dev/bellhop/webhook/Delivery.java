package dev.bellhop.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One notification of Meta's, as the monitor shows it.
///
/// @param outcome what became of its items, in words
/// @param replayedAt when somebody last had it taken again
public record Delivery(
        long id,
        long channelId,
        Instant receivedAt,
        int size,
        State state,
        Verdict verdict,
        Optional<String> outcome,
        OptionalInt items,
        int attempts,
        Optional<Instant> processedAt,
        Optional<Instant> replayedAt) {

    /// How long it took from its arrival, or from when somebody had it taken again, until it was
    /// over.
    public Optional<Duration> latency() {
        return state == State.REJECTED
                ? Optional.empty()
                : processedAt.map(at -> Duration.between(replayedAt.orElse(receivedAt), at));
    }
}
