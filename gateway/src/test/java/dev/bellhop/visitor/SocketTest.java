package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Database;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.PhoneClient;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// The visitor's socket, frame by frame.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SocketTest {
    private static final int FRAME_BYTES_MAX = 64 * 1024;

    private House house;
    private PhoneClient phone;

    @BeforeAll
    void open() {
        house = House.open(Changes.unlimited());
        phone = house.phone();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "5",
                "null",
                "{}",
                "{\"t\":5}",
                "{\"t\":\"send\",\"text\":\"Hi\"}",
                "{\"t\":\"send\",\"cid\":\"7\",\"text\":\"Hi\"}",
                "{\"t\":\"send\",\"cid\":\"00000000-0000-0000-0000-00000000000g\",\"text\":\"Hi\"}",
                "{\"t\":\"got\"}",
                "{\"t\":\"got\",\"seq\":-1}",
                "{\"t\":\"seen\",\"seq\":\"1\"}",
                "{\"t\":\"seen\",\"seq\":1.5}",
                "{\"t\":\"seen\",\"seq\":99999999999}",
                "{\"t\":\"rate\",\"score\":0}",
                "{\"t\":\"rate\",\"score\":6}",
                "{\"t\":\"rate\",\"score\":5}",
                "{\"t\":\"hello\",\"after\":-1}"
            })
    void aFrameThatCannotBeReadIsRefusedAndTheConnectionGoesOn(String frame) {
        try (var visitor = house.visitor()) {
            visitor.sendsText(frame);
            assertThat(visitor.refused("bad_frame").path("message").asText()).isNotEmpty();
            visitor.sendsText("{\"t\":\"ping\"}");
            visitor.hears("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"text\":5", "\"text\":null", "\"text\":\"a\",\"reply_to\":0", "\"a\":1"})
    void aMessageThatCannotBeReadIsRefusedByItsCid(String rest) {
        try (var visitor = house.visitor()) {
            var cid = UUID.randomUUID().toString();
            visitor.sendsText("{\"t\":\"send\",\"cid\":\"" + cid + "\"," + rest + "}");
            assertThat(visitor.refused("bad_frame").path("cid").asText()).isEqualTo(cid);
        }
    }

    @Test
    void anUnknownTypeIsNamed() {
        try (var visitor = house.visitor()) {
            visitor.sendsText("{\"t\":\"dance\"}");
            assertThat(visitor.refused("unknown_type").path("message").asText()).contains("dance");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":\"send\",\"cid\":\"0b9f3c1e-6d5a-4f0e-9b1c-2f6f1f0f7a11\",\"text\":\"Hi\"}",
                "{\"t\":\"typing\",\"on\":true}",
                "{\"t\":\"got\",\"seq\":1}",
                "{\"t\":\"seen\",\"seq\":1}",
                "{\"t\":\"profile\",\"name\":\"Elena\"}",
                "{\"t\":\"rate\",\"score\":5}"
            })
    void whoHasNotSaidHelloIsNotWelcome(String frame) {
        try (var stranger = VisitorClient.connects(house)) {
            stranger.sendsText(frame);
            stranger.refused("not_welcome");
            assertThat(stranger.frames()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\\n\\t", "\\u0000\\u0007"})
    void nothingIsNotSent(String text) {
        try (var visitor = house.visitor()) {
            var cid = UUID.randomUUID().toString();
            visitor.sendsText("{\"t\":\"send\",\"cid\":\"" + cid + "\",\"text\":\"" + text + "\"}");
            assertThat(visitor.refused("empty").path("cid").asText()).isEqualTo(cid);
        }
    }

    @Test
    void aMessageMayHave4096CharactersOfAnyKindAndNoMore() {
        try (var visitor = house.visitor()) {
            assertThat(visitor.says("😀".repeat(4_096))).isEqualTo(1);
            var cid = visitor.sends("a".repeat(4_097));
            assertThat(visitor.refused("too_long").path("cid").asText()).isEqualTo(cid);
            assertThat(visitor.says("b".repeat(4_096))).isEqualTo(2);
        }
    }

    @Test
    void controlCharactersAreTakenAway() {
        try (var visitor = house.visitor();
                var tab = visitor.returns(0)) {
            visitor.says("\0One\u0007\r\n\tand two\u0085\u001b[31m ");
            assertThat(tab.hears("message").path("text").asText()).isEqualTo("One\n\tand two[31m");
            phone.sees("One\n\tand two[31m");
        }
    }

    @Test
    void unknownMembersAreIgnored() {
        try (var visitor = house.visitor()) {
            var cid = UUID.randomUUID().toString();
            visitor.sendsText(
                    "{\"t\":\"send\",\"cid\":\""
                            + cid
                            + "\",\"text\":\"Hi\",\"mood\":{\"a\":[1]},\"t2\":null}");
            assertThat(visitor.accepted(cid)).isEqualTo(1);
        }
    }

    @Test
    void aRepeatedCidOnTheSameConnectionGetsTheSameAnswerAgain() {
        try (var visitor = house.visitor()) {
            var cid = visitor.sends("Did you get this?");
            int seq = visitor.accepted(cid);
            visitor.sends(cid, "Did you get this?");
            visitor.sendsText("{\"t\":\"ping\"}");
            visitor.hears("pong");
            var answers = frames(visitor, "accepted");
            assertThat(answers).hasSize(2);
            assertThat(answers.get(1)).isEqualTo(answers.get(0));
            assertThat(answers.get(1).path("seq").asInt()).isEqualTo(seq);
            assertThat(visitor.says("The next")).isEqualTo(seq + 1);
        }
    }

    @Test
    void aFrameMayHave64KiBAndNoMore() {
        try (var visitor = house.visitor()) {
            visitor.sendsText(ping(FRAME_BYTES_MAX));
            visitor.hears("pong");
            visitor.sendsText(ping(FRAME_BYTES_MAX + 1));
            assertThat(visitor.closedWith()).isEqualTo(1009);
        }
    }

    @Test
    void partsOfAFrameAreCountedTogetherAndInBytes() {
        try (var visitor = house.visitor();
                var other = house.visitor()) {
            visitor.sendsParts(ping(60_000), " ".repeat(FRAME_BYTES_MAX - 60_000));
            visitor.hears("pong");
            visitor.sendsParts(ping(60_000), " ".repeat(FRAME_BYTES_MAX - 60_000 + 1));
            assertThat(visitor.closedWith()).isEqualTo(1009);
            var third = "€".repeat(10_000); // 30,000 bytes
            // The last part is the one too many: nothing is written to a socket that has been
            // closed.
            other.sendsParts("{\"t\":\"ping\",\"a\":\"", third, third, third);
            assertThat(other.closedWith()).isEqualTo(1009);
        }
    }

    @Test
    void aFrameHasAnEndEvenIfItsPartsAreEmpty() {
        try (var visitor = house.visitor()) {
            var nothing = new String[FRAME_BYTES_MAX / 64 + 1];
            java.util.Arrays.fill(nothing, "");
            visitor.sendsParts(nothing);
            assertThat(visitor.closedWith()).isEqualTo(1009);
        }
    }

    private static String ping(int bytes) {
        var head = "{\"t\":\"ping\",\"a\":\"";
        return head + "a".repeat(bytes - head.length() - 2) + "\"}";
    }

    @Test
    void partsOfAFrameAreJoined() {
        try (var visitor = house.visitor()) {
            var cid = UUID.randomUUID().toString();
            visitor.sendsParts(
                    "{\"t\":\"send\",", "\"cid\":\"" + cid, "", "\",\"text\":\"In ", "four\"", "}");
            assertThat(visitor.accepted(cid)).isEqualTo(1);
            phone.sees("In four");
        }
    }

    @Test
    void bytesAreRefused() {
        try (var visitor = house.visitor()) {
            visitor.sendsBytes("{\"t\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(visitor.closedWith()).isEqualTo(1003);
            assertThat(frames(visitor, "pong")).isEmpty();
        }
    }

    @Test
    void pingsAreAnsweredOnBothLevelsEvenBeforeHello() {
        try (var stranger = VisitorClient.connects(house)) {
            stranger.pings("how are you");
            stranger.sendsText("{\"t\":\"ping\"}");
            stranger.hears("pong");
        }
    }

    @Test
    void theSubprotocolIsTheOneThatWasOffered() {
        try (var visitor = house.visitor()) {
            assertThat(visitor.subprotocol()).isEqualTo("bellhop.v1");
        }
        assertThat(upgrade("juniper", ownOrigin(), "other.v1, bellhop.v1").getSubprotocol())
                .isEqualTo("bellhop.v1");
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        assertThat(refusedUpgrade("juniper", "https://evil.example")).isEqualTo(403);
        assertThat(refusedUpgrade("juniper", "null")).isEqualTo(403);
        assertThat(refusedUpgrade("juniper", "https://localhost:" + house.gateway().port()))
                .isEqualTo(403);
        assertThat(refusedUpgrade("juniper", ownOrigin() + ".evil.example")).isEqualTo(403);
    }

    @Test
    void anUnknownSiteIsNotFound() {
        assertThat(refusedUpgrade("nowhere", ownOrigin())).isEqualTo(404);
        assertThat(refusedUpgrade("", ownOrigin())).isEqualTo(404);
        assertThat(house.http().get("/widget/v1/socket").status()).isEqualTo(404);
    }

    @Test
    void aPlainRequestIsToldToUpgrade() {
        assertThat(house.http().get("/widget/v1/socket?site=juniper").status()).isEqualTo(400);
    }

    private String ownOrigin() {
        return "http://localhost:" + house.gateway().port();
    }

    private int refusedUpgrade(String site, String origin) {
        try {
            upgrade(site, origin, "bellhop.v1").abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refusal) {
                return refusal.getResponse().statusCode();
            }
            throw e;
        }
    }

    private WebSocket upgrade(String site, String origin, String protocols) {
        var offered = protocols.split(", ", -1);
        var others = java.util.Arrays.copyOfRange(offered, 1, offered.length);
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols(offered[0], others)
                .header("Origin", origin)
                .buildAsync(
                        URI.create(
                                "ws://127.0.0.1:"
                                        + house.gateway().port()
                                        + "/widget/v1/socket?site="
                                        + site),
                        new WebSocket.Listener() {})
                .join();
    }

    @Test
    void aSecondHelloResumesOnTheSameConnection() {
        try (var visitor = house.visitor()) {
            visitor.says("One");
            visitor.says("Two");
            var again = VisitorClient.hello(java.util.Optional.of(visitor.token()), 1);
            visitor.sendsFrame(again);
            var two = visitor.hears("message");
            assertThat(two.path("text").asText()).isEqualTo("Two");
            assertThat(frames(visitor, "welcome")).hasSize(2);
            assertThat(frames(visitor, "welcome").get(1).path("token").asText())
                    .isEqualTo(visitor.token());
            phone.replies(phone.sees("Two"), "Once");
            visitor.sees("Once");
            visitor.sendsText("{\"t\":\"ping\"}");
            visitor.hears("pong");
            assertThat(frames(visitor, "message")).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-token", "ünknown"})
    void anUnknownTokenBeginsAnew(String token) {
        try (var visitor = VisitorClient.connects(house)) {
            visitor.sendsFrame(VisitorClient.hello(java.util.Optional.of(token), 7));
            var welcome = visitor.hears("welcome");
            assertThat(welcome.path("token").asText()).isNotEqualTo(token).hasSizeGreaterThan(20);
            assertThat(welcome.path("conversation").isNull()).isTrue();
            assertThat(welcome.path("heartbeat").asInt()).isPositive();
            assertThat(visitor.says("From the beginning")).isEqualTo(1);
        }
    }

    @Test
    void whoClaimsToHoldMoreThanThereIsMissesNothing() {
        try (var visitor = house.visitor()) {
            visitor.says("The only one so far");
            try (var back = visitor.returns(1_000)) {
                phone.replies(phone.sees("The only one so far"), "The second");
                assertThat(back.sees("The second").path("seq").asInt()).isEqualTo(2);
            }
        }
    }

    @Test
    void whatTheVisitorSaysOfThemselvesAndOfThePageIsOnThePhone() {
        try (var visitor = house.visitor()) {
            visitor.sendsText(
                    "{\"t\":\"profile\",\"name\":\" Elena\\nMarchetti"
                            + " \",\"email\":\"elena@example.com\",\"phone\":\"+447700900119\"}");
            visitor.says("Who am I?");
            assertThat(phone.sees("Who am I?").path("text").asText())
                    .startsWith("*Elena Marchetti* #" + visitor.code() + "\n_on Fjord pendant_\n");
            visitor.sendsText("{\"t\":\"profile\",\"name\":\"\\u0000\"}");
            visitor.says("Still me?");
            assertThat(phone.sees("Still me?").path("text").asText())
                    .startsWith("*Elena Marchetti* #");
            assertThat(
                            stored(
                                    "SELECT CONCAT(email, ' ', phone) AS text FROM visitor WHERE"
                                            + " name LIKE 'Elena%'"))
                    .containsExactly("elena@example.com +447700900119");
        }
    }

    @Test
    void aRatingIsKeptAndALaterOneReplacesIt() {
        try (var visitor = house.visitor()) {
            visitor.says("I will rate you");
            visitor.sendsText("{\"t\":\"rate\",\"score\":2}");
            visitor.sendsText("{\"t\":\"rate\",\"score\":4,\"comment\":\"Quick and kind.\"}");
            visitor.sendsText("{\"t\":\"ping\"}");
            visitor.hears("pong");
            assertThat(
                            stored(
                                    "SELECT CONCAT(rating, ' ', rating_comment) AS text FROM"
                                            + " conversation WHERE code = '"
                                            + visitor.code()
                                            + "'"))
                    .containsExactly("4 Quick and kind.");
        }
    }

    private List<String> stored(String sql) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            return database.read(tx -> tx.query(sql, row -> row.text("text")));
        }
    }

    @Test
    void whoQuotesAMessageQuotesItOnThePhoneToo() {
        try (var visitor = house.visitor();
                var tab = visitor.returns(0)) {
            visitor.says("The first of all");
            var first = phone.sees("The first of all");
            var cid = UUID.randomUUID().toString();
            visitor.sendsFrame(
                    Json.object()
                            .put("t", "send")
                            .put("cid", cid)
                            .put("text", "About that")
                            .put("reply_to", 1));
            visitor.accepted(cid);
            var quoting = phone.sees("About that");
            assertThat(quoting.toString()).contains(first.path("wamid").asText());
            assertThat(
                            tab.hears("message", f -> f.path("seq").asInt() == 2)
                                    .path("reply_to")
                                    .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void eightTabsAtOnceMakeOneThreadWithoutAHole() throws Exception {
        int each = 6;
        var tabs = new ArrayList<VisitorClient>();
        tabs.add(house.visitor());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i < 8; i++) {
                tabs.add(tabs.getFirst().returns(0));
            }
            var seqs = new ArrayList<java.util.concurrent.Future<List<Integer>>>();
            for (var tab : tabs) {
                int number = tabs.indexOf(tab);
                seqs.add(
                        threads.submit(() ->
                                IntStream.range(0, each)
                                        .map(i -> tab.says("Tab " + number + " says " + i))
                                        .boxed()
                                        .toList()));
            }
            var all = new ArrayList<Integer>();
            for (var seq : seqs) {
                all.addAll(seq.get());
            }
            var whole = IntStream.rangeClosed(1, 8 * each).boxed().toList();
            assertThat(all).containsExactlyInAnyOrderElementsOf(whole);
            for (var tab : tabs) {
                dev.bellhop.db.Await.until(
                        "a tab has the whole thread", () -> thread(tab).size() == 8 * each);
                assertThat(thread(tab).keySet()).containsExactlyElementsOf(whole);
                assertThat(inOrder(tab)).isSorted();
            }
        } finally {
            tabs.forEach(VisitorClient::close);
        }
    }

    /// The thread as a widget puts it together: its own words by `accepted`, the rest by `message`.
    private static Map<Integer, String> thread(VisitorClient tab) {
        var thread = new TreeMap<Integer, String>();
        for (JsonNode frame : tab.frames()) {
            var type = frame.path("t").asText();
            if (type.equals("accepted") || type.equals("message")) {
                thread.put(frame.path("seq").asInt(), frame.path("cid").asText());
            }
        }
        return thread;
    }

    private static List<Integer> inOrder(VisitorClient tab) {
        return frames(tab, "message").stream().map(f -> f.path("seq").asInt()).toList();
    }

    private static List<JsonNode> frames(VisitorClient visitor, String type) {
        return visitor.frames().stream().filter(f -> f.path("t").asText().equals(type)).toList();
    }
}
