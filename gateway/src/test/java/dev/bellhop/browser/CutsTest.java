package dev.bellhop.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.story.Transport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

/// A visitor writes two hundred messages in two tabs while the network is cut again and again, and
/// loses no word. `./dev bench cuts` does the same for as long as one likes, and with other seeds.
final class CutsTest {
    private static final Cuts USUAL = new Cuts(Transport.SOCKET, Duration.ofSeconds(8), 200, 4);

    @ParameterizedTest
    @EnumSource
    void everyWordIsThereOnceAndInOrderWhateverTheNetworkDoes(Transport transport) {
        var outcome = new Cuts(transport, USUAL.span(), USUAL.messages(), USUAL.seed()).run();
        assertThat(outcome.ended()).as("connections cut").isGreaterThan(5);
        assertThat(outcome.reloads()).isPositive();
        assertThat(outcome.kept()).isEqualTo(outcome.said());
        assertThat(outcome.shown()).hasSize(2).allMatch(outcome.said()::equals);
        assertThat(outcome.isWhole()).isTrue();
    }
}
