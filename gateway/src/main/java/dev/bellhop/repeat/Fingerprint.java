package dev.bellhop.repeat;

import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/// What a request asks: its address and its body, in one hash. The body is hashed while whoever
/// answers reads it, so that an upload of any size costs no memory.
final class Fingerprint {
    private final ServerRequest request;
    private final MessageDigest digest = Digests.sha256();

    /// Must be made before anybody reads the body.
    Fingerprint(ServerRequest request) {
        this.request = request;
        var address =
                request.prologue().method().text()
                        + " "
                        + request.path().path()
                        + "?"
                        + request.query().rawValue()
                        + "\n";
        digest.update(address.getBytes(StandardCharsets.UTF_8));
        request.streamFilter(body -> new DigestInputStream(body, digest));
    }

    /// The hash, once the rest of the body has come.
    byte[] whole() {
        if (request.content().hasEntity() && !request.content().consumed()) {
            try (InputStream rest = request.content().inputStream()) {
                rest.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return digest.digest();
    }
}
