package dev.bellhop.people;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// What an API token looks like: `bhp_`, 43 characters by chance (256 bits in URL-safe base64) and
/// six that check the rest, so that a scanner of secrets knows one for certain, and a mistyped one
/// costs no look into the database. GitHub's tokens are made the same way
/// (<https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>).
final class ApiTokenText {
    private static final String PREFIX = "bhp_";
    private static final int CHECK_LENGTH = 6;
    private static final int HINT_LENGTH = 6;
    private static final int LENGTH = PREFIX.length() + 43 + CHECK_LENGTH;
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ApiTokenText() {}

    static String make() {
        var token = PREFIX + Tokens.make();
        return token + check(token);
    }

    /// Whether it can have been made here.
    static boolean isWhole(String token) {
        int end = token.length() - CHECK_LENGTH;
        return token.length() == LENGTH
                && token.startsWith(PREFIX)
                && check(token.substring(0, end)).equals(token.substring(end));
    }

    /// How it ends.
    static String hint(String token) {
        return token.substring(token.length() - HINT_LENGTH);
    }

    /// The CRC-32 of a text in base 62, as many digits as the largest takes.
    private static String check(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        var check = new char[CHECK_LENGTH];
        long rest = crc.getValue();
        for (int at = CHECK_LENGTH - 1; at >= 0; at--) {
            check[at] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(check);
    }
}
