package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.db.Await;
import dev.bellhop.gateway.Settings;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.ServerDraft;
import dev.bellhop.story.Transport;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// How much of a gateway one visitor, or one address, comes to have by being connected.
final class ConnectionsTest {
    private static final String PING = "{\"t\":\"ping\"}";

    @Test
    void whoHasNotSaidHelloIsHeardForAShortFrameOnly() {
        try (var house = House.open();
                var stranger = VisitorClient.connects(house)) {
            stranger.sendsText(ping(16 * 1024));
            stranger.hears("pong");
            stranger.sendsText(ping(16 * 1024 + 1));
            assertThat(stranger.closedWith()).isEqualTo(1009);
        }
    }

    /// Each would keep 120 kB: one sign in it is not Latin.
    @Test
    void aLongFrameLeavesNothingBehind() throws IOException {
        int many = 150;
        var plenty = new Limit.Rate(1_000, 1_000, Duration.ofSeconds(1));
        var sockets = new ArrayList<RawSocket>();
        try (var porch =
                new Porch(Map.of(Limit.VISITOR_SESSIONS, plenty, Limit.VISITOR_FRAMES, plenty))) {
            for (int i = 0; i < many; i++) {
                sockets.add(porch.visitor(Optional.empty()));
                assertThat(sockets.getLast().readsFrame().path("t").asText()).isEqualTo("welcome");
            }
            exchange(sockets, PING);
            long before = heldBytes();
            exchange(sockets, "{\"t\":\"ping\",\"a\":\"€" + "a".repeat(60_000) + "\"}");
            exchange(sockets, PING);
            assertThat(heldBytes() - before).isLessThan(many * 60_000L);
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    private static void exchange(List<RawSocket> sockets, String ping) throws IOException {
        for (var socket : sockets) {
            socket.sends(ping);
            assertThat(socket.readsFrame().path("t").asText()).isEqualTo("pong");
        }
    }

    private static long heldBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void ofVeryManyConnectionsOfOneVisitorTheOldestEnds(Transport transport) {
        var all = new ArrayList<VisitorClient>();
        try (var house = House.open()) {
            all.add(house.visitor(transport));
            for (int i = 0; i < 20; i++) {
                all.add(all.getFirst().returns(0));
            }
            assertThat(all.getFirst().hears("bye").path("reconnect_in").asInt())
                    .isGreaterThanOrEqualTo(60);
            assertThat(all.getFirst().closedWith()).isEqualTo(1001);
            for (var one : all.subList(1, all.size())) {
                one.sendsText(PING);
                one.hears("pong");
            }
            Await.until("twenty are left", () -> connected(house) == 20);
            all.get(1).says("Heard in all of them");
            all.getLast().hears("message");
        } finally {
            all.forEach(VisitorClient::close);
        }
    }

    private static int connected(House house) {
        return house.status().at("/sockets/visitors").asInt();
    }

    @Test
    void fromOneAddressOnlySoManyAreConnected() {
        try (var house = House.open(connections(2));
                var visitor = house.visitor();
                var other = visitor.returns(0)) {
            try (var oneTooMany = VisitorClient.connects(house)) {
                assertThat(oneTooMany.closedWith()).isEqualTo(1013);
            }
            assertThatThrownBy(() -> house.visitor(Transport.STREAM)).hasMessageContaining("503");
            other.sendsText(PING);
            other.hears("pong");
            visitor.vanishes();
            Await.until("there is a place again", () -> isLetIn(house));
        }
    }

    /// Each chat is a letter of its own to a phone, which gets one in some seconds.
    @Test
    void oneAddressBeginsOnlySoManyChats() throws IOException {
        var sockets = new ArrayList<RawSocket>();
        try (var house = behindProxy(Changes.limit(Limit.VISITOR_CHATS, 2))) {
            for (int i = 0; i < 3; i++) {
                sockets.add(arrives(house, "203.0.113.7"));
                assertThat(says(sockets.getLast(), "Visitor " + i))
                        .isEqualTo(i < 2 ? "accepted" : "rate_limited");
            }
            // Whoever has begun goes on, and so do others.
            assertThat(says(sockets.getFirst(), "One thing more")).isEqualTo("accepted");
            sockets.add(arrives(house, "203.0.113.8"));
            assertThat(says(sockets.getLast(), "I am elsewhere")).isEqualTo("accepted");
            for (int i = 0; i < 3; i++) {
                try (var here = house.visitor()) {
                    assertThat(here.says("On this machine")).isEqualTo(1);
                }
            }
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    /// Many a customer of a provider has 65,536 prefixes of 64 bits, and needs none of them twice.
    @Test
    void theNetworkAroundAnAddressIsCountedToo() throws IOException {
        var sockets = new ArrayList<RawSocket>();
        try (var house = behindProxy(Changes.limit(Limit.VISITOR_SESSIONS, 1))) {
            for (int i = 0; i < 10; i++) {
                sockets.add(arrives(house, "2001:db8:1:" + i + "::7"));
            }
            try (var another =
                    new RawSocket(
                            house.gateway().port(),
                            "juniper",
                            "X-Forwarded-For: 2001:db8:1:10::7")) {
                another.sends(Json.text(VisitorClient.hello(Optional.empty(), 0)));
                assertThat(another.readsFrame().path("code").asText()).isEqualTo("rate_limited");
            }
            sockets.add(arrives(house, "2001:db8:2:10::7"));
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    private static RawSocket arrives(House house, String from) throws IOException {
        var socket = new RawSocket(house.gateway().port(), "juniper", "X-Forwarded-For: " + from);
        socket.sends(Json.text(VisitorClient.hello(Optional.empty(), 0)));
        assertThat(socket.readsFrame().path("t").asText()).isEqualTo("welcome");
        return socket;
    }

    /// @return what is answered: `accepted`, or why not
    private static String says(RawSocket socket, String text) throws IOException {
        var cid = UUID.randomUUID().toString();
        socket.sends(Json.text(Json.object().put("t", "send").put("cid", cid).put("text", text)));
        while (true) {
            var frame = socket.readsFrame();
            var type = frame.path("t").asText();
            if (frame.path("cid").asText().equals(cid) && !type.equals("message")) {
                return type.equals("error") ? frame.path("code").asText() : type;
            }
        }
    }

    /// Before anybody watches it: its client was gone when the first byte was to be written.
    @Test
    void aStreamThatBreaksBeforeItBeginsLeavesItsPlace() throws IOException {
        try (var house = House.open(connections(2))) {
            for (int i = 0; i < 40; i++) {
                asksForAStreamAndIsGone(house);
            }
            Await.until("somebody is let in", () -> isLetIn(house));
        }
    }

    private static void asksForAStreamAndIsGone(House house) throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), house.gateway().port())) {
            client.setSoLinger(true, 0);
            client.getOutputStream()
                    .write(
                            """
                            GET /widget/v1/stream?site=juniper HTTP/1.1\r
                            Host: localhost\r
                            Origin: %s\r
                            \r
                            """
                                    .formatted(house.url("").toString())
                                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static boolean isLetIn(House house) {
        try (var next = new RawSocket(house.gateway().port())) {
            next.sends(PING);
            return next.readsFrame().path("t").asText().equals("pong");
        } catch (IOException sentAway) {
            return false;
        }
    }

    private static UnaryOperator<Settings> connections(int most) {
        return ServerDraft.change(draft -> draft.visitorConnections = most);
    }

    private static House behindProxy(UnaryOperator<Settings> change) {
        return House.open(s -> ServerDraft.behindProxy().apply(change.apply(s)));
    }

    private static String ping(int bytes) {
        var head = "{\"t\":\"ping\",\"a\":\"";
        return head + "a".repeat(bytes - head.length() - 2) + "\"}";
    }
}
