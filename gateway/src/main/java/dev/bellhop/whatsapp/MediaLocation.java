package dev.bellhop.whatsapp;

import java.util.Optional;
import java.util.OptionalLong;

/// Where Meta has a file, for about five minutes.
///
/// @param url only with the number's access token
/// @param mimeType as its sender claimed
/// @param sha256 of the content, in hex or base64
/// @param size in bytes
public record MediaLocation(
        String url, Optional<String> mimeType, Optional<String> sha256, OptionalLong size) {}
