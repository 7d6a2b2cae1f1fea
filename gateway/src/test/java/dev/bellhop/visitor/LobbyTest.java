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
    void manyPrefixesTogetherHaveAnEndToo() {
        for (int i = 0; i < Lobby.PLACES; i++) {
            assertThat(lobby.enter("prefix " + i)).isTrue();
        }
        assertThat(lobby.enter("another")).isFalse();
        lobby.leave("prefix 7");
        assertThat(lobby.enter("another")).isTrue();
    }
}
