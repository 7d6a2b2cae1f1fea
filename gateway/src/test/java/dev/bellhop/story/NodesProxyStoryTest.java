package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Three gateways behind a real nginx, with the example from `config/`: whichever of them, or
/// Redis, dies, visitors go on by the same address, and nothing that was accepted is lost.
final class NodesProxyStoryTest extends NodesWorld {
    private static final int VISITORS = 6;

    private final int port = Witness.freePort();
    private final List<String> accepted = new ArrayList<>();
    private Front front = Front.at(port);

    private Map<String, String> behindProxy() {
        return Map.of(
                "BELLHOP_SERVER_PUBLIC_URL",
                TestProxy.url(port).toString(),
                "BELLHOP_SERVER_TRUSTED_PROXIES",
                "127.0.0.1",
                // This test asks more often than anybody may.
                "BELLHOP_LIMITS_API_BURST",
                "1000000");
    }

    /// A visitor as the widget is one: it comes back when the line breaks, and says again what was
    /// not accepted.
    private final class Guest {
        private final String name;
        private VisitorClient line;
        private int last;

        Guest(String name) {
            this.name = name;
            this.line = comes(Optional.empty());
        }

        private VisitorClient comes(Optional<String> token) {
            return keep(VisitorClient.arrives(Transport.SOCKET, front, token, last));
        }

        /// A reconnect is part of the bargain, which nginx may first send to whoever has just died.
        private void comesBack() {
            var token = Optional.of(line.token());
            line.close();
            line = Await.value("a line", () -> tries(token));
        }

        private Optional<VisitorClient> tries(Optional<String> token) {
            try {
                return Optional.of(comes(token));
            } catch (RuntimeException | AssertionError notYet) {
                return Optional.empty();
            }
        }

        void says(String what) {
            var text = name + " says " + what;
            last = line.says(text);
            accepted.add(text);
        }
    }

    @Test
    void visitorsGoOnByTheSameAddressWhicheverOfThemDies() {
        var one = start(folder(), behindProxy());
        var two = beside(one, behindProxy());
        var three = beside(one, behindProxy());
        for (var child : List.of(one, two, three)) {
            Await.until("it sees all", () -> status(child).path("nodes").size() == 3);
        }
        var proxy =
                keep(
                        TestProxy.start(
                                TestProxy.Kind.NGINX, port, port(one), port(two), port(three)));
        front = proxy.front();
        var guests = IntStream.range(0, VISITORS).mapToObj(i -> new Guest("Guest " + i)).toList();
        allSay(guests, "hello");

        // A send that Meta took and whose gateway died before it knew is sent again, by design.
        waitFor("all of it went out", () -> jobs().isEmpty());
        three.kill();
        guests.forEach(Guest::comesBack);
        allSay(guests, "that one has died");
        waitFor("it is seen", () -> status(one).path("nodes").size() == 2);

        redis.kill();
        allSay(guests, "Redis has died");
        for (var child : List.of(one, two)) {
            Await.until("it says so", () -> !status(child).at("/bus/up").asBoolean());
        }
        assertThat(front.http().get("/admin/sign-in").status()).isEqualTo(200);

        redis.startAgain();
        for (var child : List.of(one, two)) {
            waitFor("it heals by itself", () -> status(child).at("/bus/up").asBoolean());
        }
        allSay(guests, "Redis is back");

        assertThat(one.stop()).as("a rolling restart").isEqualTo(143);
        guests.forEach(Guest::comesBack);
        allSay(guests, "one is left");
        var again = start(one.dataDir(), behindProxy());
        Await.until("it is beside", () -> status(again).path("nodes").size() == 2);

        waitFor("nothing is left", () -> jobs().isEmpty());
        var sent = new HashMap<String, Integer>();
        witness.words().forEach(it -> sent.merge(it, 1, Integer::sum));
        assertThat(accepted).hasSize(VISITORS * 5);
        assertThat(accepted)
                .as("each went out, and once")
                .allSatisfy(it -> assertThat(sent).containsEntry(it, 1));
        assertThat(asks("SELECT text FROM message WHERE author = 'visitor'"))
                .containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(
                        asks(
                                """
                                SELECT code AS text FROM conversation
                                WHERE last_seq <> (SELECT COUNT(*) FROM message
                                                   WHERE conversation_id = conversation.id)
                                """))
                .as("with a gap")
                .isEmpty();
    }

    private static void allSay(List<Guest> guests, String what) {
        guests.forEach(it -> it.says(what));
    }
}
