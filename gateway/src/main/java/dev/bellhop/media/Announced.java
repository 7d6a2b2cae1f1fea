package dev.bellhop.media;

import java.util.Optional;

/// A file that somebody sent and that is yet to be fetched: all of it as the sender claims.
///
/// @param channelId the business number that it came to
/// @param sourceId what the source calls it
/// @param sha256 in base64 or hex
public record Announced(
        long channelId,
        String sourceId,
        Kind kind,
        Optional<String> mimeType,
        Optional<String> name,
        Optional<String> sha256,
        boolean voice) {}
