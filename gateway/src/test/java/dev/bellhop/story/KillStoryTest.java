package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Gateways that are killed between two moments, and the ones that follow on the same data. Graph
/// is a witness outside of them, so that "once" is counted by somebody who was not killed.
final class KillStoryTest {
    private static final Duration UNSURE_WAIT = Duration.ofSeconds(3);
    private Path home = Path.of("");

    @BeforeEach
    void findAHome() {
        home = Child.home();
    }

    /// A database is too large to be left lying about.
    @AfterEach
    void clear() throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whatWasAcceptedBeforeTheKillIsRelayedOnceAfterIt(Transport transport) throws IOException {
        String token;
        try (var nobody = Witness.nobody();
                var first = start(URI.create("http://127.0.0.1:" + nobody.getLocalPort()));
                var visitor = first.visitor(transport)) {
            token = visitor.token();
            visitor.says("Nobody to send to, one");
            visitor.says("Nobody to send to, two");
            first.kill();
            assertThat(first.database()).isPresent();
            try (var witness = new Witness();
                    var second = start(witness.url());
                    var back = second.visitor(token, 0)) {
                back.hears("message", f -> f.path("seq").asInt() == 2);
                back.says("And now three");
                Await.until("the third is sent", () -> witness.words().contains("And now three"));
                assertThat(witness.words())
                        .containsExactly(
                                "Nobody to send to, one",
                                "Nobody to send to, two",
                                "And now three");
                assertThat(second.stop()).isEqualTo(143);
                assertThat(second.database()).isEmpty();
            }
        }
    }

    @Test
    void whatNeverReachedMetaIsSentAgainAfterTheWait() {
        try (var witness = new Witness();
                var first = start(witness.url());
                var visitor = first.visitor()) {
            witness.plays(Witness.Play.SWALLOW);
            visitor.says("Swallowed");
            visitor.says("Behind it");
            Await.until("the call is under way", () -> witness.calls() == 1);
            first.kill();
            witness.plays(Witness.Play.ANSWER);
            try (var second = start(witness.url())) {
                Await.until("both are sent", () -> witness.words().size() >= 2);
                try (var back = second.visitor(visitor.token(), 2)) {
                    back.says("The last");
                    Await.until("the last is sent", () -> witness.words().contains("The last"));
                }
                assertThat(witness.words()).containsExactly("Swallowed", "Behind it", "The last");
            }
        }
    }

    @Test
    void whatMetaTookWithoutAnAnswerIsNotSentAgainWhenItsStatusTells() {
        try (var witness = new Witness();
                var first = start(witness.url());
                var visitor = first.visitor()) {
            witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
            visitor.says("Accepted, not answered");
            visitor.says("Behind it");
            Await.until("Meta has accepted it", () -> witness.sent().size() == 1);
            first.kill();
            witness.plays(Witness.Play.ANSWER);
            // However long its status takes to come.
            try (var second = start(witness.url(), Map.of("BELLHOP_RETRY_UNSURE_WAIT", "1h"));
                    var back = second.visitor(visitor.token(), 0)) {
                var accepted = witness.sent().getFirst();
                var meta = second.meta();
                for (String status : List.of("sent", "delivered")) {
                    var update =
                            Meta.status(accepted.wamid(), status)
                                    .put("biz_opaque_callback_data", accepted.callback());
                    assertThat(meta.posts(meta.statuses(update)).status()).isEqualTo(200);
                }
                back.seesTick(1, "delivered");
                Await.until("the next is sent", () -> witness.words().contains("Behind it"));
                assertThat(witness.words()).containsExactly("Accepted, not answered", "Behind it");
                var reply = Meta.words(owner(second), "I quote it", Optional.of(accepted.wamid()));
                assertThat(meta.posts(meta.messages(reply)).status()).isEqualTo(200);
                back.sees("I quote it");
            }
        }
    }

