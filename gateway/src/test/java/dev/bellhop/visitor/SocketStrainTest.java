package dev.bellhop.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.story.Cable;
import dev.bellhop.story.Changes;
import dev.bellhop.story.House;
import dev.bellhop.story.Meta;
import dev.bellhop.story.Transport;
import dev.bellhop.story.VisitorClient;
import dev.bellhop.web.Json;
import dev.bellhop.web.Limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// A visitor's connection when something is too fast, too slow, away or going.
final class SocketStrainTest {

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoSendsTooManyMessagesIsToldWhenToGoOn(Transport transport) {
        try (var house = House.open(Changes.limit(Limit.VISITOR_MESSAGES, 2));
                var visitor = house.visitor(transport)) {
            visitor.says("One");
            visitor.says("Two");
            var cid = visitor.sends("Three");
            var refusal = visitor.refused("rate_limited");
            assertThat(refusal.path("cid").asText()).isEqualTo(cid);
            assertThat(refusal.path("retry_after").asInt()).isPositive();
            try (var other = house.visitor(transport)) {
                assertThat(other.says("I was not too fast")).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whoSendsTooManyFramesIsToldWhichMessageWasNotTaken(Transport transport) {
        try (var house = House.open(Changes.limit(Limit.VISITOR_FRAMES, 3));
                var visitor = house.visitor(transport)) {
            for (int i = 0; i < 3; i++) {
                visitor.sendsText("{\"t\":\"ping\"}");
            }
            var cid = visitor.sends("One too many");
            var refusal = visitor.refused("rate_limited");
            assertThat(refusal.path("cid").asText()).isEqualTo(cid);
            assertThat(refusal.path("retry_after").asInt()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aFrameTooManyIsRefusedForThatWhateverItSays(Transport transport) {
        try (var house = House.open(Changes.limit(Limit.VISITOR_FRAMES, 1));
                var visitor = VisitorClient.connects(house, transport)) {
            visitor.sendsText("{\"t\":\"ping\"}");
            visitor.hears("pong");
            visitor.sendsText("{ this is nothing");
            visitor.refused("rate_limited");
            assertThat(visitor.frames())
                    .noneMatch(f -> f.path("code").asText().equals("bad_frame"));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void tooManyNewcomersFromOneAddressAreHeldOffAndKnownVisitorsAreNot(Transport transport) {
        try (var house = House.open(Changes.limit(Limit.VISITOR_SESSIONS, 1));
                var visitor = house.visitor(transport);
                var second = VisitorClient.connects(house, transport)) {
            second.sendsFrame(VisitorClient.hello(Optional.empty(), 0));
            assertThat(second.refused("rate_limited").path("retry_after").asInt()).isPositive();
            try (var back = visitor.returns(0)) {
                assertThat(back.token()).isEqualTo(visitor.token());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aBlockedVisitorIsRefusedHereAndAtTheNextHello(Transport transport) {
        try (var house = House.open();
                var visitor = house.visitor(transport)) {
            visitor.says("Something that gets me blocked");
            try (var database = Database.open(house.settings().database().orElseThrow())) {
                database.write(tx -> tx.change("UPDATE visitor SET blocked_at = NOW(3)"));
            }
            var cid = visitor.sends("And again");
            assertThat(visitor.refused("blocked").path("cid").asText()).isEqualTo(cid);
            try (var back = VisitorClient.connects(house, transport)) {
                back.sendsFrame(VisitorClient.hello(Optional.of(visitor.token()), 0));
                back.refused("blocked");
                back.sends("Through the back door");
                back.refused("not_welcome");
                assertThat(back.frames()).noneMatch(f -> f.path("t").asText().equals("welcome"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whileTheDatabaseIsAwayAMessageIsRefusedAndLaterTakenOnce(Transport transport) {
        try (var cable = new Cable();
                var house = House.open(Changes.cabled(cable));
                var visitor = house.visitor(transport)) {
            visitor.says("Before");
            cable.cut();
            var cid = visitor.sends("During");
            assertThat(visitor.refused("unavailable").path("cid").asText()).isEqualTo(cid);
            cable.mend();
            Await.until(
                    "the message is taken",
                    () -> {
                        visitor.sends(cid, "During");
                        return visitor.frames().stream()
                                .anyMatch(f ->
                                        f.path("t").asText().equals("accepted")
                                                && f.path("cid").asText().equals(cid));
                    });
            assertThat(visitor.accepted(cid)).isEqualTo(2);
            house.phone().sees("During");
            assertThat(house.phone().received())
                    .filteredOn(m -> m.path("text").asText().contains("During"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aHelloWhileTheDatabaseIsAwayMayBeRepeatedLater(Transport transport) {
        try (var cable = new Cable();
                var house = House.open(Changes.cabled(cable));
                var visitor = VisitorClient.connects(house, transport)) {
            cable.cut();
            visitor.sendsFrame(VisitorClient.hello(Optional.empty(), 0));
            visitor.refused("unavailable");
            cable.mend();
            Await.until(
                    "the hello is answered",
                    () -> {
                        visitor.sendsFrame(VisitorClient.hello(Optional.empty(), 0));
                        return visitor.frames().stream()
                                .anyMatch(f -> f.path("t").asText().equals("welcome"));
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aGatewayThatGoesSaysSoAndAVisitorResumesWhereTheyWere(Transport transport) {
        try (var house = House.open();
                var visitor = house.visitor(transport)) {
            visitor.says("Before the restart");
            house.phone().replies(house.phone().sees("Before the restart"), "An answer");
            int seq = visitor.sees("An answer").path("seq").asInt();
            house.restart();
            assertThat(visitor.hears("bye").path("reconnect_in").asInt()).isBetween(1, 10);
            assertThat(visitor.closedWith()).isEqualTo(1001);
            try (var back = visitor.returns(1)) {
                assertThat(back.sees("An answer").path("seq").asInt()).isEqualTo(seq);
                assertThat(back.says("After the restart")).isEqualTo(seq + 1);
                assertThat(back.token()).isEqualTo(visitor.token());
            }
        }
    }

    /// More than the operating system holds between two ends, so that the gateway's own queue
    /// fills.
    @Test
    void aReaderWhoIsTooSlowIsCutOffAndResumesWithoutLoss() throws Exception {
        int large = 120;
        int small = 300;
        try (var house = House.open(Changes.unlimited());
                var visitor = house.visitor();
                var slow = new RawSocket(house.gateway().port())) {
            visitor.says("Tell me everything");
            var wamid = house.phone().sees("Tell me everything").path("wamid").asText();
            slow.sends(Json.text(VisitorClient.hello(Optional.of(visitor.token()), 0)));
            Await.until(
                    "the slow reader is welcome",
                    () -> house.status().at("/sockets/visitors").asInt() == 2);
            for (int i = 0; i < 8; i++) {
                answers(house, wamid, large / 8, "😀".repeat(15_000));
            }
            answers(house, wamid, small, "small");
            int last = 1 + large + small;
            Await.until("all is stored", () -> lastSeq(house) == last);

            var seqs = new ArrayList<Integer>();
            int code = slow.readsUntilClosed(frame -> addSeq(frame, seqs));
            assertThat(code).isEqualTo(1013);
            assertThat(seqs.size()).isLessThan(last);
            try (var back = visitor.returns(seqs.getLast())) {
                back.hears("message", f -> f.path("seq").asInt() == last);
                back.frames().forEach(frame -> addSeq(frame, seqs));
            }
            assertThat(seqs)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, last).boxed().toList());
        }
    }

    private static void addSeq(JsonNode frame, List<Integer> seqs) {
        if (frame.path("t").asText().equals("message")) {
            seqs.add(frame.path("seq").asInt());
        }
    }

    private static void answers(House house, String wamid, int count, String text) {
        var owner = house.setup().path("phones").path(0).asText();
        var messages = Json.object().arrayNode();
        for (int i = 0; i < count; i++) {
            messages.add(Meta.words(owner, text + UUID.randomUUID(), Optional.of(wamid)));
        }
        var meta = house.meta();
        assertThat(meta.posts(meta.notification(messages, Meta.list())).status()).isEqualTo(200);
    }

    private static int lastSeq(House house) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            return database.read(tx ->
                            tx.one(
                                    "SELECT last_seq FROM conversation",
                                    row -> row.integer("last_seq")))
                    .orElseThrow();
        }
    }
}
