package dev.bellhop.people;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiTokenTextTest {
    @Test
    void aTokenIsFoundByWhoLooksForLeakedOnes() {
        assertThat(ApiTokenText.make()).matches("bhp_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(ApiTokenText.make()).isNotEqualTo(ApiTokenText.make());
    }

    @Property(seed = "42")
    void oneWrongCharacterIsNoticed(
            @ForAll @IntRange(max = 52) int at, @ForAll @IntRange(min = 1, max = 61) int by) {
        var digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var token = new StringBuilder(ApiTokenText.make());
        assertThat(ApiTokenText.isWhole(token.toString())).isTrue();
        int now = Math.max(0, digits.indexOf(token.charAt(at)));
        token.setCharAt(at, digits.charAt((now + by) % digits.length()));
        assertThat(ApiTokenText.isWhole(token.toString())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bhp_", "bhp_guessed", "Bearer", "\u0000", "ghp_0123456789"})
    void whatIsNoneIsNone(String text) {
        assertThat(ApiTokenText.isWhole(text)).isFalse();
    }
}
