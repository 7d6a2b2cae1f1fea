package dev.bellhop.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/// A pair of keys (Ed25519) that signs checkpoints. Its public half is given to everybody, so that
/// what was exported can be checked without a gateway.
final class SigningKey {
    private static final String ALGORITHM = "Ed25519";

    private final int id;
    private final PrivateKey secret;
    private final PublicKey open;

    private SigningKey(int id, PrivateKey secret, PublicKey open) {
        this.id = id;
        this.secret = secret;
        this.open = open;
    }

    static SigningKey make(int id) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SigningKey(id, pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads what [#text] wrote. Both halves are sealed together: nobody can put a public key of
    /// their own beside a private one that they do not have.
    static SigningKey read(int id, String text) {
        try {
            var halves = text.split(" ", 2);
            var factory = KeyFactory.getInstance(ALGORITHM);
            return new SigningKey(
                    id,
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(halves[0]))),
                    factory.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(halves[1]))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of the audit log is damaged", e);
        }
    }

    /// Both halves, to be sealed.
    String text() {
        return Base64.getEncoder().encodeToString(secret.getEncoded()) + " " + publicText();
    }

    int id() {
        return id;
    }

    /// The public half (X.509) as it is written outside.
    String publicText() {
        return Base64.getEncoder().encodeToString(open.getEncoded());
    }

    /// The first 16 hex digits of the SHA-256 of the public half.
    String name() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(open.getEncoded());
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] sign(byte[] statement) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(statement);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean hasSigned(Checkpoint checkpoint) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(open);
            signature.update(checkpoint.statement());
            return signature.verify(checkpoint.signature());
        } catch (GeneralSecurityException e) {
            return false; // bytes that are no signature at all
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
