package dev.bellhop.cli;

import dev.bellhop.cli.AgeKeys.Identity;
import dev.bellhop.cli.AgeKeys.Recipient;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts to public keys in the format of `age` (https://c2sp.org/age), so that a machine makes
/// backups that it cannot read itself, and anybody opens them with the tool of that name, without
/// us. It is of the JDK's own X25519, HKDF and ChaCha20-Poly1305; recipients of other kinds are not
/// known.
final class Age {
    private static final String INTRO = "age-encryption.org/v1";
    private static final String STANZA = "-> X25519 ";
    private static final int FILE_KEY_BYTES = 16;
    private static final int NONCE_BYTES = 16;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int TAG_BYTES = 16;
    private static final int HEADER_LINES_MAX = 1_000;
    private static final int LINE_BYTES_MAX = 8_192;
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Age() {}

    /// Takes what is to be encrypted; closing it ends the file and closes `out`.
    static OutputStream encrypt(OutputStream out, List<Recipient> recipients) throws IOException {
        var fileKey = random(FILE_KEY_BYTES);
        var header = new StringBuilder(INTRO).append('\n');
        for (var recipient : recipients) {
            var once = Identity.make();
            var share = once.recipient().key();
            var body =
                    seal(
                            wrapping(AgeKeys.agree(once, recipient.key()), share, recipient.key()),
                            new byte[12],
                            fileKey,
                            fileKey.length);
            header.append(STANZA).append(BASE64.encodeToString(share)).append('\n');
            header.append(BASE64.encodeToString(body)).append('\n');
        }
        header.append("---");
        out.write(bytes(header.toString()));
        out.write(bytes(" " + BASE64.encodeToString(mac(fileKey, header.toString())) + "\n"));
        var nonce = random(NONCE_BYTES);
        out.write(nonce);
        return new Encrypting(out, hkdf(fileKey, nonce, "payload"));
    }

    /// Gives what was encrypted.
    ///
    /// @throws IOException in words for a person, when none of them opens it
    static InputStream decrypt(InputStream in, List<Identity> identities) throws IOException {
        var header = new StringBuilder();
        if (!line(in).equals(INTRO)) {
            throw new IOException("it is not encrypted with age");
        }
        header.append(INTRO).append('\n');
        Optional<byte[]> fileKey = Optional.empty();
        var line = line(in);
        for (int lines = 0; line.startsWith("-> "); lines++) {
            if (lines > HEADER_LINES_MAX) {
                throw new IOException("its head has no end");
            }
            header.append(line).append('\n');
            var stanza = line;
            var body = new StringBuilder();
            do {
                line = line(in);
                header.append(line).append('\n');
                body.append(line);
            } while (line.length() == 64);
            if (fileKey.isEmpty() && stanza.startsWith(STANZA)) {
                fileKey = open(stanza.substring(STANZA.length()), body.toString(), identities);
            }
            line = line(in);
        }
        if (fileKey.isEmpty()) {
            throw new WrongIdentity();
        }
        header.append("---");
        if (!line.startsWith("--- ")
                || !MessageDigest.isEqual(
                        bytes(line.substring(4)),
                        bytes(BASE64.encodeToString(mac(fileKey.get(), header.toString()))))) {
            throw new IOException("its head was changed");
        }
        var nonce = in.readNBytes(NONCE_BYTES);
        if (nonce.length < NONCE_BYTES) {
            throw new IOException("it was broken off");
        }
        return new Decrypting(in, hkdf(fileKey.get(), nonce, "payload"));
    }

    /// It was encrypted for somebody else.
    static final class WrongIdentity extends IOException {
        WrongIdentity() {
            super("none of the identities opens it");
        }
    }

    private static Optional<byte[]> open(String share, String body, List<Identity> identities)
            throws IOException {
        byte[] theirs;
        byte[] sealed;
        try {
            theirs = Base64.getDecoder().decode(share);
            sealed = Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new IOException("its head is damaged", e);
        }
        if (theirs.length != 32 || sealed.length != FILE_KEY_BYTES + TAG_BYTES) {
            throw new IOException("its head is damaged");
        }
        for (var identity : identities) {
            var key = wrapping(AgeKeys.agree(identity, theirs), theirs, identity.recipient().key());
            try {
                return Optional.of(unseal(key, new byte[12], sealed, sealed.length));
            } catch (IOException notForThisOne) {
                // It is for another of its recipients, whom we may be, too.
            }
        }
        return Optional.empty();
    }

    private static byte[] wrapping(byte[] shared, byte[] share, byte[] recipient) {
        var salt = new ByteArrayOutputStream();
        salt.writeBytes(share);
        salt.writeBytes(recipient);
        return hkdf(shared, salt.toByteArray(), INTRO + "/X25519");
    }

    private static byte[] hkdf(byte[] key, byte[] salt, String info) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .addSalt(salt)
                            .thenExpand(bytes(info), 32);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] fileKey, String header) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(hkdf(fileKey, new byte[0], "header"), "HmacSHA256"));
            return mac.doFinal(bytes(header));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] seal(byte[] key, byte[] nonce, byte[] clear, int length) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(clear, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] unseal(byte[] key, byte[] nonce, byte[] sealed, int length)
            throws IOException {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IOException("it was changed or damaged", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        return cipher;
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Byte by byte: behind the head begins what is none of its lines.
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LINE_BYTES_MAX) {
                throw new IOException("its head is not whole");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /// A chunk's number, and whether it is the last.
    private static byte[] nonce(long chunk, boolean last) {
        return ByteBuffer.allocate(12)
                .position(3)
                .putLong(chunk)
                .put((byte) (last ? 1 : 0))
                .array();
    }

    private static final class Encrypting extends OutputStream {
        private final OutputStream out;
        private final byte[] key;
        private final byte[] chunk = new byte[CHUNK_BYTES];
        private int filled;
        private long chunks;
        private boolean closed;

        Encrypting(OutputStream out, byte[] key) {
            this.out = out;
            this.key = key;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                // A full one stays until more comes: it might be the last.
                if (filled == CHUNK_BYTES) {
                    writeChunk(false);
                }
                int part = Math.min(length - done, CHUNK_BYTES - filled);
                System.arraycopy(bytes, offset + done, chunk, filled, part);
                filled += part;
                done += part;
            }
        }

        private void writeChunk(boolean last) throws IOException {
            out.write(seal(key, nonce(chunks, last), chunk, filled));
            chunks++;
            filled = 0;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                writeChunk(true);
                out.close();
            }
        }
    }

    private static final class Decrypting extends Pieces {
        private final InputStream in;
        private final byte[] key;
        private byte[] sealed;
        private byte[] clear = {};
        private long chunks;
        private boolean ended;

        Decrypting(InputStream in, byte[] key) throws IOException {
            this.in = in;
            this.key = key;
            this.sealed = chunk();
        }

        private byte[] chunk() throws IOException {
            return in.readNBytes(CHUNK_BYTES + TAG_BYTES);
        }

        @Override
        byte @Nullable [] next() throws IOException {
            if (ended) {
                return null;
            }
            var following = chunk();
            ended = following.length == 0;
            if (sealed.length < TAG_BYTES) {
                throw new IOException("it was broken off");
            }
            clear = unseal(key, nonce(chunks++, ended), sealed, sealed.length);
            sealed = following;
            return clear;
        }

        @Override
        public void close() throws IOException {
            Arrays.fill(clear, (byte) 0);
            in.close();
        }
    }

    /// The identities in a file as `age-keygen` writes them: one a line, `#` before what is for
    /// people.
    static List<Identity> identities(String file) {
        var found = new ArrayList<Identity>();
        for (var line : file.lines().toList()) {
            Identity.read(line.strip()).ifPresent(found::add);
        }
        return found;
    }
}
