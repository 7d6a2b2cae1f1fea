package dev.bellhop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Who counts as there. Nobody's timer runs: each beat is asked for, and time is what the test says
/// that it is.
final class NodesTest {
    private final Database database = Database.open(TestDatabase.fresh());
    private final List<Nodes> opened = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @TempDir private Path folder;

    @AfterEach
    void close() {
        opened.forEach(Nodes::close);
        database.close();
    }

    private Nodes enters(String name) {
        return enters(name, folder.resolve(name), false);
    }

    private Nodes enters(String name, Path dataDir, boolean alone) {
        var _ = dataDir.toFile().mkdirs();
        var nodes = new Nodes(database, NodeFile.take(dataDir), name, "1", nanos::get);
        nodes.enter(alone);
        opened.add(nodes);
        return nodes;
    }

    private static List<String> names(Nodes nodes) {
        return nodes.living().stream().map(Node::name).toList();
    }

    /// As if the database had not heard of it for so long.
    private void isSilent(Nodes node, Duration time) {
        database.write(tx ->
                tx.change(
                        "UPDATE gateway_node SET seen_at = seen_at - INTERVAL ? SECOND WHERE id ="
                                + " ?",
                        time.toSeconds(),
                        node.id()));
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /// For long enough to judge others.
    private void beatsOn(Nodes node) {
        for (int i = 0; i <= Nodes.LEASE.dividedBy(Nodes.BEAT); i++) {
            passes(Nodes.BEAT);
            node.beat();
        }
    }

    @Test
    void eachSeesTheOthersAndOneIsFirst() {
        var one = enters("one");
        var two = enters("two");
        one.beat();
        assertThat(names(one)).containsExactly("one", "two");
        assertThat(names(two)).containsExactly("one", "two");
        assertThat(one.isFirst()).isTrue();
        assertThat(two.isFirst()).isFalse();
        assertThat(two.hasNeighbours()).isTrue();
        one.close();
        two.beat();
        assertThat(names(two)).containsExactly("two");
        assertThat(two.isFirst()).isTrue();
        assertThat(two.hasNeighbours()).isFalse();
    }

    @Test
    void whoIsNotHeardOfIsRemovedAndGoesOnUnderAnotherName() {
        var one = enters("one");
        var two = enters("two");
        var told = new AtomicInteger();
        two.onGone(told::incrementAndGet);
        beatsOn(two);
        isSilent(one, Nodes.LEASE.minusSeconds(5));
        turn(two);
        assertThat(names(two)).containsExactly("one", "two");
        assertThat(told).hasValue(0);
        isSilent(one, Nodes.LEASE);
        turn(two);
        assertThat(names(two)).containsExactly("two");
        assertThat(told).hasValue(1);
        turn(two);
        assertThat(told).hasValue(1);

        var before = one.id();
        var reborn = new AtomicInteger();
        one.onGone(reborn::incrementAndGet);
        turn(one);
        assertThat(one.id()).isNotEqualTo(before);
        assertThat(reborn).hasValue(1);
        assertThat(names(one)).containsExactly("two", "one");
    }

    @Test
    void whatCannotBeTakenOverIsTriedAgainAndKeepsNothingElseFromIt() {
        var one = enters("one");
        var two = enters("two");
        var tries = new AtomicInteger();
        var others = new AtomicInteger();
        two.onGone(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("a row is locked by whoever has gone");
            }
        });
        two.onGone(others::incrementAndGet);
        beatsOn(two);
        isSilent(one, Nodes.LEASE);
        turn(two);
        assertThat(tries).hasValue(1);
        assertThat(others).hasValue(1);
        turn(two);
        assertThat(tries).hasValue(2);
        turn(two);
        assertThat(tries).as("it is done").hasValue(2);
    }

    /// What a node stored before it saw that it counts as gone is nobody's.
    @Test
    void besideNeighboursItIsLookedAgainFromTimeToTime() {
        enters("one");
        var two = enters("two");
        var told = new AtomicInteger();
        two.onGone(told::incrementAndGet);
        for (int i = 0; i < 15; i++) {
            turn(two);
        }
        assertThat(told).hasValue(1);
    }

    private static void turn(Nodes node) {
        node.beat();
        node.takeOver();
    }

    /// After a database was away, everybody is late; whoever asks it first must not bury the rest.
    @Test
    void whoWasAwayThemselvesJudgesNobodyForAsLongAsOneMayBeSilent() {
        var one = enters("one");
        var two = enters("two");
        beatsOn(two);
        passes(Duration.ofMinutes(1));
        assertThat(two.isHeld()).isFalse();
        isSilent(one, Duration.ofMinutes(1));
        two.beat();
        assertThat(two.isHeld()).isTrue();
        assertThat(two.entered()).hasSize(2);
        assertThat(two.hasNeighbours()).isFalse();
        assertThat(two.isFirst()).isTrue();
        beatsOn(two);
        assertThat(two.entered()).hasSize(1);
    }

    @Test
    void aStartInTheSameFolderKnowsThatTheLifeBeforeIsOver() {
        var home = folder.resolve("home");
        var first = enters("first", home, false);
        var beside = enters("beside", home, false); // it does not get the folder
        opened.clear();
        // Killed: the lock goes, the row stays.
        first.killed();
        var second = enters("second", home, false);
        assertThat(names(second)).containsExactly("beside", "second");
        beside.close();
        second.close();
    }

    @Test
    void inADatabaseOfItsOwnNobodyElseIsThere() {
        enters("one").killed();
        opened.clear();
        assertThat(names(enters("two", folder.resolve("two"), true))).containsExactly("two");
    }
}
