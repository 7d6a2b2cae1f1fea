package dev.bellhop.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM as it stands in the tables: `version, key id, nonce, ciphertext and tag`. Header and
/// place are authenticated with it, so the same bytes copied elsewhere do not open.
final class Sealing {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MARK_BYTES = 1 + Integer.BYTES;
    private static final int HEADER_BYTES = MARK_BYTES + NONCE_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sealing() {}

    /// With what every value begins that this key has sealed.
    static byte[] mark(int keyId) {
        return ByteBuffer.allocate(MARK_BYTES).put(VERSION).putInt(keyId).array();
    }

    /// Which key has sealed it.
    ///
    /// @throws WrongKey when this is nothing sealed
    static int keyId(byte[] sealed) {
        if (sealed.length <= HEADER_BYTES || sealed[0] != VERSION) {
            throw new WrongKey("a sealed value is damaged");
        }
        return ByteBuffer.wrap(sealed).getInt(1);
    }

    /// Seals with a nonce never used before.
    static byte[] seal(SecretKey key, int keyId, byte[] place, byte[] clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        var header = ByteBuffer.allocate(HEADER_BYTES).put(mark(keyId)).put(nonce).array();
        byte[] body = crypt(Cipher.ENCRYPT_MODE, key, header, place, clear);
        return ByteBuffer.allocate(header.length + body.length).put(header).put(body).array();
    }

    /// Opens what this key has sealed for this place.
    ///
    /// @throws WrongKey when the bytes were changed, belong elsewhere, or are another key's
    static byte[] open(SecretKey key, byte[] place, byte[] sealed) {
        var _ = keyId(sealed);
        return crypt(
                Cipher.DECRYPT_MODE,
                key,
                Arrays.copyOf(sealed, HEADER_BYTES),
                place,
                Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length));
    }

    private static byte[] crypt(
            int mode, SecretKey key, byte[] header, byte[] place, byte[] input) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, header, MARK_BYTES, NONCE_BYTES));
            cipher.updateAAD(header, 0, MARK_BYTES);
            cipher.updateAAD(place);
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw new WrongKey("a sealed value does not open with this key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
