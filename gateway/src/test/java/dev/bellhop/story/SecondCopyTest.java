package dev.bellhop.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A send without an answer was repeated, and Meta had taken both: the phone has two copies, and
/// both are known.
final class SecondCopyTest {
    private final Witness witness = new Witness();
    private House house;
    private Meta meta;
    private String owner;
    private VisitorClient another;
    private VisitorClient visitor;

    /// Two chats are open, so that nothing but a quote tells where a reply belongs.
    @BeforeEach
    void open() {
        var patience = Changes.answersWithin(Duration.ofSeconds(6));
        house = House.open(s -> patience.apply(Changes.graph(witness.url()).apply(s)));
        meta = house.meta();
        owner = house.setup().path("phones").path(0).asText();
        visitor = house.visitor();
        another = house.visitor();
        another.says("Another open chat");
        Await.until("it is sent", () -> witness.sent().size() == 1);
    }

    @AfterEach
    void close() {
        another.close();
        visitor.close();
        witness.close();
        house.close();
    }

    @Test
    void aStatusThatComesAfterTheRepeatMakesItsCopyKnown() {
        witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
        visitor.says("Twice on the phone");
        Await.until("Meta has accepted it", () -> witness.sent().size() == 2);
        witness.plays(Witness.Play.ANSWER);
        Await.until("it is sent again", () -> witness.sent().size() == 3);
        Await.until("the repeat is settled", () -> count("outbox") == 0);
        var first = witness.sent().get(1);
        var second = witness.sent().get(2);
        assertThat(second.callback()).isEqualTo(first.callback());

        tells(second, "sent");
        visitor.seesTick(1, "sent");
        tells(first, "delivered");
        visitor.seesTick(1, "delivered");
        tells(first, "read");
        visitor.seesTick(1, "read");
        tells(second, "delivered");
        quotes(first, "The first copy is quoted");
        visitor.sees("The first copy is quoted");
        quotes(second, "And the second");
        visitor.sees("And the second");

        assertThat(ticks()).containsExactly("sent", "delivered", "read");
        assertThat(another.frames()).noneMatch(f -> f.path("text").asText().contains("quoted"));
        assertThat(witness.sent()).hasSize(3);
        assertThat(house.status().at("/outbox/second_copies").asInt()).isEqualTo(1);
    }

    @Test
    void aStatusThatComesWhileTheRepeatIsUnderWayMakesItsCopyKnown() {
        witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
        visitor.says("Twice and crosswise");
        Await.until("Meta has accepted it", () -> witness.sent().size() == 2);
        witness.plays(Witness.Play.ACCEPT_AND_WAIT);
        Await.until("it is sent again", () -> witness.sent().size() == 3);
        var first = witness.sent().get(1);
        tells(first, "delivered");
        Await.until("the status waits", () -> count("early_status") == 1);
        witness.answersOne();

        visitor.seesTick(1, "delivered");
        quotes(first, "The first copy is quoted");
        visitor.sees("The first copy is quoted");
        assertThat(count("early_status")).isZero();
        assertThat(house.status().at("/outbox/second_copies").asInt()).isEqualTo(1);
    }

    /// One copy has failed and the other arrives: there is nothing to send again.
    @Test
    void aCopyThatArrivesHealsTheOneThatFailed() {
        witness.plays(Witness.Play.ACCEPT_IN_SILENCE);
        visitor.says("Twice, once in vain");
        Await.until("Meta has accepted it", () -> witness.sent().size() == 2);
        witness.plays(Witness.Play.ANSWER);
        Await.until("it is sent again", () -> witness.sent().size() == 3);
        Await.until("the repeat is settled", () -> count("outbox") == 0);
        var first = witness.sent().get(1);
        var second = witness.sent().get(2);
        tells(first, "sent");
        var failed =
                Meta.status(second.wamid(), "failed")
                        .put("biz_opaque_callback_data", second.callback());
        failed.putArray("errors").addObject().put("code", 131_051).put("title", "Unsupported");
        assertThat(meta.posts(meta.statuses(failed)).status()).isEqualTo(200);
        Await.until("it is a dead letter", () -> count("outbox") == 1);
        tells(first, "delivered");
        visitor.seesTick(1, "delivered");
        Await.until("nothing is left to be sent again", () -> count("outbox") == 0);
    }

    @Test
    void aMarkOfAnEarlierLifeIsNoCopy() {
        var sent = witness.sent().getFirst();
        var mark = sent.callback().split(":", -1);
        var other = mark[0] + ":" + mark[1] + ":" + mark[2] + ":1";
        tells(new Witness.Sent(sent.text(), "wamid.of-another-life", other), "read");
        Await.until("the status waits", () -> count("early_status") == 1);
        tells(sent, "delivered");
        another.seesTick(1, "delivered");
        assertThat(house.status().at("/outbox/second_copies").asInt()).isZero();
    }

    private void tells(Witness.Sent sent, String status) {
        var update =
                Meta.status(sent.wamid(), status).put("biz_opaque_callback_data", sent.callback());
        assertThat(meta.posts(meta.statuses(update)).status()).isEqualTo(200);
    }

    private void quotes(Witness.Sent sent, String text) {
        var reply = Meta.words(owner, text, Optional.of(sent.wamid()));
        assertThat(meta.posts(meta.messages(reply)).status()).isEqualTo(200);
    }

    private List<String> ticks() {
        return visitor.frames().stream()
                .filter(f -> f.path("t").asText().equals("status"))
                .filter(f -> f.path("seq").asInt() == 1)
                .map(f -> f.path("status").asText())
                .toList();
    }

    private long count(String table) {
        try (var database = Database.open(house.settings().database().orElseThrow())) {
            return database.read(tx ->
                            tx.one("SELECT COUNT(*) AS n FROM " + table, row -> row.number("n")))
                    .orElseThrow();
        }
    }
}
