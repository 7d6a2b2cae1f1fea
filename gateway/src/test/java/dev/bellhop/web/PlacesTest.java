package dev.bellhop.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How many may be there at a time.
final class PlacesTest {
    private final Places places = new Places(2, 5, 9);

    @Test
    void nobodyTakesThePlacesOfOthers() {
        assertThat(places.enter("a")).isTrue();
        assertThat(places.enter("a")).isTrue();
        assertThat(places.enter("a")).isFalse();
        assertThat(places.enter("b")).isTrue();
        places.leave("a");
        assertThat(places.enter("a")).isTrue();
        assertThat(places.enter("a")).isFalse();
    }

    @Test
    void manyPrefixesOfOneNetworkHaveAnEndBeforeAll() {
        for (int i = 0; i < 5; i++) {
            assertThat(places.enter("20010db80001%04x".formatted(i))).isTrue();
        }
        assertThat(places.enter("20010db80001ffff")).isFalse();
        assertThat(places.enter("20010db80002ffff")).isTrue();
        places.leave("20010db800010003");
        assertThat(places.enter("20010db80001ffff")).isTrue();
    }

    @Test
    void allTogetherHaveAnEndToo() {
        for (int i = 0; i < 9; i++) {
            assertThat(places.enter("prefix " + i)).isTrue();
        }
        assertThat(places.enter("another")).isFalse();
        places.leave("prefix 7");
        assertThat(places.enter("another")).isTrue();
    }
}
