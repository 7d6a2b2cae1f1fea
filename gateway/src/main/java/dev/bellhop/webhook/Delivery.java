package dev.bellhop.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One notification of Meta's, as the monitor shows it.
///
/// @param state `waiting`, `done`, `failed` in part, or `rejected` at the door
/// @param verdict why it was let in or not: `accepted`, `bad_signature`, `not_json`
/// @param outcome what became of its items, in words
public record Delivery(
        long id,
        long channelId,
        Instant receivedAt,
        int size,
        String state,
        String verdict,
        Optional<String> outcome,
        OptionalInt items,
        int attempts,
        Optional<Instant> processedAt) {}
