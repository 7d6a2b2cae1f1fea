package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.vault.Secret;

import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;

/// Which codes of an app are good: a pure decision.
final class TotpTest {
    /// The key of RFC 6238, appendix B.
    private static final Secret KEY =
            Secret.of(
                    new Base32()
                            .encodeToString(
                                    "12345678901234567890".getBytes(StandardCharsets.US_ASCII)));

    /// The last six digits of the eight that the RFC gives.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void theCodesOfTheRfcAreTaken(long second, String code) {
        assertThat(Totp.step(KEY, code, Instant.ofEpochSecond(second), -1)).hasValue(second / 30);
    }

    /// @param second of the step whose code it is, and of those around it
    @ParameterizedTest
    @CsvSource({
        "-31, false",
        "-30, true",
        "-1, true",
        "0, true",
        "29, true",
        "59, true",
        "60, false"
    })
    void clocksMayDifferByOneStep(long second, boolean good) {
        var now = Instant.ofEpochSecond(1_000_000L * 30 + second);
        assertThat(Totp.step(KEY, Totp.code(KEY, 1_000_000), now, -1).isPresent()).isEqualTo(good);
    }

    @Test
    void noCodeIsTakenThatIsNotLaterThanTheLast() {
        var now = Instant.ofEpochSecond(1_000_000L * 30);
        assertThat(Totp.step(KEY, Totp.code(KEY, 1_000_000), now, 999_999)).hasValue(1_000_000);
        assertThat(Totp.step(KEY, Totp.code(KEY, 1_000_000), now, 1_000_000)).isEmpty();
        assertThat(Totp.step(KEY, Totp.code(KEY, 999_999), now, 1_000_000)).isEmpty();
        assertThat(Totp.step(KEY, Totp.code(KEY, 1_000_001), now, 1_000_000))
                .isEqualTo(OptionalLong.of(1_000_001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567", "12a456", "１２３４５６", "-12345", "123456\n"})
    void whatIsNotSixDigitsIsNoCode(String code) {
        assertThat(Totp.step(KEY, code, Instant.EPOCH, -1)).isEmpty();
    }
}
