package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.web.Limit;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Who shares what with whom before there is a visitor to count for.
final class NeighboursTest {

    /// One customer of a provider has a whole /64 of addresses, and could use a new one each time.
    @Test
    void allAddressesOfOneHouseShareItsFrames() throws IOException {
        var once = new Limit.Rate(1, 1, Duration.ofHours(1));
        try (var porch = new Porch(Map.of(Limit.VISITOR_FRAMES, once));
                var first = porch.stranger("X-Forwarded-For: 2001:db8:1:2::1");
                var second = porch.stranger("X-Forwarded-For: 2001:db8:1:2:ffff::7");
                var stranger = porch.stranger("X-Forwarded-For: 2001:db8:1:3::1")) {
            assertThat(answer(first)).isEqualTo("pong");
            assertThat(answer(second)).isEqualTo("error");
            assertThat(answer(stranger)).isEqualTo("pong");
        }
    }

    private static String answer(RawSocket socket) throws IOException {
        socket.sends("{\"t\":\"ping\"}");
        return socket.readsFrame().path("t").asText();
    }
}
