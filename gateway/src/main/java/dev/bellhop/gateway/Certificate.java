package dev.bellhop.gateway;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The listener's certificate and its key, as they stand in their files: looked at now and then,
/// and put in force when they have changed, as tools that renew certificates change them.
/// Connections that are open go on. Files that do not fit each other, or are half written, change
/// nothing.
final class Certificate {
    private static final Logger LOG = Logger.getLogger(Certificate.class.getName());
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final byte[] PROBE = {1, 2, 3};

    private final Settings.Tls files;
    private final Clock clock;
    private List<FileTime> changed = List.of();
    private String trouble = "";

    Certificate(Settings.Tls files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /// As it is now.
    ///
    /// @throws IOException with one clear line
    Tls read() throws IOException {
        var now = changed();
        var tls = parse();
        changed = now;
        return tls;
    }

    /// Hands it on if its files have changed since they were read last. What keeps them from being
    /// of use is told once, until it is something else.
    void lookAgain(Consumer<Tls> use) {
        try {
            var now = changed();
            if (!now.equals(changed)) {
                use.accept(parse());
                changed = now;
                trouble = "";
                LOG.info(() -> "the certificate " + files.certificate() + " is in force");
            }
        } catch (IOException unusable) {
            tell(String.valueOf(unusable.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "the listener did not take a certificate", e);
            tell(e.toString());
        }
    }

    private void tell(String why) {
        if (!why.equals(trouble)) {
            trouble = why;
            LOG.warning(() -> "the certificate in force stays: " + why);
        }
    }

    private List<FileTime> changed() throws IOException {
        return List.of(time(files.certificate()), time(files.key()));
    }

    private static FileTime time(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("server.tls-…: " + file + " cannot be read by this user");
        }
        return Files.getLastModifiedTime(file);
    }

    private Tls parse() throws IOException {
        var chain =
                keys(files.certificate(), "no certificate in PEM", true)
                        .map(Keys::certChain)
                        .filter(all -> !all.isEmpty())
                        .orElseThrow(() -> noUse(files.certificate(), "no certificate in PEM"));
        var key =
                keys(files.key(), "no private key in PEM (PKCS #8, not encrypted)", false)
                        .flatMap(Keys::privateKey)
                        .orElseThrow(() -> noUse(files.key(), "no private key in PEM"));
        if (!fit(chain.getFirst(), key)) {
            throw noUse(files.key(), "not the key of " + files.certificate());
        }
        try {
            chain.getFirst().checkValidity(java.util.Date.from(clock.instant()));
        } catch (CertificateException over) {
            LOG.warning(() -> files.certificate() + " is not valid now: " + over.getMessage());
        }
        return Tls.builder()
                .privateKey(key)
                .privateKeyCertChain(chain)
                .enabledProtocols(PROTOCOLS)
                .build();
    }

    private static Optional<Keys> keys(Path file, String otherwise, boolean certificate)
            throws IOException {
        try {
            var resource = Resource.create(file);
            return Optional.of(
                    Keys.builder()
                            .pem(pem -> {
                                var _ = certificate ? pem.certChain(resource) : pem.key(resource);
                            })
                            .build());
        } catch (RuntimeException unreadable) {
            throw new IOException("server.tls-…: " + file + " holds " + otherwise, unreadable);
        }
    }

    private static IOException noUse(Path file, String why) {
        return new IOException("server.tls-…: " + file + " holds " + why);
    }

    /// Whether what the one signs the other knows.
    private static boolean fit(X509Certificate certificate, PrivateKey key) {
        var algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signed = signing.sign();
            var checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(PROBE);
            return checking.verify(signed);
        } catch (GeneralSecurityException other) {
            LOG.log(Level.FINE, other, () -> "a key and a certificate of two kinds");
            return false;
        }
    }
}
