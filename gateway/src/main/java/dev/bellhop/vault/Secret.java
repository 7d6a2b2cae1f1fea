package dev.bellhop.vault;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A secret text. It prints as redacted, so no log line, exception or record can leak it; whoever
/// needs the clear text asks for it by name, once, where it is used.
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret of(String clear) {
        return new Secret(clear.getBytes(StandardCharsets.UTF_8));
    }

    static Secret ofBytes(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// The clear text.
    public String reveal() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The clear bytes.
    public byte[] revealBytes() {
        return bytes.clone();
    }

    /// Compares without telling by its time how much was right.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(bytes, candidate.getBytes(StandardCharsets.UTF_8));
    }

    /// The first 8 hex digits of its SHA-256, by which people tell two secrets apart without seeing
    /// either. They say nothing of a random secret; of a word that somebody chose they let a guess
    /// be checked.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return 0; // a secret is no key of a map, and its hash would say something about it
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
