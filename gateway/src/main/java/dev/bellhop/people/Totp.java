package dev.bellhop.people;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;

import dev.bellhop.vault.Secret;

import org.apache.commons.codec.binary.Base32;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

import javax.crypto.spec.SecretKeySpec;

/// Codes of authenticator apps (RFC 6238): six digits that change every 30 seconds, by SHA-1, which
/// is what all apps know. A pure decision.
final class Totp {
    static final int STEP_SECONDS = 30;
    private static final int KEY_BYTES = 20;

    /// Clocks may differ by one step, as RFC 6238 recommends.
    private static final int DRIFT = 1;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HmacOneTimePasswordGenerator CODES = new HmacOneTimePasswordGenerator(6);

    private Totp() {}

    /// A fresh key in base 32, as apps take it.
    static Secret freshKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Secret.of(new Base32().encodeToString(key));
    }

    /// The step whose code this is, if it is near now and later than the last one that was taken.
    static OptionalLong step(Secret key, String code, Instant now, long lastStep) {
        if (!code.matches("[0-9]{6}")) {
            return OptionalLong.empty();
        }
        long present = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
        var found = OptionalLong.empty();
        for (long step = present - DRIFT; step <= present + DRIFT; step++) {
            if (same(code(key, step), code) && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    static String code(Secret key, long step) {
        try {
            return CODES.generateOneTimePasswordString(
                    new SecretKeySpec(new Base32().decode(key.reveal()), "HmacSHA1"),
                    step,
                    Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