    /// The status had its 200 and was not taken apart. It is the first thing that the next gateway
    /// reads, and must find the send in doubt: else the lane would stand for an hour here.
    @Test
    void aStatusThatWasLeftInTheTableSettlesWhatTheDeadGatewayWasSending() {
        var address = TestDatabase.fresh();
        var settings = unsureFor("1h", address);
        try (var witness = new Witness();
                var first = start(witness.url(), settings);
                var visitor = first.visitor()) {
            witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
            visitor.says("Accepted, not answered");
            Await.until("Meta has accepted it", () -> witness.sent().size() == 1);
            var accepted = witness.sent().getFirst();
            var body = delivered(first, accepted);
            first.kill();
            leave(address, body);
            witness.plays(Witness.Play.ANSWER);
            try (var second = start(witness.url(), settings);
                    var back = second.visitor(visitor.token(), 0)) {
                back.says("Behind it");
                Await.until("the next is sent", () -> witness.words().contains("Behind it"));
                assertThat(witness.words()).containsExactly("Accepted, not answered", "Behind it");
            }
        }
    }

    /// It had its 200 from a gateway that has so much to read that the wait is over before its turn
    /// comes.
    @Test
    void whatIsStillToBeReadIsReadBeforeAnythingIsSentAgain() {
        var address = TestDatabase.fresh();
        var settings = unsureFor("1s", address);
        try (var witness = new Witness();
                var first = start(witness.url(), settings);
                var visitor = first.visitor()) {
            witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
            visitor.says("Accepted, not answered");
            visitor.says("Behind it");
            Await.until("Meta has accepted it", () -> witness.sent().size() == 1);
            var accepted = witness.sent().getFirst();
            var body = delivered(first, accepted);
            first.kill();
            try (var database = Database.open(address)) {
                leave(database, body);
                database.write(tx -> {
                    tx.change("UPDATE webhook_delivery SET node = 'busy'");
                    tx.change(
                            """
                            INSERT INTO gateway_node (id, name, version, started_at, seen_at)
                            VALUES ('busy', 'busy', '', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                            """);
                });
                witness.plays(Witness.Play.ANSWER);
                try (var second = start(witness.url(), settings);
                        var back = second.visitor(visitor.token(), 0)) {
                    Await.until("it waits", () -> isPutOff(database));
                    assertThat(witness.sent()).hasSize(1);
                    assertThat(tries(database)).isEqualTo(1);
                    database.write(tx -> tx.change("DELETE FROM gateway_node WHERE id = 'busy'"));
                    back.seesTick(1, "delivered");
                    Await.until("the next is sent", () -> witness.sent().size() > 1);
                    assertThat(witness.words())
                            .containsExactly("Accepted, not answered", "Behind it");
                }
            }
        }
    }

    /// @param wait how long news of a send without an answer may take
    private static Map<String, String> unsureFor(String wait, Database.Address address) {
        return Map.of(
                "BELLHOP_DATABASE_URL", address.url(),
                "BELLHOP_DATABASE_USER", address.user(),
                "BELLHOP_DATABASE_PASSWORD", address.password(),
                "BELLHOP_RETRY_UNSURE_WAIT", wait);
    }

    /// The notification that tells that it was delivered.
    private static byte[] delivered(Child gateway, Witness.Sent accepted) {
        var status =
                Meta.status(accepted.wamid(), "delivered")
                        .put("biz_opaque_callback_data", accepted.callback());
        return Json.bytes(gateway.meta().statuses(status));
    }

    /// The busy one is there as long as this is asked.
    private static boolean isPutOff(Database database) {
        database.write(tx ->
                tx.change("UPDATE gateway_node SET seen_at = UTC_TIMESTAMP(3) WHERE id = 'busy'"));
        return database.read(tx ->
                tx.one(
                                """
                                SELECT id FROM outbox
                                WHERE state = 'unsure' AND next_at > doubt_until
                                """,
                                row -> row.number("id"))
                        .isPresent());
    }

    private static int tries(Database database) {
        return database.<Integer>read(tx ->
                tx.one(
                                "SELECT attempts FROM outbox WHERE state = 'unsure'",
                                row -> row.integer("attempts"))
                        .orElseThrow());
    }

    /// Leaves a notification as a gateway does that is killed just after its 200.
    private static void leave(Database.Address address, byte[] body) {
        try (var database = Database.open(address)) {
            leave(database, body);
        }
    }

    private static void leave(Database database, byte[] body) {
        database.write(tx ->
                tx.change(
                        """
                        INSERT INTO webhook_delivery
                          (channel_id, received_at, size, body, verdict, state, attempts)
                        SELECT id, UTC_TIMESTAMP(3), ?, ?, 'accepted', 'waiting', 0 FROM channel
                        """,
                        body.length,
                        body));
    }

