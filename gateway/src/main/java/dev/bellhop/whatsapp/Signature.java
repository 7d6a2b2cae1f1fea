package dev.bellhop.whatsapp;

import dev.bellhop.vault.Secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The proof that a notification comes from Meta: `X-Hub-Signature-256`, an HMAC-SHA256 over the
/// raw bytes of the body with the app's secret as key.
///
/// Meta's guide speaks of the "escaped unicode" form of the body; the bytes on the wire already are
/// that form, so nothing may be decoded before they are checked.
public final class Signature {
    private static final String PREFIX = "sha256=";
    private static final int HEX_DIGITS = 64;
    private static final Pattern FORM = Pattern.compile("sha256=[0-9a-fA-F]{64}");

    private Signature() {}

    /// Whether the header's value fits the bytes. A value of another length or form does not fit;
    /// hex digits may be of either case. The comparison takes the same time however much is right.
    public static boolean fits(Secret appSecret, byte[] body, Optional<String> header) {
        if (header.isEmpty()
                || !header.get().startsWith(PREFIX)
                || header.get().length() != PREFIX.length() + HEX_DIGITS) {
            return false;
        }
        byte[] given;
        try {
            given = HexFormat.of().parseHex(header.get(), PREFIX.length(), header.get().length());
        } catch (IllegalArgumentException notHex) {
            return false;
        }
        return MessageDigest.isEqual(given, hmac(appSecret, body));
    }

    /// The header's value for a body, as Meta would write it.
    public static String of(Secret appSecret, byte[] body) {
        return PREFIX + HexFormat.of().formatHex(hmac(appSecret, body));
    }

    /// Whether a header's value could be a signature at all, before anything else is looked at.
    public static boolean isWellFormed(Optional<String> header) {
        return header.filter(value -> FORM.matcher(value).matches()).isPresent();
    }

    private static byte[] hmac(Secret appSecret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.revealBytes(), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
