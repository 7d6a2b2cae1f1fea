package dev.bellhop.torture;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that somebody sends, made of its mark alone.
///
/// @param mark of the message that it goes with
record Blob(String mark) {
    private static final int LINES_MAX = 2_000;

    byte[] bytes() {
        var line = "This is the file of " + mark + ".\n";
        int lines = 1 + Math.floorMod(mark.hashCode(), LINES_MAX);
        return line.repeat(lines).getBytes(StandardCharsets.UTF_8);
    }

    String sha256() {
        return sha256(bytes());
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
