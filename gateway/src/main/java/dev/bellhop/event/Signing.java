package dev.bellhop.event;

import dev.bellhop.vault.Secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs events as the open specification "Standard Webhooks" has it, so that its libraries can
/// verify them: HMAC-SHA256 over id, time and body.
final class Signing {
    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signing() {}

    /// A new secret as whoever verifies is given it.
    static Secret makeSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /// The header that says who sent it: a signature for each secret.
    static String signatures(List<Secret> secrets, String id, Instant at, byte[] body) {
        var signed = new ByteArrayOutputStream(body.length + 64);
        signed.writeBytes((id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return secrets.stream()
                .map(secret -> "v1," + signature(secret, signed.toByteArray()))
                .collect(Collectors.joining(" "));
    }

    private static String signature(Secret secret, byte[] signed) {
        try {
            var key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
