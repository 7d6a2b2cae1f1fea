package dev.bellhop.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellhop.cluster.Claimant;
import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;
import dev.bellhop.outbox.Settlement.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Two nodes and one lane: whoever was taken for gone ends nothing that the other has taken up.
final class FenceTest {
    private static final Duration UNSURE_WAIT = Duration.ofMinutes(2);

    private record Named(String id) implements Claimant {
        @Override
        public boolean isHeld() {
            return true;
        }
    }

    private final MovedClock clock = new MovedClock();
    private final Database database = Database.open(TestDatabase.fresh());
    private final Outbox sleeper = new Outbox(database, clock, new Named("sleeper"));
    private final Outbox other = new Outbox(database, clock, new Named("other"));

    @BeforeEach
    void open() {
        enter("sleeper");
        enter("other");
        database.write(tx -> {
            for (var payload : List.of("first", "second", "third")) {
                other.put(tx, "a", "say", 1, 1, payload);
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void enter(String id) {
        database.write(tx ->
                tx.change(
                        """
                        INSERT INTO gateway_node (id, name, version, started_at, seen_at)
                        VALUES (?, ?, '1', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
                        """,
                        id,
                        id));
    }

    private void isGone(String id) {
        database.write(tx -> tx.change("DELETE FROM gateway_node WHERE id = ?", id));
    }

    private List<String> rows() {
        return database.read(tx ->
                tx.query(
                        "SELECT CONCAT(payload, ' ', state, ' ', attempts) AS text FROM outbox"
                                + " ORDER BY id",
                        row -> row.text("text")));
    }

    @Test
    void whatALivingNodeTriesIsNotDoubted() {
        assertThat(sleeper.claim("a")).isPresent();
        assertThat(other.doubtOrphans(UNSURE_WAIT)).isZero();
        assertThat(other.claim("a")).isEmpty();
        isGone("sleeper");
        assertThat(other.doubtOrphans(UNSURE_WAIT)).isOne();
        assertThat(other.doubtOrphans(UNSURE_WAIT)).isZero();
        assertThat(rows().getFirst()).isEqualTo("first unsure 1");
        assertThat(other.claim("a")).as("news may still come").isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void whatWasTakenUpIsEndedByWhoeverTookIt(End ends) {
        var slept = sleeper.claim("a").orElseThrow().job();
        database.write(tx -> sleeper.carry(tx, slept, sleeper.behind(tx, slept, 1)));
        isGone("sleeper");
        var _ = other.doubtOrphans(UNSURE_WAIT);
        clock.move(UNSURE_WAIT);
        var taken = other.claim("a").orElseThrow().job();
        assertThat(taken.unsure()).isTrue();
        var before = rows();
        assertThat(before).containsExactly("first claimed 2", "second ready 0", "third ready 0");
        var settled =
                sleeper.settle(
                        slept,
                        new Settlement(
                                ends,
                                _ -> {
                                    throw new AssertionError("written by who slept");
                                },
                                () -> {}),
                        false);
        assertThat(settled.isOurs()).isFalse();
        assertThat(rows()).isEqualTo(before);
        assertThat(other.settle(taken, Settlement.of(new End.Done()), false).isOurs()).isTrue();
        assertThat(rows()).containsExactly("third ready 0");
    }

    static Stream<End> whatWasTakenUpIsEndedByWhoeverTookIt() {
        var now = new MovedClock().instant();
        return Stream.of(
                new End.Done(),
                new End.Next(),
                new End.Dead("never"),
                new End.Later(now, "later"),
                new End.Unsure(now, "nobody knows"));
    }

    /// Who knows how it ended is better than doubt.
    @Test
    void whatIsInDoubtAndNobodysYetIsEndedByWhoeverTriedIt() {
        var slept = sleeper.claim("a").orElseThrow().job();
        isGone("sleeper");
        var _ = other.doubtOrphans(UNSURE_WAIT);
        assertThat(sleeper.settle(slept, Settlement.of(new End.Done()), false).isOurs()).isTrue();
        assertThat(rows()).containsExactly("second ready 0", "third ready 0");
    }

    @Test
    void nobodyTakesBackTheClaimOfAnother() {
        var _ = sleeper.claim("a").orElseThrow().job();
        other.unclaim("a");
        assertThat(rows().getFirst()).isEqualTo("first claimed 1");
        sleeper.unclaim("a");
        assertThat(rows().getFirst()).isEqualTo("first ready 0");
    }

    /// Numbers are given before what they are given to is committed.
    @Test
    void aClaimIsTakenBackThoughAnotherJobHasBecomeTheHead() {
        var _ = sleeper.claim("a").orElseThrow().job();
        database.write(tx -> tx.change("UPDATE outbox SET id = id + 100 WHERE payload = 'first'"));
        sleeper.unclaim("a");
        assertThat(rows()).containsExactly("second ready 0", "third ready 0", "first ready 0");
    }

    @Test
    void whoIsTakenForGoneWhileTheyWaitForTheirTurnClaimsNothing() {
        var away =
                new Outbox(
                        database,
                        clock,
                        new Claimant() {
                            @Override
                            public String id() {
                                return "sleeper";
                            }

                            @Override
                            public boolean isHeld() {
                                return false;
                            }
                        });
        assertThat(away.claim("a")).isEmpty();
        assertThat(rows().getFirst()).isEqualTo("first ready 0");
    }

    @Test
    void nothingIsPutToWhatIsSomebodyElsesByNow() {
        var slept = sleeper.claim("a").orElseThrow().job();
        isGone("sleeper");
        var _ = other.doubtOrphans(UNSURE_WAIT);
        clock.move(UNSURE_WAIT);
        assertThat(other.claim("a")).isPresent();
        assertThatThrownBy(() ->
                        database.write(
                                tx -> sleeper.carry(tx, slept, sleeper.behind(tx, slept, 5))))
                .isInstanceOf(ClaimLost.class);
        assertThat(
                        database.<List<String>>read(tx ->
                                tx.query(
                                        "SELECT payload AS text FROM outbox WHERE carrier IS NOT"
                                                + " NULL",
                                        row -> row.text("text"))))
                .isEmpty();
    }

    /// A claim of a version that did not say whose it is.
    @Test
    void whatNobodyHasClaimedByNameIsDoubted() {
        var _ = sleeper.claim("a").orElseThrow().job();
        database.write(tx -> tx.change("UPDATE outbox SET claimed_by = NULL"));
        assertThat(other.doubtOrphans(UNSURE_WAIT)).isOne();
    }
}
