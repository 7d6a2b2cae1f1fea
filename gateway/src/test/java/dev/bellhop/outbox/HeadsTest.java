package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.db.UnderWay;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The heads of many lanes, found by one statement.
final class HeadsTest {
    private static final Database DATABASE = Database.open(TestDatabase.fresh());
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final String NODE = "0123456789abcdef";

    private final Outbox outbox = new Outbox(DATABASE, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.write(tx -> tx.change("DELETE FROM outbox"));
    }

    @Test
    void eachLaneHasTheHeadThatItHasAlone() {
        put("ready", "first", NOW);
        put("ready", "behind", NOW);
        put("a longer name", "of it", NOW);
        put("later", "not due", NOW.plusSeconds(1));
        put("later", "behind", NOW);
        put("dead", "is dead", NOW);
        put("dead", "lives", NOW);
        DATABASE.write(
                tx -> tx.change("UPDATE outbox SET state = 'dead' WHERE payload = 'is dead'"));
        assertThat(claimed("ready", "empty", "later", "dead", "a longer name"))
                .containsExactly(
                        Optional.of("first"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("lives"),
                        Optional.of("of it"));
        var due =
                DATABASE.read(tx ->
                        outbox.lists()
                                .due(tx, List.of("ready", "empty", "later", "a longer name")));
        assertThat(due.keySet()).containsExactlyInAnyOrder("ready", "later", "a longer name");
        assertThat(due).containsEntry("later", NOW.plusSeconds(1));
    }

    /// As somebody does who blocks a visitor just then.
    @Test
    void whatIsDroppedWhileALetterIsPutTogetherDoesNotGoWithIt() {
        for (var payload : List.of("head", "stays", "is dropped", "stays too")) {
            put("a", payload, NOW);
        }
        var head = outbox.claim("a").orElseThrow().job();
        var behind = DATABASE.read(tx -> outbox.behind(tx, head, 10));
        assertThat(behind).hasSize(3);
        DATABASE.write(tx -> tx.change("DELETE FROM outbox WHERE payload = 'is dropped'"));
        var carried = DATABASE.inTransaction(tx -> outbox.carry(tx, head, behind));
        assertThat(carried).extracting(Job::payload).containsExactly("stays", "stays too");
    }

    @Test
    void whatHasNotGoneOutIsDroppedWithWhatItCarriesAndNothingElse() {
        for (var payload : List.of("carrier", "carried", "failed once", "in doubt", "half gone")) {
            put("a", payload, NOW);
        }
        put("b", "being tried", NOW);
        DATABASE.write(tx -> {
            tx.change("UPDATE outbox SET carries = TRUE WHERE payload = 'carrier'");
            tx.change(
                    "UPDATE outbox SET carrier = (SELECT id FROM outbox WHERE payload = 'carrier')"
                            + " WHERE payload = 'carried'");
            tx.change("UPDATE outbox SET attempts = 1 WHERE payload = 'failed once'");
            tx.change("UPDATE outbox SET attempts = 1, doubtful = TRUE WHERE payload = 'in doubt'");
            tx.change("UPDATE outbox SET step = 1 WHERE payload = 'half gone'");
        });
        assertThat(claimed("b")).containsExactly(Optional.of("being tried"));
        DATABASE.write(tx -> outbox.dropUnsent(tx, "another kind", List.of(1L)));
        DATABASE.write(tx -> outbox.dropUnsent(tx, "say", List.of(2L)));
        assertThat(payloads()).hasSize(6);
        DATABASE.write(tx -> outbox.dropUnsent(tx, "say", List.of(1L)));
        assertThat(payloads()).containsExactly("in doubt", "half gone", "being tried");
    }

    private List<String> payloads() {
        return DATABASE.read(tx ->
                tx.query("SELECT payload FROM outbox ORDER BY id", row -> row.text("payload")));
    }

    /// A statement about many is so long that it goes another way to the server.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16, 17, 64})
    void howeverManyTheyAre(int count) {
        var lanes = IntStream.range(0, count).mapToObj(i -> "lane " + i).toList();
        lanes.forEach(lane -> put(lane, "of " + lane, NOW));
        assertThat(claimed(lanes.toArray(String[]::new)))
                .isEqualTo(lanes.stream().map(lane -> Optional.of("of " + lane)).toList());
        var due = DATABASE.read(tx -> outbox.lists().due(tx, lanes));
        assertThat(due.keySet()).containsExactlyInAnyOrderElementsOf(lanes);
        assertThat(due.values()).as("being tried").allSatisfy(at -> assertThat(at).isAfter(NOW));
    }

    @Test
    void nothingButHeadsIsLocked() {
        for (var lane : List.of("one", "two", "three", "other")) {
            put(lane, "head of " + lane, NOW);
            put(lane, "behind in " + lane, NOW);
        }
        DATABASE.write(tx -> {
            assertThat(OutboxHeads.claim(tx, List.of("one", "two", "three"), NODE, NOW))
                    .allSatisfy(job -> assertThat(job).isPresent());
            var free =
                    DATABASE.inTransaction(other ->
                            other.query(
                                    """
                                    SELECT payload FROM outbox
                                    WHERE payload NOT LIKE 'head of t%' AND payload <> 'head of one'
                                    ORDER BY id
                                    FOR UPDATE SKIP LOCKED
                                    """,
                                    row -> row.text("payload")));
            assertThat(free)
                    .containsExactly(
                            "behind in one",
                            "behind in two",
                            "behind in three",
                            "head of other",
                            "behind in other");
        });
    }

    /// While a claim waits for the head of one lane, another gateway lets that of another be
    /// carried.
    @Test
    void whatIsCarriedSinceHeadsWereLookedForIsNotTaken() throws Exception {
        put("a", "held", NOW);
        put("b", "carried", NOW);
        var claiming = new CompletableFuture<List<Optional<String>>>();
        DATABASE.write(tx -> {
            var _ =
                    tx.query(
                            "SELECT id FROM outbox WHERE id = ? FOR UPDATE",
                            row -> row.number("id"),
                            id("held"));
            Thread.ofVirtual().start(() -> claiming.complete(claimed("a", "b")));
            Await.until("it waits", () -> UnderWay.isAny(DATABASE, "WITH wanted%"));
            DATABASE.write(other ->
                    other.change("UPDATE outbox SET carrier = 1 WHERE id = ?", id("carried")));
        });
        assertThat(claiming.get(20, TimeUnit.SECONDS))
                .containsExactly(Optional.of("held"), Optional.empty());
    }

    private static long id(String payload) {
        return DATABASE.read(tx ->
                        tx.one(
                                "SELECT id FROM outbox WHERE payload = ?",
                                row -> row.number("id"),
                                payload))
                .orElseThrow();
    }

    /// Attempts are different ones when something was tried before.
    @Test
    void whatIsDoneGoesByTheClaimsThatTriedIt() {
        put("a", "first", NOW);
        put("b", "second", NOW);
        put("c", "third", NOW);
        DATABASE.write(tx -> tx.change("UPDATE outbox SET attempts = 3 WHERE payload = 'second'"));
        var jobs =
                DATABASE
                        .inTransaction(
                                tx -> OutboxHeads.claim(tx, List.of("a", "b", "c"), NODE, NOW))
                        .stream()
                        .flatMap(Optional::stream)
                        .toList();
        DATABASE.write(tx ->
                tx.change("UPDATE outbox SET attempts = attempts + 1 WHERE payload = 'third'"));
        var done = Settlement.of(new Settlement.End.Done());
        var written =
                DATABASE.inTransaction(tx ->
                        OutboxEndings.write(
                                tx,
                                jobs.stream()
                                        .map(job -> new Outbox.Ending(job, done, false))
                                        .toList(),
                                NOW.plus(Duration.ofSeconds(1))));
        assertThat(written).extracting(it -> it.job().payload()).containsExactly("first", "second");
        List<String> left =
                DATABASE.read(
                        tx -> tx.query("SELECT payload FROM outbox", row -> row.text("payload")));
        assertThat(left).containsExactly("third");
    }

    private void put(String lane, String payload, Instant at) {
        DATABASE.write(tx ->
                outbox.put(
                        tx,
                        new Outbox.Order(lane, "say", OptionalLong.empty(), 1, 1, payload),
                        at));
    }

    private List<Optional<String>> claimed(String... lanes) {
        return DATABASE
                .inTransaction(tx -> OutboxHeads.claim(tx, List.of(lanes), NODE, NOW))
                .stream()
                .map(job -> job.map(Job::payload))
                .toList();
    }
}
