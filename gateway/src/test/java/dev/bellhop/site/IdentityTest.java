package dev.bellhop.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.vault.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;
import java.util.Optional;

/// What a site signs, and what is no signature of it.
final class IdentityTest {
    private static final Secret SECRET = Secret.of("the-secret-of-the-shop");

    private static Identity elena(String id) {
        return new Identity(
                id,
                Optional.of("Elena Märchetti"),
                Optional.of("e@shop.example"),
                Optional.empty());
    }

    /// The figure was made by `printf 'c-7\nElena Märchetti\ne@shop.example\n' | openssl dgst
    /// -sha256 -hmac the-secret-of-the-shop`.
    @Test
    void theSignatureIsWhatOthersCompute() {
        assertThat(elena("c-7").signature(SECRET))
                .isEqualTo("ce0d02c147c78e83645e7c7d717273397f3ba3a1d4b2e9ae0bf30e305249a618");
    }

    @Test
    void onlyTheSamePersonWithTheSameSecretIsSigned() {
        var signature = elena("c-7").signature(SECRET);
        assertThat(elena("c-7").isSignedBy(SECRET, signature)).isTrue();
        assertThat(elena("c-8").isSignedBy(SECRET, signature)).isFalse();
        assertThat(elena("c-7").isSignedBy(Secret.of("another"), signature)).isFalse();
        assertThat(elena("c-7").isSignedBy(SECRET, signature.toUpperCase(Locale.ROOT))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "not hex", "ü"})
    void otherWordsAreNoSignature(String signature) {
        assertThat(elena("c-7").isSignedBy(SECRET, signature)).isFalse();
    }

    @Test
    void oneSignatureIsGoodForOnePersonOnly() {
        var whole = new Identity("c\nA", Optional.of("B"), Optional.empty(), Optional.empty());
        var split = new Identity("c", Optional.of("A\nB"), Optional.empty(), Optional.empty());
        assertThat(whole.isSignedBy(SECRET, whole.signature(SECRET))).isFalse();
        assertThat(split.isSignedBy(SECRET, split.signature(SECRET))).isFalse();
    }
}
