package dev.bellhop.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key that seals all other keys: 32 random bytes, written as base64. Whoever loses it loses
/// the sealed secrets, and nothing else.
public final class MasterKey {
    private static final int BYTES = 32;

    private final SecretKey key;

    private MasterKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
    }

    static MasterKey make() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /// Reads a key; empty when it is none.
    ///
    /// @param text base64, with whatever white space stands around it
    static Optional<MasterKey> parse(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            return bytes.length == BYTES ? Optional.of(new MasterKey(bytes)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// As it stands in a key file.
    byte[] text() {
        return (Base64.getEncoder().encodeToString(key.getEncoded()) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    SecretKey key() {
        return key;
    }

    /// Sixteen hex digits by which two keys are told apart; they say nothing of the key.
    String fingerprint() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            byte[] digest =
                    mac.doFinal("bellhop/master/fingerprint".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey master
                && MessageDigest.isEqual(key.getEncoded(), master.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