    /// At least once where nothing can be known, and not before its status had the time to come.
    @Test
    void whatMetaTookWithoutAnyWordIsSentAgainAfterTheWait() {
        try (var witness = new Witness();
                var first = start(witness.url());
                var visitor = first.visitor()) {
            witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
            visitor.says("Nobody ever told");
            Await.until("Meta has accepted it", () -> witness.sent().size() == 1);
            first.kill();
            witness.plays(Witness.Play.ANSWER);
            long began = System.nanoTime();
            try (var _ = start(witness.url())) {
                Await.until("it is sent again", () -> witness.sent().size() == 2);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(UNSURE_WAIT);
            }
            assertThat(witness.words()).containsExactly("Nobody ever told", "Nobody ever told");
        }
    }

    @Test
    void whatWasAcknowledgedJustBeforeTheKillIsTakenOnceAfterIt() {
        int count = 20;
        try (var witness = new Witness();
                var first = start(witness.url());
                var visitor = first.visitor()) {
            visitor.says("Answer me often");
            Await.until("it is relayed", () -> witness.sent().size() == 1);
            var meta = first.meta();
            var owner = owner(first);
            var wamid = Optional.of(witness.sent().getFirst().wamid());
            for (int i = 1; i <= count; i++) {
                var reply = meta.messages(Meta.words(owner, "Answer " + i, wamid));
                assertThat(meta.posts(reply).status()).isEqualTo(200);
            }
            first.kill();
            try (var second = start(witness.url());
                    var back = second.visitor(visitor.token(), 1)) {
                back.sees("Answer " + count);
                assertThat(
                                back.frames().stream()
                                        .filter(KillStoryTest::isMessage)
                                        .map(KillStoryTest::text))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, count)
                                        .mapToObj(i -> "Answer " + i)
                                        .toList());
            }
        }
    }

    /// An endpoint that is down, a gateway that is killed while it posts: each event comes all the
    /// same, in the order of its conversation, under one id.
    @Test
    void eventsOfWhatWasAcceptedOutliveTheKill() {
        try (var witness = new Witness();
                var receiver = new Receiver();
                var first = start(witness.url());
                var visitor = first.visitor()) {
            receiver.answers(0); // it is under way, and nobody answers
            var json = Json.object().put("name", "CRM").put("url", receiver.url());
            json.putArray("kinds").add("message.created");
            var token = cliToken(first);
            assertThat(new Program(first.http(), token).posts("/events", Json.text(json)).status())
                    .isEqualTo(201);
            int count = 20;
            for (int i = 1; i <= count; i++) {
                visitor.says("Word " + i);
            }
            Await.until("the first is under way", () -> receiver.calls() > 0);
            first.kill();
            receiver.answers(204);
            try (var second = start(witness.url())) {
                assertThat(second.port()).isPositive();
                Await.until("all are told", () -> receiver.taken().size() >= count);
                assertThat(
                                receiver.taken().stream()
                                        .map(it -> it.data().at("/message/text").asText())
                                        .distinct())
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, count)
                                        .mapToObj(i -> "Word " + i)
                                        .toList());
            }
        }
    }

    /// The command line's own token, which a start leaves for whoever is on the machine.
    private static String cliToken(Child child) {
        try {
            return Json.read(Files.readAllBytes(child.dataDir().resolve("cli.json")))
                    .path("token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Child start(URI graph) {
        return start(graph, Map.of());
    }

    /// @param more settings that come on top of this story's, or take their place
    private Child start(URI graph, Map<String, String> more) {
        var settings = new HashMap<String, String>();
        settings.put("BELLHOP_WHATSAPP_GRAPH_URL", graph.toString());
        settings.put("BELLHOP_RETRY_UNSURE_WAIT", UNSURE_WAIT.toSeconds() + "s");
        settings.put("BELLHOP_RETRY_SWEEP", "500ms");
        settings.put("BELLHOP_RETRY_FIRST", "200ms");
        settings.put("BELLHOP_RETRY_CEILING", "1s");
        settings.putAll(more);
        return Child.start(home, settings);
    }

    private static String owner(Child child) {
        return child.http().get("/sandbox/control/setup").json().path("phones").path(0).asText();
    }

    private static boolean isMessage(JsonNode frame) {
        return frame.path("t").asText().equals("message");
    }

    private static String text(JsonNode frame) {
        return frame.path("text").asText();
    }
}
