package dev.bellhop.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Message ids in the binary form that Meta's have under their base64: `1c 18 LEN peer 15 02 00
/// 11|12 18 LEN token 00`. `11` marks ours, `12` theirs; the token is hexadecimal text.
final class Wamid {
    private static final String PREFIX = "wamid.";
    private static final int OURS = 0x11;
    private static final int THEIRS = 0x12;
    private static final int OUR_TOKEN_BYTES = 9;
    private static final int THEIR_TOKEN_BYTES = 9;

    private Wamid() {}

    /// A new id for a message of the business to this peer.
    static String ours(String peer, Dice dice) {
        return write(peer, OURS, dice.hex(OUR_TOKEN_BYTES));
    }

    /// A new id for a message that this peer wrote; their tokens begin with `3A`.
    static String theirs(String peer, Dice dice) {
        return write(peer, THEIRS, "3A" + dice.hex(THEIR_TOKEN_BYTES));
    }

    private static String write(String peer, int side, String token) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(0x1c);
        text(bytes, peer);
        bytes.write(0x15);
        bytes.write(0x02);
        bytes.write(0x00);
        bytes.write(side);
        text(bytes, token);
        bytes.write(0x00);
        return PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void text(ByteArrayOutputStream bytes, String text) {
        bytes.write(0x18);
        bytes.write(text.length());
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
