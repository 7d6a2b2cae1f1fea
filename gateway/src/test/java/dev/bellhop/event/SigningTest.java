package dev.bellhop.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.vault.Secret;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Signatures are those that the specification's own libraries make and verify.
final class SigningTest {
    /// With this secret, id, time and body the libraries of Standard Webhooks test themselves.
    @Test
    void theSpecificationsExampleComesOut() {
        var signatures =
                Signing.signatures(
                        List.of(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(signatures).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachSecretSigns() {
        var signatures =
                Signing.signatures(
                        List.of(Signing.makeSecret(), Signing.makeSecret()),
                        "evt_1",
                        Instant.ofEpochSecond(1),
                        new byte[] {1});
        assertThat(signatures.split(" ", -1))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(it -> it.matches("v1,[A-Za-z0-9+/]{43}="));
    }
}
