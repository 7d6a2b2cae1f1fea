package dev.bellhop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecretTest {
    private record Credentials(String name, Secret token) {}

    private final Secret secret = Secret.of("hunter2");

    @Test
    void aSecretPrintsAsRedactedWhereverItIs() {
        assertThat(secret.toString()).isEqualTo("[redacted]");
        assertThat(new Credentials("main", secret).toString())
                .contains("[redacted]")
                .doesNotContain("hunter2");
        assertThat("token %s".formatted(secret)).isEqualTo("token [redacted]");
    }

    @Test
    void itsHashSaysNothing() {
        assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
    }

    @Test
    void itIsEqualToTheSameSecretOnly() {
        assertThat(secret).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
        assertThat(secret.matches("hunter2")).isTrue();
        assertThat(secret.matches("hunter")).isFalse();
        assertThat(secret.matches("")).isFalse();
    }

    @Test
    void itsBytesCannotBeChangedFromOutside() {
        secret.revealBytes()[0] = 'x';
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }
}
