package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a widget is told of whether somebody is likely to answer.
final class PresenceTest {

    @Test
    void whoWasWelcomedHearsOnceOfEachChange() throws IOException {
        try (var porch = new Porch();
                var stranger = porch.stranger();
                var visitor = porch.visitor(Optional.empty())) {
            assertThat(visitor.readsFrame().path("online").asBoolean()).isTrue();
            porch.online.set(false);
            porch.door.tellPresence();
            porch.door.tellPresence();
            porch.online.set(true);
            var away = visitor.readsFrame();
            assertThat(away.toString())
                    .isEqualTo("{\"t\":\"presence\",\"online\":false,\"presence\":\"away\"}");
            porch.door.tellPresence();
            var back = visitor.readsFrame();
            assertThat(back.toString())
                    .isEqualTo("{\"t\":\"presence\",\"online\":true,\"presence\":\"away\"}");
            porch.door.tellPresence();
            for (var socket : List.of(visitor, stranger)) {
                socket.sends("{\"t\":\"ping\"}");
                var next = socket.readsFrame();
                assertThat(next.toString()).isEqualTo("{\"t\":\"pong\"}");
            }
        }
    }
}
