package dev.bellhop.media;

import java.util.Optional;
import java.util.OptionalInt;

/// What was found out about a file while it was put into its place.
///
/// @param mimeType by content
/// @param thumbType of its thumbnail, if there is one
public record Stored(
        String mimeType,
        Kind kind,
        long size,
        byte[] sha256,
        OptionalInt width,
        OptionalInt height,
        Optional<String> thumbType) {}
