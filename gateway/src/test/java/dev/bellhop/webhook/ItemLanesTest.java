package dev.bellhop.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellhop.db.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Order within a lane, whatever happens in it.
final class ItemLanesTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void aTaskThatIsPutOffIsFollowedByItsLaneAndNoOther() {
        var lanes = new ItemLanes(4, 100, () -> false, timer);
        var hold = new AtomicBoolean(true);
        lanes.add("a", () -> hold.get() ? Optional.of(SOON) : note("a1"));
        lanes.add("a", () -> note("a2"));
        lanes.add("b", () -> note("b1"));
        Await.until("the other lane is done", () -> done.contains("b1"));
        lanes.add("a", () -> note("a3"));
        assertThat(done).containsExactly("b1");
        hold.set(false);
        Await.until("all are done", () -> done.size() == 4);
        assertThat(done).containsExactly("b1", "a1", "a2", "a3");
    }

    @Test
    void fewWorkWhileOthersNeedTheProcessorsAndAllAgainAfterThat() {
        var pressed = new AtomicBoolean(true);
        var lanes = new ItemLanes(64, 1_000, pressed::get, timer);
        var gate = new CountDownLatch(1);
        var begun = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            var name = "lane " + i;
            lanes.add(
                    name,
                    () -> {
                        begun.incrementAndGet();
                        return pass(gate);
                    });
        }
        int few = Math.max(2, Runtime.getRuntime().availableProcessors());
        Await.until("some have begun", () -> begun.get() == few);
        pressed.set(false);
        lanes.add("another", () -> note("another"));
        gate.countDown();
        Await.until("all are done", () -> begun.get() == 200 && done.contains("another"));
    }

    @Test
    void noMoreRunAtOnceThanAllowedAndLongLanesTakeTurnsWithShortOnes() {
        var lanes = new ItemLanes(1, 1_000, () -> false, timer);
        var gate = new CountDownLatch(1);
        lanes.add("long", () -> pass(gate));
        IntStream.range(0, 100).forEach(i -> lanes.add("long", () -> note("long " + i)));
        lanes.add("short", () -> note("short"));
        gate.countDown();
        Await.until("all are done", () -> done.size() == 101);
        assertThat(done.indexOf("short")).isLessThan(3);
    }

    @Test
    void aTaskThatFailsInAWayNobodyForesawIsOver() {
        var lanes = new ItemLanes(1, 100, () -> false, timer);
        lanes.add(
                "a",
                () -> {
                    throw new StackOverflowError("a test");
                });
        lanes.add("a", () -> note("next"));
        Await.until("the next is done", () -> done.contains("next"));
    }

    @Test
    void aStopFinishesWhatIsThereAndDoesNotWaitForWhatIsPutOff() {
        var lanes = new ItemLanes(2, 1_000, () -> false, timer);
        var tries = new AtomicInteger();
        lanes.add(
                "off",
                () -> {
                    tries.incrementAndGet();
                    return Optional.of(NEVER);
                });
        lanes.add("off", () -> note("behind it"));
        IntStream.range(0, 200).forEach(i -> lanes.add("a" + i % 7, () -> note("a")));
        lanes.close(Duration.ofMinutes(1));
        assertThat(done).hasSize(200).containsOnly("a");
        assertThat(tries).hasValue(1);
        assertThat(lanes.awaitRoom()).isFalse();
    }

    @Test
    void aStopWaitsNoLongerThanItMayAndBeginsNothingAfterThat() {
        var lanes = new ItemLanes(1, 100, () -> false, timer);
        var gate = new CountDownLatch(1);
        lanes.add("a", () -> pass(gate));
        lanes.add("a", () -> note("too late"));
        lanes.close(Duration.ofMillis(50));
        gate.countDown();
        var over = new CountDownLatch(1);
        timer.execute(over::countDown);
        Await.until("the timer is through", () -> over.getCount() == 0);
        assertThat(done).isEmpty();
    }

    @Test
    void whoWaitsForRoomIsWokenAtHalf() {
        var lanes = new ItemLanes(1, 4, () -> false, timer);
        var gate = new CountDownLatch(1);
        lanes.add("a", () -> pass(gate));
        IntStream.range(0, 3).forEach(i -> lanes.add("a", () -> note("a")));
        assertThat(lanes.isFull()).isTrue();
        var through = new AtomicBoolean();
        Thread.ofVirtual().start(() -> through.set(lanes.awaitRoom()));
        gate.countDown();
        Await.until("there is room", through::get);
        assertThat(done.size()).isGreaterThanOrEqualTo(1);
    }

    private Optional<Duration> note(String what) {
        done.add(what);
        return Optional.empty();
    }

    private static Optional<Duration> pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
