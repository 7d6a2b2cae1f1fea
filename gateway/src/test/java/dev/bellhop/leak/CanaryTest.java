package dev.bellhop.leak;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/// A search that finds nothing proves nothing unless it would have found something.
final class CanaryTest {
    @Property(seed = "42")
    void aSecretIsFoundInWhateverItIsWritten(
            @ForAll @Size(min = 12, max = 40) byte[] secret,
            @ForAll @Size(max = 7) byte[] before,
            @ForAll @Size(max = 7) byte[] after) {
        var canary = Canary.of("it", secret);
        var all =
                ByteBuffer.allocate(before.length + secret.length + after.length)
                        .put(before)
                        .put(secret)
                        .put(after)
                        .array();
        assertThat(canary.isIn(new String(all, StandardCharsets.ISO_8859_1))).isTrue();
        assertThat(canary.isIn(Base64.getEncoder().encodeToString(all))).isTrue();
        assertThat(canary.isIn(Base64.getUrlEncoder().withoutPadding().encodeToString(all)))
                .isTrue();
        assertThat(canary.isIn(HexFormat.of().formatHex(all))).isTrue();
        assertThat(canary.isIn(HexFormat.of().withUpperCase().formatHex(all))).isTrue();
    }

    @Test
    void aTextIsFoundInAnAddress() {
        var secret = "läuft: über/alle+Berge";
        var canary = Canary.of("it", secret);
        assertThat(canary.isIn("?q=" + URLEncoder.encode(secret, UTF_8))).isTrue();
        assertThat(canary.isIn("%6C%C3%A4")).isFalse();
    }

    @Test
    void anotherIsNot() {
        assertThat(Canary.of("it", "one secret of ours").isIn("one secret of yours")).isFalse();
    }
}
