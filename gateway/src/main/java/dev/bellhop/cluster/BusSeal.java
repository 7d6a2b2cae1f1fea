package dev.bellhop.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps what goes over the bus between the gateways of one database: whoever else may use the same
/// Redis can neither read it nor put in a word.
///
/// Each sender has a key of its own, made of the shared one and its name, and never uses a number
/// twice; so the number serves as the nonce of AES-GCM. What is sealed begins with both.
final class BusSeal {
    private static final int ID_BYTES = 16;
    private static final int HEAD_BYTES = ID_BYTES + Long.BYTES;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int SENDERS_MAX = 1_000;
    private static final int CHANNEL_BYTES = 12;

    private final SecretKey shared;
    private final Map<String, SecretKey> senders = new ConcurrentHashMap<>();

    /// What somebody sent.
    record Opened(String sender, long number, String text) {}

    BusSeal(SecretKey shared) {
        this.shared = shared;
    }

    /// The channel of this business's gateways: Redis has one space of channels for all that use
    /// it.
    byte[] channel() {
        byte[] name = mac("channel");
        return ("bellhop:bus:" + HexFormat.of().formatHex(name, 0, CHANNEL_BYTES))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Seals a text.
    ///
    /// @param sender a name of 16 ASCII characters
    /// @param number never used before by this sender
    byte[] seal(String sender, long number, String text) {
        try {
            byte[] clear = text.getBytes(StandardCharsets.UTF_8);
            var out = ByteBuffer.allocate(HEAD_BYTES + clear.length + TAG_BITS / Byte.SIZE);
            out.put(sender.getBytes(StandardCharsets.US_ASCII)).putLong(number);
            var cipher = cipher(Cipher.ENCRYPT_MODE, sender, number);
            cipher.updateAAD(out.array(), 0, HEAD_BYTES);
            cipher.doFinal(ByteBuffer.wrap(clear), out);
            return out.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Opens what was sealed by one of us; empty for everything else.
    Optional<Opened> open(byte[] sealed) {
        if (sealed.length < HEAD_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        var sender = new String(sealed, 0, ID_BYTES, StandardCharsets.US_ASCII);
        long number = ByteBuffer.wrap(sealed, ID_BYTES, Long.BYTES).getLong();
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, sender, number);
            cipher.updateAAD(sealed, 0, HEAD_BYTES);
            byte[] clear = cipher.doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
            return Optional.of(
                    new Opened(sender, number, new String(clear, StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException notOurs) {
            senders.remove(sender);
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String sender, long number) throws GeneralSecurityException {
        if (senders.size() > SENDERS_MAX) {
            senders.clear();
        }
        var key =
                senders.computeIfAbsent(
                        sender, it -> new SecretKeySpec(mac("sender " + it), "AES"));
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(number).array();
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private byte[] mac(String what) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(shared);
            return mac.doFinal(("bellhop/bus/" + what).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
