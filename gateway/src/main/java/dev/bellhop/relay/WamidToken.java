package dev.bellhop.relay;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The part of a message id of Meta's that stays the same when the id is told in the terms of a
/// user id instead of a number: upper-case hex digits at its end, inside the base64. Meta does not
/// document it, so it serves as a second look-up and never as a key.
final class WamidToken {
    private static final String PREFIX = "wamid.";
    private static final Pattern TOKEN = Pattern.compile("([0-9A-F]{16,64})[^0-9A-F]*$");

    private WamidToken() {}

    /// The token of an id; empty when the id has none.
    static Optional<String> of(String wamid) {
        if (!wamid.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] inside = Base64.getDecoder().decode(wamid.substring(PREFIX.length()));
            var matcher = TOKEN.matcher(new String(inside, StandardCharsets.ISO_8859_1));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
