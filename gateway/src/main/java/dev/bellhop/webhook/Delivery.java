package dev.bellhop.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One notification of Meta's, as the monitor shows it.
///
/// @param outcome what became of its items, in words
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
        Optional<Instant> processedAt) {}
