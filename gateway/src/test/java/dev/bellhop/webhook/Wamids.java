package dev.bellhop.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Message ids as Meta writes them.
final class Wamids {
    private static final String USER_ID = "US.90000000000000000001";

    private Wamids() {}

    /// The id of the same message with a user id in the place of the number.
    static String toldByUserId(String wamid) {
        byte[] inside = Base64.getDecoder().decode(wamid.substring("wamid.".length()));
        int digits = inside[2];
        var head = new byte[] {inside[0], inside[1], (byte) USER_ID.length()};
        var text = new String(inside, StandardCharsets.ISO_8859_1);
        var other =
                new String(head, StandardCharsets.ISO_8859_1)
                        + USER_ID
                        + text.substring(3 + digits);
        return "wamid."
                + Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.ISO_8859_1));
    }
}
