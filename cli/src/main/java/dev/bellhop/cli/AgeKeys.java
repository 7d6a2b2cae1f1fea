package dev.bellhop.cli;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import javax.crypto.KeyAgreement;

/// Keys as `age` writes them (age-encryption.org/v1): a recipient, `age1…`, to whom something is
/// encrypted, and the identity, `AGE-SECRET-KEY-1…`, that opens it. Both are X25519 keys in Bech32
/// (BIP 173).
final class AgeKeys {
    private static final String CURVE = "X25519";
    private static final int KEY_BYTES = 32;
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
    };
    private static final int CHECKSUM_CHARACTERS = 6;

    /// Somebody for whom something is encrypted.
    record Recipient(byte[] key) {
        private static final String PREFIX = "age";

        /// One from its text; nothing when it is no recipient.
        static Optional<Recipient> read(String text) {
            return bytes(PREFIX, text).map(Recipient::new);
        }

        @Override
        public String toString() {
            return text(PREFIX, key);
        }
    }

    /// Whoever opens it. Its text is a secret.
    record Identity(byte[] key) {
        private static final String PREFIX = "age-secret-key-";

        static Identity make() {
            try {
                var pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
                return new Identity(((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /// One from its text; nothing when it is no identity.
        static Optional<Identity> read(String text) {
            return bytes(PREFIX, text).map(Identity::new);
        }

        Recipient recipient() {
            var base = new byte[KEY_BYTES];
            base[0] = 9;
            return new Recipient(agree(this, base));
        }

        String secretText() {
            return text(PREFIX, key).toUpperCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "identity of " + recipient();
        }
    }

    private AgeKeys() {}

    /// What the two have in common and nobody else.
    static byte[] agree(Identity mine, byte[] theirs) {
        try {
            var agreement = KeyAgreement.getInstance(CURVE);
            agreement.init(privateKey(mine.key()));
            agreement.doPhase(publicKey(theirs), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(CURVE)
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes));
    }

    private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        var bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = bytes[KEY_BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f; // RFC 7748: the highest bit does not count
        return KeyFactory.getInstance(CURVE)
                .generatePublic(
                        new XECPublicKeySpec(
                                NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    // --- Bech32 -----------------------------------------------------------------------------

    private static String text(String prefix, byte[] key) {
        var digits = regroup(key, 8, 5, true);
        var text = new StringBuilder(prefix).append('1');
        for (byte digit : digits) {
            text.append(ALPHABET.charAt(digit));
        }
        var padded = Arrays.copyOf(digits, digits.length + CHECKSUM_CHARACTERS);
        int sum = checksum(prefix, padded) ^ 1;
        for (int i = CHECKSUM_CHARACTERS - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(sum >> (5 * i) & 31));
        }
        return text.toString();
    }

    private static Optional<byte[]> bytes(String prefix, String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        boolean mixed = !text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT));
        if (mixed || !lower.startsWith(prefix + "1")) {
            return Optional.empty();
        }
        var characters = lower.substring(prefix.length() + 1);
        var digits = new byte[characters.length()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) ALPHABET.indexOf(characters.charAt(i));
            if (digits[i] < 0) {
                return Optional.empty();
            }
        }
        if (digits.length < CHECKSUM_CHARACTERS || checksum(prefix, digits) != 1) {
            return Optional.empty();
        }
        var bytes =
                regroup(Arrays.copyOf(digits, digits.length - CHECKSUM_CHARACTERS), 5, 8, false);
        return bytes.length == KEY_BYTES ? Optional.of(bytes) : Optional.empty();
    }

    private static byte[] regroup(byte[] from, int fromBits, int toBits, boolean pad) {
        var to = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (byte value : from) {
            buffer = buffer << fromBits | (value & 0xff);
            bits += fromBits;
            while (bits >= toBits) {
                bits -= toBits;
                to.write(buffer >> bits & ((1 << toBits) - 1));
            }
            buffer &= (1 << bits) - 1;
        }
        if (pad && bits > 0) {
            to.write(buffer << (toBits - bits) & ((1 << toBits) - 1));
        }
        return to.toByteArray();
    }

    private static int checksum(String prefix, byte[] digits) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum) ^ (prefix.charAt(i) >> 5);
        }
        sum = step(sum);
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum) ^ (prefix.charAt(i) & 31);
        }
        for (byte digit : digits) {
            sum = step(sum) ^ digit;
        }
        return sum;
    }

    private static int step(int sum) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5;
        for (int i = 0; i < GENERATOR.length; i++) {
            if ((top >> i & 1) == 1) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }
}
