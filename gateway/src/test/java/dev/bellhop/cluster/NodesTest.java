package dev.bellhop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Database;
import dev.bellhop.db.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

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
        beatsOn(node, Nodes.LEASE.plus(Nodes.BEAT));
    }

    private void beatsOn(Nodes node, Duration time) {
        for (int i = 0; i < time.dividedBy(Nodes.BEAT); i++) {
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
        beatsOn(two, Nodes.LEASE.minus(Nodes.BEAT));
        two.takeOver();
        assertThat(names(two)).containsExactly("one", "two");
        assertThat(told).hasValue(0);
        beatsOn(two, Nodes.BEAT.multipliedBy(2));
        two.takeOver();
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
        turn(one);
        assertThat(reborn).hasValue(1);
    }

    @Test
    void whoIsHeardOfFromTimeToTimeStays() {
        var one = enters("one");
        var two = enters("two");
        for (int i = 0; i < 5; i++) {
            beatsOn(two, Nodes.LEASE.minus(Nodes.BEAT));
            one.beat();
        }
        assertThat(two.entered()).hasSize(2);
    }

    /// All rows look old then, until everybody has been heard once.
    @Test
    void aDatabaseWhoseClockIsSetForwardBuriesNobody() {
        var one = enters("one");
        var two = enters("two");
        beatsOn(two, Duration.ofSeconds(10));
        isSilent(one, Duration.ofHours(1));
        two.beat();
        assertThat(two.entered()).hasSize(2);
        var id = one.id();
        one.beat();
        assertThat(one.id()).isEqualTo(id);
    }

    /// Whoever counts silence from before they asked counts what nobody was silent for.
    @Test
    void whoIsHeardInTheMiddleOfAQuestionIsHeardThen() {
        var one = enters("one");
        var meanwhile = new ArrayDeque<Runnable>();
        LongSupplier slowClock =
                () -> {
                    var next = meanwhile.poll();
                    if (next != null) {
                        next.run();
                    }
                    return nanos.get();
                };
        var home = folder.resolve("slow");
        var _ = home.toFile().mkdirs();
        var slow = new Nodes(database, NodeFile.take(home), "slow", "1", slowClock);
        slow.enter(false);
        opened.add(slow);
        var heard = new AtomicLong();
        meanwhile.add(() -> {});
        meanwhile.add(() -> {
            passes(Duration.ofSeconds(3));
            one.beat();
            heard.set(nanos.get());
        });
        slow.beat();
        assertThat(meanwhile).isEmpty();
        while (slow.entered().size() == 2) {
            beatsOn(slow, Nodes.BEAT);
        }
        assertThat(Duration.ofNanos(nanos.get() - heard.get()))
                .isBetween(Nodes.LEASE, Nodes.LEASE.plus(Nodes.BEAT));
    }

    @Test
    void whatCannotBeTakenOverIsTriedAgainAndKeepsNothingElseFromIt() {
        var _ = enters("one");
        var two = enters("two");
        var tries = new AtomicInteger();
        var others = new AtomicInteger();
        two.takeOverBy(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("a row is locked by whoever has gone");
            }
        });
        two.takeOverBy(others::incrementAndGet);
        beatsOn(two);
        two.takeOver();
        assertThat(tries).hasValue(1);
        assertThat(others).hasValue(1);
        two.takeOver();
        assertThat(tries).hasValue(2);
        two.takeOver();
        assertThat(tries).as("it is done").hasValue(2);
        assertThat(others).as("it was done").hasValue(1);
    }

    /// What a node stored before it saw that it counts as gone is nobody's, and the last one that
    /// is left has to find it as well.
    @Test
    void whatIsNobodysIsLookedForFromTimeToTimeThoughNobodyWent() {
        var alone = enters("alone");
        var looked = new AtomicInteger();
        var told = new AtomicInteger();
        alone.takeOverBy(looked::incrementAndGet);
        alone.onGone(told::incrementAndGet);
        for (int i = 0; i < 15; i++) {
            turn(alone);
        }
        assertThat(looked).hasValue(1);
        assertThat(told).hasValue(0);
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
        beatsOn(two, Duration.ofSeconds(10));
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
