package dev.bellhop.media;

import java.util.Optional;

/// What is known of a file before it is read.
///
/// @param sha256 what its content must come to, if that is known
public record Claim(
        Optional<String> name, Optional<String> mimeType, Optional<byte[]> sha256, long bytesMax) {}
