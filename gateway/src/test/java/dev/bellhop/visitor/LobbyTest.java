package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How many may be connected without a hello.
final class LobbyTest {
    private final Lobby lobby = new Lobby();

    @Test
    void onePrefixCannotTakeThePlacesOfOthers() {
        for (int i = 0; i < Lobby.PLACES_OF_PREFIX; i++) {
            assertThat(lobby.enter("a")).isTrue();
        }
        assertThat(lobby.enter("a")).isFalse();
        assertThat(lobby.enter("b")).isTrue();
        lobby.leave("a");
        assertThat(lobby.enter("a")).isTrue();
        assertThat(lobby.enter("a")).isFalse();
    }

    @Test
    void manyPrefixesOfOneNetworkHaveAnEndBeforeThat() {
        var small = new Lobby(2, 1_000);
        for (int i = 0; i < 20; i++) {
            assertThat(small.enter("20010db80001%04x".formatted(i))).isTrue();
        }
        assertThat(small.enter("20010db80001ffff")).isFalse();
        assertThat(small.enter("20010db80002ffff")).isTrue();
        small.leave("20010db800010003");
        assertThat(small.enter("20010db80001ffff")).isTrue();
    }

    @Test
    void manyPrefixesTogetherHaveAnEndToo() {
        for (int i = 0; i < Lobby.PLACES; i++) {
            assertThat(lobby.enter("prefix " + i)).isTrue();
        }
        assertThat(lobby.enter("another")).isFalse();
        lobby.leave("prefix 7");
        assertThat(lobby.enter("another")).isTrue();
    }
}
