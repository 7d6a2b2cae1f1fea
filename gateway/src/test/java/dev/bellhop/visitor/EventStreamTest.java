package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.live.Topic;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Transport;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// What stands in for the socket where only requests get through: what is its own. What it has in
/// common with the socket is tested with it.
final class EventStreamTest {
    private static final String HELLO = Json.text(VisitorClient.hello(Optional.empty(), 0));

    @Test
    void whoSaysNoHelloIsSentAway() throws IOException {
        try (var porch = new Porch();
                var stranger = porch.stream("{\"t\":\"ping\"}")) {
            assertThat(stranger.readsFrame().path("t").asText()).isEqualTo("pong");
            porch.passes(Duration.ofMillis(9_900));
            assertThat(stranger.sends("{\"t\":\"ping\"}")).isEqualTo(202);
            assertThat(stranger.readsFrame().path("t").asText()).isEqualTo("pong");
            porch.passes(Duration.ofMillis(100));
            assertThat(stranger.readsUntilClosed()).isEqualTo(1008);
            porch.awaitConnected(0);
        }
    }

    @Test
    void aSilentStreamBeatsSoThatWhoGoesWithoutAWordIsMissed() throws IOException {
        try (var porch = new Porch()) {
            var visitor = porch.stream(HELLO);
            assertThat(visitor.readsFrame().path("t").asText()).isEqualTo("welcome");
            Await.until("the welcome is out", porch.door::isQuiet);
            porch.passes(Duration.ofSeconds(20));
            visitor.readsAfter(": beat");
            visitor.close();
            Await.until(
                    "the stream is missed",
                    () -> {
                        porch.passes(Duration.ofSeconds(20));
                        return porch.door.connected() == 0;
                    });
        }
    }

    @Test
    void whoStopsReadingIsCut() throws IOException {
        try (var porch = new Porch()) {
            var first = porch.stream(HELLO);
            var token = first.readsFrame().path("token").asText();
            int messages = 500;
            for (int i = 0; i < messages; i++) {
                porch.says("😀".repeat(4_096));
            }
            try (first;
                    var deaf =
                            porch.stream(Json.text(VisitorClient.hello(Optional.of(token), 0)))) {
                Await.until(
                        "the deaf one is welcome",
                        () -> porch.parlour.live.count(Topic.visitor(1)) == 2);
                Await.until(
                        "the ones who do not read are gone",
                        () -> {
                            porch.passes(Duration.ofSeconds(20));
                            return porch.door.connected() == 0;
                        });
                assertThat(deaf.readsToTheEnd()).isLessThan(messages * 16_000L);
            }
        }
    }

    @Test
    void fromOnePlaceFewMayBeWithoutHello() throws IOException {
        try (var porch = new Porch()) {
            for (int i = 0; i < Lobby.PLACES_OF_PREFIX; i++) {
                assertThat(porch.lobby().enter("127.0.0.1")).isTrue();
            }
            assertThatThrownBy(() -> porch.stream(HELLO)).isInstanceOf(IOException.class);
            porch.lobby().leave("127.0.0.1");
            try (var next = porch.stream(HELLO)) {
                assertThat(next.readsFrame().path("t").asText()).isEqualTo("welcome");
            }
            assertThat(porch.lobby().enter("127.0.0.1")).isTrue();
        }
    }

    @Test
    void aPostMayHaveSeveralFramesInOrder() throws IOException {
        try (var porch = new Porch();
                var visitor = porch.stream(HELLO)) {
            visitor.readsFrame();
            var frames = Json.object().arrayNode();
            for (int i = 1; i <= 3; i++) {
                frames.addObject()
                        .put("t", "send")
                        .put("cid", UUID.randomUUID().toString())
                        .put("text", "Number " + i);
            }
            assertThat(visitor.sends(Json.text(frames))).isEqualTo(202);
            for (int i = 1; i <= 3; i++) {
                var accepted = visitor.readsAfter("data: {\"t\":\"accepted\"");
                assertThat(accepted)
                        .contains(frames.path(i - 1).path("cid").asText())
                        .contains("\"seq\":" + i);
            }
        }
    }

    @Test
    void aPostThatCannotBeReadIsRefusedOnTheStream() throws IOException {
        try (var porch = new Porch();
                var visitor = porch.stream(HELLO)) {
            visitor.readsFrame();
            for (var words : new String[] {"", "{", "[", "[]", "[5]", "{} {}"}) {
                assertThat(visitor.sends(words)).isEqualTo(202);
                assertThat(visitor.readsFrame().path("code").asText()).isEqualTo("bad_frame");
            }
        }
    }

    @Test
    void whatIsOverIsNotFound() throws IOException {
        try (var porch = new Porch()) {
            var visitor = porch.stream(HELLO);
            visitor.readsFrame();
            porch.door.close();
            assertThat(visitor.readsAfter("data: ")).contains("bye");
            assertThat(visitor.readsUntilClosed()).isEqualTo(1001);
            porch.awaitConnected(0);
            Await.until("it is over", () -> isOver(visitor));
        }
    }

    private static boolean isOver(RawStream stream) {
        try {
            return stream.sends("{\"t\":\"ping\"}") != 202;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void onlyPagesOfTheSiteSpeakAndOnlyWithTheStreamsName() {
        try (var house = House.open(Changes.unlimited());
                var visitor = house.visitor(Transport.STREAM)) {
            var own = "http://localhost:" + house.gateway().port();
            var http = house.http();
            var hello = VisitorClient.hello(Optional.empty(), 0);
            var ping = Json.object().put("t", "ping");
            var events = "/widget/v1/events?site=juniper";
            var frames = "/widget/v1/frames";
            assertThat(http.post(events, hello, "Origin", "https://evil.example").status())
                    .isEqualTo(403);
            assertThat(http.post("/widget/v1/events?site=none", hello, "Origin", own).status())
                    .isEqualTo(404);
            assertThat(http.asksToPostChunked(events, Json.bytes(hello), "Origin", own).status())
                    .isEqualTo(411);
            assertThat(http.post(events, new byte[70_000], "Origin", own).status()).isEqualTo(413);
            assertThat(http.post(frames, ping, "Origin", own).status()).isEqualTo(401);
            var unknown = http.post(frames, ping, "Origin", own, "X-Bellhop-Session", "guess");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.header("Access-Control-Allow-Origin")).isEqualTo(own);
            var asked = http.options(frames, "Origin", own);
            assertThat(asked.status()).isEqualTo(204);
            assertThat(asked.header("Access-Control-Allow-Headers")).contains("X-Bellhop-Session");
            assertThat(http.options(frames, "Origin", "https://evil.example").status())
                    .isEqualTo(403);
            visitor.sendsFrame(ping);
            visitor.hears("pong");
        }
    }
}
