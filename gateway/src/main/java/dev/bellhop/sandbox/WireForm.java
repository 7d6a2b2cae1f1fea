package dev.bellhop.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.web.Json;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How Meta puts a notification on the wire: one line of pure ASCII, with `/`, `<`, `%` and `@`
/// escaped as well, signed over exactly these bytes.
final class WireForm {
    private static final String ALGORITHM = "HmacSHA256";

    private WireForm() {}

    /// The bytes to send. Outside of strings JSON holds none of the escaped characters, so the text
    /// is gone through as a whole.
    static byte[] bytes(JsonNode body) {
        var text = Json.text(body);
        var wire = new StringBuilder(text.length() + 64);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '/' -> wire.append("\\/");
                case '<', '%', '@' -> wire.append("\\u00").append(upperHex(c));
                default -> {
                    if (c < 0x7f) {
                        wire.append(c);
                    } else {
                        wire.append("\\u").append(HexFormat.of().toHexDigits(c));
                    }
                }
            }
        }
        return wire.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The value of `X-Hub-Signature-256`.
    static String signature(String appSecret, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String upperHex(char c) {
        return Integer.toHexString(c).toUpperCase(Locale.ROOT);
    }
}
