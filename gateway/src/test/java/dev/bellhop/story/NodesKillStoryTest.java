package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.web.Json;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gateways beside each other of which one is killed or falls asleep.
final class NodesKillStoryTest extends NodesWorld {
    private Path home = Path.of("");

    private Child first() {
        home = folder();
        return start(home, Map.of());
    }

    private Child beside(Child other) {
        return beside(other, Map.of());
    }

    @Test
    void theOtherFinishesWhatAKilledOneHadInHand() {
        var one = first();
        var two = beside(one);
        var visitor = keep(one.visitor());
        witness.plays(Witness.Play.SWALLOW);
        visitor.says("Under way");
        visitor.says("Behind it");
        Await.until("the call is under way", () -> witness.calls() == 1);
        leave(one);
        one.kill();
        witness.plays(Witness.Play.ANSWER);
        assertThat(jobs()).isEqualTo("claimed1 ready0");
        waitFor("both are sent", () -> witness.words().size() >= 2);
        assertThat(witness.words()).containsExactly("Under way", "Behind it");
        // Its visitor, and a notification that it had stored, are the other's.
        var back = keep(two.visitor(visitor.token(), 2));
        back.sees("Left in the table");
        back.says("And on");
        waitFor("the next is sent", () -> witness.words().contains("And on"));
        waitFor("nothing is left", () -> jobs().isEmpty());
        isAlone(two);
    }

    /// A notification as a gateway leaves it that is killed just after its 200.
    private void leave(Child one) {
        var reply =
                one.meta()
                        .messages(
                                Meta.words(
                                        one.http()
                                                .get("/sandbox/control/setup")
                                                .json()
                                                .path("phones")
                                                .path(0)
                                                .asText(),
                                        "#" + code() + " Left in the table",
                                        Optional.empty()));
        var body = Json.bytes(reply);
        database.write(tx ->
                tx.change(
                        """
                        INSERT INTO webhook_delivery
                          (channel_id, received_at, size, body, verdict, state, attempts, node)
                        SELECT channel.id, UTC_TIMESTAMP(3), ?, ?, 'accepted', 'waiting', 0,
                               (SELECT claimed_by FROM outbox WHERE state = 'claimed')
                        FROM channel
                        """,
                        body.length,
                        body));
    }

    private String code() {
        return asks("SELECT code AS text FROM conversation").getFirst();
    }

    /// Its call is under way when it falls asleep; the other sends the message, and what the
    /// sleeper hears at last changes nothing.
    @Test
    void whoWakesUpLateEndsNothingThatOthersTookUp() {
        var one = first();
        var two = beside(one);
        var visitor = keep(one.visitor());
        witness.plays(Witness.Play.ACCEPT_AND_WAIT);
        visitor.says("Said once");
        Await.until("the call is under way", () -> witness.calls() == 1);
        var before = asks("SELECT claimed_by AS text FROM outbox").getFirst();
        signal(one, "-STOP");
        try {
            waitFor("it is in doubt", () -> jobs().startsWith("unsure") || witness.calls() == 2);
            waitFor(
                    "the other tries",
                    () -> witness.calls() == 2); // the other tries, and waits for its answer
            assertThat(jobs()).isEqualTo("claimed2");
            assertThat(asks("SELECT claimed_by AS text FROM outbox")).doesNotContain(before);
        } finally {
            signal(one, "-CONT");
        }
        witness.answersOne(); // one of both hears that Meta took it
        waitFor("it is there again", () -> asks("SELECT id AS text FROM gateway_node").size() == 2);
        assertThat(asks("SELECT id AS text FROM gateway_node")).doesNotContain(before);
        witness.plays(Witness.Play.ANSWER);
        witness.answersOne();
        waitFor("nothing is left", () -> jobs().isEmpty());
        // One sending is known, whose it was; the copy is not taken for another message.
        assertThat(asks("SELECT wamid AS text FROM relayed")).hasSize(1);
        var back = keep(one.visitor(visitor.token(), 1));
        back.says("Awake again");
        waitFor("it sends again", () -> witness.words().contains("Awake again"));
        Await.until("the other sees it", () -> status(two).path("nodes").size() == 2);
    }

    @Test
    void whoStartsInTheSameFolderDoesNotWaitForTheLeaseOfTheLifeBefore() {
        var one = first();
        var visitor = keep(one.visitor());
        witness.plays(Witness.Play.SWALLOW);
        visitor.says("Swallowed");
        Await.until("the call is under way", () -> witness.calls() == 1);
        one.kill();
        witness.plays(Witness.Play.ANSWER);
        long began = System.nanoTime();
        var again = start(home, Map.of());
        assertThat(jobs()).isEqualTo("unsure1");
        assertThat(status(again).path("nodes")).hasSize(1);
        waitFor("it is sent", () -> witness.words().contains("Swallowed"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(UNSURE_WAIT);
    }

    @Test
    void threeNodesAreThreeNodes() {
        var one = first();
        var two = beside(one);
        var three = beside(one);
        for (var child : List.of(one, two, three)) {
            Await.until("it sees all", () -> status(child).path("nodes").size() == 3);
        }
        var visitor = keep(one.visitor());
        var tab = keep(three.visitor(visitor.token(), 0));
        visitor.says("To all of my tabs");
        tab.hears("message", it -> it.path("text").asText().equals("To all of my tabs"));
        assertThat(two.stop()).isEqualTo(143);
        Await.until("it has gone", () -> status(three).path("nodes").size() == 2);
        tab.says("And back");
        visitor.hears("message", it -> it.path("text").asText().equals("And back"));
        assertThat(URI.create(status(one).path("public_url").asText()).getPort())
                .isEqualTo(one.port());
    }
}
