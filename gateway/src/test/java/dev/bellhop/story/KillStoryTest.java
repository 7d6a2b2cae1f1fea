package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The gateway is killed (SIGKILL, with its database left running) at the worst moments, and
/// started again on the same data. What was acknowledged arrives, once.
class KillStoryTest {
    private Path dataDir = Path.of("target");

    @BeforeEach
    void data() throws IOException {
        dataDir =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "killed")).toAbsolutePath(),
                        "data");
    }

    private static Map<String, String> settings(int graphPort, String unsureWait) {
        var settings = new HashMap<String, String>();
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", "http://127.0.0.1:" + graphPort);
        settings.put("BELLHOP_RETRY_UNSURE_WAIT", unsureWait);
        settings.put("BELLHOP_RETRY_SWEEP", "200ms");
        settings.put("BELLHOP_RETRY_FIRST", "200ms");
        settings.put("BELLHOP_RETRY_CEILING", "500ms");
        return settings;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whatWasAcceptedBeforeTheKillIsRelayedOnceAfterIt() throws IOException {
        int graphPort = freePort(); // nobody is there: Meta cannot be reached
        String token;
        try (var gateway = GatewayChild.start(dataDir, settings(graphPort, "30s"));
                var visitor = VisitorClient.arrives(gateway.port(), Optional.empty(), 0)) {
            assertThat(visitor.says("Will this survive?")).isEqualTo(1);
            token = visitor.token();
            gateway.kill();
        }
        try (var graph = GraphWitness.at(graphPort);
                var gateway = GatewayChild.start(dataDir, settings(graphPort, "1s"));
                var visitor = VisitorClient.arrives(gateway.port(), Optional.of(token), 0)) {
            visitor.hears("message", f -> f.path("text").asText().equals("Will this survive?"));
            Await.until("it is relayed", () -> !graph.taken("Will this survive?").isEmpty());
            visitor.says("And this came after");
            Await.until("the next is relayed", () -> !graph.taken("And this came after").isEmpty());
            assertThat(graph.taken("Will this survive?")).hasSize(1);
        }
    }

    @Test
    void whatMetaTookWithoutAnAnswerIsNotSentAgainWhenItsStatusTells() throws IOException {
        try (var graph = GraphWitness.at(0)) {
            int graphPort = graph.url().getPort();
            String token;
            graph.keepsSilent();
            try (var gateway = GatewayChild.start(dataDir, settings(graphPort, "30s"));
                    var visitor = VisitorClient.arrives(gateway.port(), Optional.empty(), 0)) {
                visitor.says("Did you get this?");
                token = visitor.token();
                Await.until("Meta took it", () -> !graph.taken("Did you get this?").isEmpty());
                gateway.kill();
            }
            graph.speaks();
            var taken = graph.taken("Did you get this?").getFirst();
            try (var gateway = GatewayChild.start(dataDir, settings(graphPort, "30s"));
                    var visitor = VisitorClient.arrives(gateway.port(), Optional.of(token), 0)) {
                var meta = new Meta(gateway.http(), gateway.setup());
                var status =
                        Meta.status(GraphWitness.wamid(1), "delivered")
                                .put(
                                        "biz_opaque_callback_data",
                                        taken.path("biz_opaque_callback_data").asText());
                assertThat(meta.posts(meta.statuses(status)).status()).isEqualTo(200);
                visitor.seesTick(1, "delivered");
                visitor.says("And this came after");
                Await.until(
                        "the next is relayed", () -> !graph.taken("And this came after").isEmpty());
                assertThat(graph.taken("Did you get this?")).hasSize(1);
            }
        }
    }

    @Test
    void whatMetaTookWithoutAnyWordIsSentAgainAfterTheWait() throws IOException {
        try (var graph = GraphWitness.at(0)) {
            int graphPort = graph.url().getPort();
            graph.keepsSilent();
            try (var gateway = GatewayChild.start(dataDir, settings(graphPort, "30s"));
                    var visitor = VisitorClient.arrives(gateway.port(), Optional.empty(), 0)) {
                visitor.says("Nobody ever told");
                Await.until("Meta took it", () -> !graph.taken("Nobody ever told").isEmpty());
                gateway.kill();
            }
            graph.speaks();
            long began = System.nanoTime();
            var wait = Duration.ofSeconds(1);
            try (var _ = GatewayChild.start(dataDir, settings(graphPort, "1s"))) {
                Await.until("it is sent again", () -> graph.taken("Nobody ever told").size() == 2);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(wait);
            }
        }
    }
}
