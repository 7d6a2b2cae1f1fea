package dev.bellhop.media;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A SHA-256 sum as others write it: in hex or in base64, with or without padding.
final class Digest {
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{43}=?");

    private Digest() {}

    /// The sum; empty when it is written in no way that is known, so that it says nothing.
    static Optional<byte[]> read(String text) {
        var plain = text.strip();
        if (HEX.matcher(plain).matches()) {
            return Optional.of(HexFormat.of().parseHex(plain));
        }
        if (BASE64.matcher(plain).matches()) {
            var usual = plain.replace("=", "").replace('-', '+').replace('_', '/');
            return Optional.of(Base64.getDecoder().decode(usual));
        }
        return Optional.empty();
    }
}
